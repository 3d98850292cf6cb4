from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class DecisionState(TextChoices):
    DRAFT = "draft", _("Draft")
    SUBMITTED = "submitted", _("Sent for signature")
    SIGNED = "signed", _("Signed")
    ISSUED = "issued", _("Issued")
    REVOKED = "revoked", _("Revoked")


class SignCapacity(TextChoices):
    CHAIR = "chair", _("The chair signs")
    VICE_CHAIR = "vice_chair", _("A vice-chair signs for the chair")


class DecisionBasis(TextChoices):
    """The ground of a decision without a council session."""

    PLAN = "plan", _("A plan or a ceremony")
    CONTEST = "contest", _("The results of a contest")
    UNEXPECTED = "unexpected", _("An unexpected achievement")


SIMPLIFIED_BASES = frozenset({DecisionBasis.CONTEST, DecisionBasis.UNEXPECTED})
UNSIGNED = frozenset({DecisionState.DRAFT, DecisionState.SUBMITTED})
SIGNED_IN_FORCE = frozenset({DecisionState.SIGNED, DecisionState.ISSUED})
COUNTED_DECISION = frozenset({DecisionState.ISSUED})
