from django.utils.translation import gettext_lazy

from core.audit_labels import register_labels

LABELS = {
    "council.appoint": gettext_lazy("appointed the council"),
}


def register() -> None:
    register_labels(LABELS)
