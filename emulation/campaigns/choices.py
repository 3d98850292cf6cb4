from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class CampaignState(TextChoices):
    DRAFT = "draft", _("Draft")
    SUBMITTED = "submitted", _("Sent for approval")
    APPROVED = "approved", _("Approved")
    LAUNCHED = "launched", _("Launched")
    CLOSED = "closed", _("Closed")
    SUMMED_UP = "summed_up", _("Summed up")
    CANCELLED = "cancelled", _("Cancelled")


class RolloutState(TextChoices):
    SENT = "sent", _("Sent")
    ACKNOWLEDGED = "acknowledged", _("Acknowledged")
    LAUNCHED = "launched", _("Launched locally")
    REPORTED = "reported", _("Result reported")


LAUNCHED_LOCALLY = frozenset({RolloutState.LAUNCHED, RolloutState.REPORTED})


class CampaignKind(TextChoices):
    MOVEMENT = "movement", _("Emulation movement")
    DRIVE = "drive", _("Mobilisation drive")
    CONTEST = "contest", _("Contest")


class CampaignMode(TextChoices):
    REGULAR = "regular", _("Regular")
    THEMATIC = "thematic", _("Thematic")
    WAVE = "wave", _("In waves")


class TargetBasis(TextChoices):
    EACH_UNIT = "each_unit", _("each unit")
    TOGETHER = "together", _("all units together")
    SHARE = "share", _("percent of the units")


class ChangeKind(TextChoices):
    CORRECTION = "correction", _("Correction")
    EXTENSION = "extension", _("Longer time to register")
    ADDITION = "addition", _("Addition")
    WITHDRAWAL = "withdrawal", _("Longer time withdrawn")


class ReviewKind(TextChoices):
    INTERIM = "interim", _("Interim review")
    FINAL = "final", _("Final review")
