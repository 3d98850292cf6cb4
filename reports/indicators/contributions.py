from django.utils.translation import gettext_lazy

from core.audit_labels import register_labels

LABELS = {
    "figure.remark": gettext_lazy("remarked on the figure"),
}


def register() -> None:
    register_labels(LABELS)
