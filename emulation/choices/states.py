from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class CampaignState(TextChoices):
    DRAFT = "draft", _("Draft")
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


class RegistrationState(TextChoices):
    DRAFT = "draft", _("Draft")
    SUBMITTED = "submitted", _("Submitted")
    RETURNED = "returned", _("Returned")
    ACCEPTED = "accepted", _("Accepted")
    LOCKED = "locked", _("Locked")
    WITHDRAWN = "withdrawn", _("Withdrawn")


class InitiativeState(TextChoices):
    DRAFT = "draft", _("Draft")
    SUBMITTED = "submitted", _("Submitted")
    RETURNED = "returned", _("Returned")
    REGISTERED = "registered", _("Registered")
    REPORTED = "reported", _("Reported")
    REVIEWED = "reviewed", _("Reviewed")
    RECOGNISED = "recognised", _("Recognised")
    NOT_RECOGNISED = "not_recognised", _("Not recognised")
    WITHDRAWN = "withdrawn", _("Withdrawn")


LAUNCHED_LOCALLY = frozenset({RolloutState.LAUNCHED, RolloutState.REPORTED})
OPEN_REGISTRATION = frozenset({RegistrationState.DRAFT, RegistrationState.RETURNED})
COUNTED_REGISTRATION = frozenset({RegistrationState.ACCEPTED, RegistrationState.LOCKED})
OPEN_INITIATIVE = frozenset({InitiativeState.DRAFT, InitiativeState.RETURNED})
COUNTED_INITIATIVE = frozenset(
    {
        InitiativeState.REGISTERED,
        InitiativeState.REPORTED,
        InitiativeState.REVIEWED,
        InitiativeState.RECOGNISED,
        InitiativeState.NOT_RECOGNISED,
    }
)
