from django.utils.translation import gettext_lazy as _

from core.audit_labels import register_labels

LABELS = {
    "account.email": _("confirmed the own e-mail address"),
    "account.phone": _("confirmed the phone of the account"),
    "account.contact": _("changed the phone or the e-mail address of the account"),
}


def register() -> None:
    register_labels(LABELS)
