from django.utils.translation import gettext_lazy as _

from core import app_config  # the module, so that Django finds one configuration here


class CoreConfig(app_config.FeatureAppConfig):
    name = "core"
    verbose_name = _("Foundations")
    features = ("",)
