from collections.abc import Iterable
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction

from core.actor import Actor
from core.audit import record, record_many
from core.editing import EditConflict
from core.reasons import check_reason
from core.text import tidy
from core.workflow import lock
from unions.access import PortalUser
from unions.dismissals.models import Dismissal
from unions.dismissals.selectors import DismissibleTodo, dismissible, undismissed


@transaction.atomic
def dismiss(
    *, actor: PortalUser, kind: DismissibleTodo, year: int, rows: Iterable[Any], reason: str
) -> list[Dismissal]:
    """Whoever could act may dismiss.

    Raises PermissionDenied, or EditConflict where a row does not wait for the actor.
    """
    if not actor.access.holds_any(kind.roles):
        raise PermissionDenied
    chosen = {lock(row).pk for row in rows}
    waiting = list(undismissed(kind.candidates(actor, year).filter(pk__in=chosen), kind.code, year))
    if not chosen or {row.pk for row in waiting} != chosen:
        raise EditConflict
    check_reason(reason)
    dismissals = [_dismissal(row, actor, kind, year, tidy(reason)) for row in waiting]
    for dismissal in dismissals:
        dismissal.full_clean()
        dismissal.save()
    details = [(row, {"todo": kind.code, "year": year}) for row in waiting]
    record_many("todo.dismiss", details, actor=actor, reason=reason)
    return dismissals


def _dismissal(row: Any, actor: Actor, kind: DismissibleTodo, year: int, reason: str) -> Dismissal:
    office = kind.office(row)
    return Dismissal(
        code=kind.code,
        year=year,
        union_id=office.union_id,
        grassroots_id=office.grassroots_id,
        object=row,
        object_name=kind.name(row)[:300],
        reason=reason,
        dismissed_by_id=actor.pk,
    )


@transaction.atomic
def take_dismissal_back(dismissal: Dismissal, *, actor: PortalUser) -> None:
    """The history keeps both entries."""
    locked = lock(dismissal)
    if not may_take_back(actor, locked):
        raise PermissionDenied
    row = locked.object
    if row is not None:
        detail = {"todo": locked.code, "year": locked.year}
        record("todo.take_back_dismissal", row, actor=actor, reason=locked.reason, detail=detail)
    locked.delete()


def may_take_back(user: PortalUser, dismissal: Dismissal) -> bool:
    kind = dismissible(dismissal.code)
    if kind is None or not user.access.holds_any(kind.roles):
        return False
    return kind.candidates(user, dismissal.year).filter(pk=dismissal.object_id).exists()
