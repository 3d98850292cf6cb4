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
    WITHDRAWN = "withdrawn", _("Withdrawn")


class SeatPost(TextChoices):
    CHAIR = "chair", _("Chair of the council")
    VICE = "vice", _("Vice-chair of the council")
    SECRETARY = "secretary", _("Secretary of the council")
    MEMBER = "member", _("Member of the council")


class SessionState(TextChoices):
    PLANNED = "planned", _("Planned")
    OPEN = "open", _("Open")
    CLOSED = "closed", _("Closed")


class Presence(TextChoices):
    PRESENT = "present", _("Present")
    WRITTEN = "written", _("Absent, gave a written opinion")
    ABSENT = "absent", _("Absent")


class Outcome(TextChoices):
    APPROVED = "approved", _("Reached the threshold")
    REJECTED = "rejected", _("Did not reach the threshold")


class DecisionState(TextChoices):
    DRAFT = "draft", _("Draft")
    SIGNED = "signed", _("Signed")
    ISSUED = "issued", _("Issued")
    REVOKED = "revoked", _("Revoked")


class SignCapacity(TextChoices):
    CHAIR = "chair", _("The chair signs")
    VICE_CHAIR = "vice_chair", _("A vice-chair signs for the chair")


RUNNING = frozenset({SeatPost.CHAIR, SeatPost.SECRETARY})
"""Seats whose holders run a sitting."""
OPEN_NOMINATION = frozenset({NominationState.DRAFT, NominationState.RETURNED})
SEALED_DECISION = frozenset({DecisionState.SIGNED, DecisionState.ISSUED, DecisionState.REVOKED})
COUNTED_DECISION = frozenset({DecisionState.ISSUED})
