from django.utils.translation import gettext_lazy as _

from core import app_config  # the module, so that Django finds one configuration here


class AwardsConfig(app_config.FeatureAppConfig):
    name = "awards"
    verbose_name = _("Awards")
    features = ("council", "nominations", "sessions", "decisions", "certificates", "received")
