from django.core.exceptions import ValidationError
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from core.text import tidy

WHY = _("Please say why; the reason is shown to the people concerned.")


def reason_objection(reason: str, asked: str | Promise = WHY) -> str:
    """Return `asked`, or "" where a reason is given."""
    return "" if tidy(reason) else str(asked)


def check_reason(reason: str, asked: str | Promise = WHY) -> None:
    """Raise ValidationError at the field of the reason."""
    if objection := reason_objection(reason, asked):
        raise ValidationError({"reason": objection})
