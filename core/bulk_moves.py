"""One move of many rows: what `Workflow.perform` does to each, at a number of statements that does not grow."""

from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from django.db import models, transaction

from core.actor import Actor
from core.audit import Moved, record_moves
from core.bulk import BulkOutcome, check_each
from core.closed_years import check_year_open
from core.earlier_acts import acts_made_on
from core.notifications import notify
from core.request_cache import request_cache
from core.violations import violations_in_words
from core.workflow import Move, Workflow, effect_data

Values = dict[str, Any]


def perform_all(
    workflow: Workflow, name: str, rows: models.QuerySet[Any], *, actor: Actor, reason: str = "", **data: Any
) -> BulkOutcome:
    """Rows that are refused stay as they are; the others move in one transaction.

    `rows` selects the relations that the guard, the effect and the names need. Fields are not cleaned again: what a
    move sets is held by the constraints of the table.
    """
    move = workflow.move(name)
    with violations_in_words(), request_cache(), transaction.atomic():
        outcome = checked(workflow, move, locked_rows(rows), actor=actor, reason=reason, **data)
        held = [_values(row) for row in outcome.done]
        moved = [_move(row, move, actor=actor, **effect_data(move, reason, data)) for row in outcome.done]
        _save(outcome.done, held)
        act = f"{workflow.code}.{name}"
        record_moves(act, moved, actor=actor, reason=reason)
        notify(act, outcome.done, actor=actor, reason=reason)
    return outcome


def locked_rows(rows: models.QuerySet[Any]) -> list[Any]:
    """In one order, so that two acts on the same rows do not wait for each other."""
    return list(rows.select_for_update(of=("self",)).order_by("pk"))


def checked(
    workflow: Workflow, move: Move, rows: Sequence[Any], *, actor: Actor, reason: str = "", **data: Any
) -> BulkOutcome:
    own = acts_made_on(actor, rows, workflow.code, move.not_by)

    def check(row: Any) -> None:
        workflow.check(move, row, actor=actor, reason=reason, own=own[row.pk], **data)
        asked = reason if move.needs_reason else ""
        check_year_open(row, actor=actor, states={row.state, move.target}, reason=asked)

    return check_each(rows, check)


def _values(row: models.Model) -> Values:
    return {field.attname: getattr(row, field.attname) for field in row._meta.concrete_fields}


def _move(row: Any, move: Move, *, actor: Actor, **data: Any) -> Moved:
    before, row.state = row.state, move.target
    taken = move.effect(row, actor=actor, **data)
    return Moved(row, before, row.state, taken or {})


def _save(rows: Sequence[models.Model], held: Sequence[Values]) -> None:
    """One statement for the rows that get the same values."""
    alike: dict[tuple[tuple[str, Any], ...], list[Any]] = defaultdict(list)
    for row, before in zip(rows, held, strict=True):
        changed = {name: value for name, value in _values(row).items() if value != before[name]}
        alike[tuple(changed.items())].append(row.pk)
    for values, keys in alike.items():
        type(rows[0])._base_manager.filter(pk__in=keys).update(**dict(values))
