from django.utils.translation import gettext_lazy as _

from core.audit_labels import register_labels

LABELS = {
    "session.end": _("ended sessions of the account"),
}


def register() -> None:
    register_labels(LABELS)
