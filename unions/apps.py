from django.utils.translation import gettext_lazy as _

from core import app_config  # the module, so that Django finds one configuration here


class UnionsConfig(app_config.FeatureAppConfig):
    name = "unions"
    verbose_name = _("Organisation")
    features = ("tree", "dismissals", "units", "people", "duplicates", "imports")
