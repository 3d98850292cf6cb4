from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


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


class InitiativeKind(TextChoices):
    EXPERIENCE = "experience", _("Experience initiative")
    TECHNICAL = "technical", _("Technical improvement")
    RESEARCH = "research", _("Research topic")


class RecognitionLevel(TextChoices):
    GRASSROOTS = "grassroots", _("Grassroots level")
    SUPERIOR = "superior", _("Level directly above the grassroots")
    PROVINCE = "province", _("City or province level")
    NATIONAL = "national", _("National level")
