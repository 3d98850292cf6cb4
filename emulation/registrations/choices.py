from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class RegistrationState(TextChoices):
    DRAFT = "draft", _("Draft")
    SUBMITTED = "submitted", _("Submitted")
    RETURNED = "returned", _("Returned")
    ACCEPTED = "accepted", _("Accepted")
    LOCKED = "locked", _("Locked")
    WITHDRAWN = "withdrawn", _("Withdrawn")


OPEN_REGISTRATION = frozenset({RegistrationState.DRAFT, RegistrationState.RETURNED})
COUNTED_REGISTRATION = frozenset({RegistrationState.ACCEPTED, RegistrationState.LOCKED})
UNSENT_REGISTRATION = frozenset({RegistrationState.DRAFT, RegistrationState.WITHDRAWN})
LATE = "late"
"""In lists, beside the states: a draft past its deadline."""
