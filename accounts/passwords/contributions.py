from django.utils.translation import gettext_lazy as _

from accounts.passwords import services  # noqa: F401 registers its background task
from core.audit_labels import register_labels

LABELS = {
    "account.password": _("changed the password"),
    "account.reset": _("set a new password through a link"),
}


def register() -> None:
    register_labels(LABELS)
