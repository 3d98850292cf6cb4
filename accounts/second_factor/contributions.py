from django.utils.translation import gettext_lazy as _

from core.audit_labels import register_labels

LABELS = {
    "second_factor.set_up": _("switched the second factor on"),
    "second_factor.remove": _("switched the second factor off"),
    "second_factor.codes": _("made new recovery codes"),
    "second_factor.recovery": _("signed in with a recovery code"),
}


def register() -> None:
    register_labels(LABELS)
