from django.utils.translation import gettext_lazy as _

from core import app_config  # the module, so that Django finds one configuration here


class EmulationConfig(app_config.FeatureAppConfig):
    name = "emulation"
    verbose_name = _("Emulation")
    features = (
        "law",
        "clusters",
        "campaigns",
        "personal_records",
        "unit_matters",
        "eligibility",
        "registrations",
        "evidence",
        "initiatives",
        "works",
        "contests",
        "classification",
        "sheets",
        "achievement_reports",
        "unit_campaigns",
        "monitoring",
    )
