"""A corrected first day moves the end of the row before."""

from datetime import date, timedelta
from typing import Any, TypeVar

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from core.actor import Actor
from core.corrections import correct, record_mending
from core.dated import Dated
from core.editing import update_fields
from core.signed_papers import check_not_signed
from core.text import short_date
from core.workflow import lock

D = TypeVar("D", bound=Dated)
ONE_DAY = timedelta(days=1)


@transaction.atomic
def correct_dated(row: D, *, actor: Actor, values: dict[str, Any], expected_revision: int | None) -> D:
    """Like core.corrections.correct; a first day set by a signed paper is refused."""
    lock(getattr(row, row.ONE_A_DAY))
    day, old_day, previous = values["valid_from"], row.valid_from, row.previous()
    if day != old_day:
        check_not_signed(row)
        _check_first_day(row, previous, day)
    if day < old_day:  # first shorten, then lengthen: two rows never share a day
        _end_before(previous, old_day, day, actor)
    corrected = correct(row, actor=actor, values=values, expected_revision=expected_revision)
    if day > old_day:
        _end_before(previous, old_day, day, actor)
    return corrected


def _check_first_day(row: Dated, previous: Dated | None, day: date) -> None:
    if row.valid_to and day > row.valid_to:
        message = _("It ended on %(day)s; choose an earlier day.") % {"day": short_date(row.valid_to)}
        raise ValidationError({"valid_from": message})
    if previous is None:
        return
    touches = previous.valid_to == row.valid_from - ONE_DAY
    latest = previous.valid_from if touches else previous.valid_to
    if latest and day <= latest:
        message = _("What held before takes up %(day)s; choose a later day.") % {"day": short_date(latest)}
        raise ValidationError({"valid_from": message})


def _end_before(previous: Dated | None, old_day: date, day: date, actor: Actor) -> None:
    if previous and previous.valid_to == old_day - ONE_DAY:
        changes = update_fields(previous, {"valid_to": day - ONE_DAY})
        record_mending("row.correct", previous, actor=actor, changes=changes)
