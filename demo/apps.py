from django.utils.translation import gettext_lazy as _

from core import app_config  # the module, so that Django finds one configuration here


class DemoConfig(app_config.FeatureAppConfig):
    name = "demo"
    verbose_name = _("Demo data")
    features = ("",)
