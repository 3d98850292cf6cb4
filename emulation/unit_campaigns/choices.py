from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class UnitCampaignStep(TextChoices):
    PLANNED = "planned", _("Not launched yet")
    LAUNCHED = "launched", _("Launched")
    REPORTED = "reported", _("With its result")
