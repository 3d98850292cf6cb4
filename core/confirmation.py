"""What a unit enters is counted once an officer has confirmed it."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from core.choices import ConfirmationState as S
from core.workflow import Move, Who, Workflow

AT_ONCE = "what the officer enters is confirmed as it is entered"


def entered_state(*, is_confirmed: bool) -> dict[str, str]:
    return {"state": S.CONFIRMED if is_confirmed else S.SUBMITTED, "return_reason": ""}


def keep_reason(row: Any, *, actor: Any, reason: str) -> None:
    row.return_reason = reason


def forget_reason(row: Any, *, actor: Any) -> None:
    row.return_reason = ""


def confirmation_workflow(code: str, *, unit: Who, officer: Who) -> Workflow:
    """`unit` sends a returned row again, `officer` confirms and returns."""
    waiting, counted = frozenset({S.SUBMITTED}), frozenset({S.SUBMITTED, S.CONFIRMED})
    return Workflow(
        code,
        (
            Move("confirm", _("Confirm"), waiting, S.CONFIRMED, officer, tone="primary", alone_because=AT_ONCE),
            Move(
                "return",
                _("Return for correction"),
                counted,
                S.RETURNED,
                officer,
                effect=keep_reason,
                needs_reason=True,
            ),
            Move("submit", _("Submit"), frozenset({S.RETURNED}), S.SUBMITTED, unit, effect=forget_reason),
        ),
    )
