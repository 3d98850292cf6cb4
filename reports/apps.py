from django.utils.translation import gettext_lazy as _

from core import app_config  # the module, so that Django finds one configuration here


class ReportsConfig(app_config.FeatureAppConfig):
    name = "reports"
    verbose_name = _("Reports")
    features = ("indicators", "editions")
