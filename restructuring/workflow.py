from collections.abc import Iterable, Sequence

from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from accounts.users.models import User
from core.text import format_number
from core.workflow import Move, Words, Workflow
from restructuring.choices import ReorganisationState as S
from restructuring.models import Reorganisation
from restructuring.rules import may_cancel, may_confirm


def given_objections(reorganisation: Reorganisation, *, objections: Sequence[Words]) -> Iterable[Words]:
    return objections


def stamp_confirmation(reorganisation: Reorganisation, *, actor: User, **data: object) -> None:
    reorganisation.confirmed_by, reorganisation.confirmed_at = actor, timezone.now()


def confirmation_question(reorganisation: Reorganisation) -> str:
    count = reorganisation.lines.count()
    words = ngettext(
        "Confirm the reorganisation? %(count)s unit changes at once; only a further decision undoes it.",
        "Confirm the reorganisation? %(count)s units change at once; only a further decision undoes it.",
        count,
    )
    return words % {"count": format_number(count)}


REORGANISATION = Workflow(
    "reorganisation",
    (
        Move(
            "confirm",
            _("Confirm the reorganisation"),
            frozenset({S.DRAFT}),
            S.CONFIRMED,
            may_confirm,
            guard=given_objections,
            effect=stamp_confirmation,
            tone="primary",
            confirm=confirmation_question,
            not_by=("create", "add"),
        ),
        Move(
            "cancel",
            _("Cancel the reorganisation"),
            frozenset({S.DRAFT}),
            S.CANCELLED,
            may_cancel,
            tone="danger",
            confirm=_("Cancel this reorganisation? No unit has changed, and none will."),
        ),
    ),
)
