from django.utils.translation import gettext_lazy as _

from core.audit_labels import register_labels

LABELS = {
    "account.see": _("began to look at the portal as this person sees it"),
    "account.see_end": _("stopped viewing as this user"),
}


def register() -> None:
    register_labels(LABELS)
