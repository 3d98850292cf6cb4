from django.utils.translation import gettext_lazy as _

from core.audit_labels import register_labels
from core.corrections import CORRECTIONS, NotCorrected

LABELS = {
    "account.calendar": _("made an address for the own calendar"),
    "account.calendar_end": _("ended the address of the own calendar"),
}


def register() -> None:
    CORRECTIONS.register(NotCorrected("the owner makes a new one or ends it"), to="accounts.CalendarAddress")
    register_labels(LABELS)
