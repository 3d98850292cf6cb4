from django.utils.translation import gettext_lazy as _

from core import app_config  # the module, so that Django finds one configuration here


class RestructuringConfig(app_config.FeatureAppConfig):
    name = "restructuring"
    verbose_name = _("Reorganisations")
    features = ("",)
