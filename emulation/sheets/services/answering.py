"""The officer answers the rows of a sheet."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from typing import Any, Literal, NamedTuple

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.users.models import User
from core.audit import record
from core.bulk import BulkOutcome
from core.bulk_moves import locked_rows, perform_all
from core.notifications import notify, untold
from core.permissions import require
from core.text import tidy
from core.workflow import MoveNotAllowed, lock
from emulation.registrations.models import Registration
from emulation.registrations.services import move_many
from emulation.registrations.workflow import REGISTRATION
from emulation.sheets.models import RegistrationSheet
from emulation.sheets.rules import may_check
from emulation.sheets.selectors.answering import waiting_on
from emulation.sheets.wording import answers_in_words

ANSWERED = _("Some of these rows were answered meanwhile. Nothing was saved; please look again.")


class RowAnswer(NamedTuple):
    row: int
    move: Literal["accept", "return"]
    reason: str = ""


@transaction.atomic
def answer_rows(
    sheet: RegistrationSheet, *, actor: User, answers: Sequence[RowAnswer], together: Collection[int] = ()
) -> BulkOutcome:
    """A reason of an acceptance passes the warnings. The statements grow with the reasons, not with the rows.

    Of `answers` all hold, or none. Rows of `together` are accepted besides, those against which nothing stands. The
    unit is told once.
    """
    sheet = lock(sheet)
    require(actor, may_check, sheet)
    waiting = {row.pk: row for row in locked_rows(waiting_on(sheet))}
    if any(key not in waiting for key in (*(answer.row for answer in answers), *together)):
        raise MoveNotAllowed(ANSWERED)
    with untold():
        outcome = _answer([(waiting[answer.row], answer) for answer in answers], actor)
        named = {answer.row for answer in answers}
        outcome += _accept([waiting[key] for key in together if key not in named], actor, "")
    if outcome.done:
        words = answers_in_words(outcome.done)
        record("sheet.answer", sheet, actor=actor, reason=words)
        notify("sheet.answer", [sheet], actor=actor, reason=words)
    return outcome


def _answer(answers: Iterable[tuple[Registration, RowAnswer]], actor: User) -> BulkOutcome:
    groups: dict[tuple[str, str], list[Registration]] = defaultdict(list)
    for row, answer in answers:
        groups[answer.move, tidy(answer.reason)].append(row)
    outcome = BulkOutcome()
    for (move, reason), rows in groups.items():
        outcome += _accept(rows, actor, reason) if move == "accept" else _return(rows, actor, reason)
    if outcome.refused:
        raise ValidationError({f"reason_{row.pk}": reasons for row, reasons in outcome.refused})
    return outcome


def _accept(rows: Sequence[Registration], actor: User, reason: str) -> BulkOutcome:
    if not rows:
        return BulkOutcome()
    facts: dict[str, Any] = {"decided_at": timezone.now(), "reason_given": bool(reason)}
    return move_many("accept", rows, actor=actor, reason=reason, **facts)


def _return(rows: Sequence[Registration], actor: User, reason: str) -> BulkOutcome:
    returned = Registration.objects.filter(pk__in=[row.pk for row in rows]).for_table()
    return perform_all(REGISTRATION, "return", returned, actor=actor, reason=reason)
