from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class NominationState(TextChoices):
    DRAFT = "draft", _("Draft")
    SUBMITTED = "submitted", _("Submitted")
    RETURNED = "returned", _("Returned")
    CHECKED = "checked", _("Checked")
    SHORTLISTED = "shortlisted", _("On the agenda")
    VOTED = "voted", _("Voted")
    APPROVED = "approved", _("Approved by the council")
    REJECTED = "rejected", _("Rejected by the council")
    DECIDED = "decided", _("Decided")
    # What another authority decided; `decided` is by a decision of the federation.
    AWARDED = "awarded", _("Awarded by the level above")
    NOT_AWARDED = "not_awarded", _("Not awarded by the level above")
    WITHDRAWN = "withdrawn", _("Withdrawn")


ENDED_NOMINATION = frozenset(
    {
        NominationState.REJECTED,
        NominationState.DECIDED,
        NominationState.AWARDED,
        NominationState.NOT_AWARDED,
        NominationState.WITHDRAWN,
    }
)
OPEN_NOMINATION = frozenset({NominationState.DRAFT, NominationState.RETURNED})
