"""Which fields of a model are corrected, by whom and until when.

Features declare it in their contributions; `manage.py corrections` writes docs/corrections.md from it.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, TypeVar

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Model, ProtectedError
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from core.actor import Actor
from core.audit import record
from core.closed_years import check_year_open, closed_year_objection, place_of
from core.dependents import check_nothing_stands_on, dependents_of, row_as_query
from core.editing import update_fields
from core.file_space import delete_files_of
from core.models import Revised
from core.permissions import require
from core.reasons import check_reason
from core.registry import Registry
from core.signed_papers import check_not_signed
from core.workflow import MoveNotAllowed, check_not_struck, is_struck, lock

M = TypeVar("M", bound=Model)
Who = Callable[[Any, Any], bool]
Check = Callable[[Any], None]
Changes = dict[str, list[str]]
CORRECTED = "row.correct"  # the action code of a correction


def never_frozen(obj: Any) -> None:
    pass


def nothing_follows(obj: Any) -> None:
    pass


def nobody(user: Any, obj: Any) -> bool:
    return False


@dataclass(frozen=True)
class CorrectionRule:
    """The checks raise ValidationError where the row is frozen, or where striking or removing it is refused.

    `follow` runs in the same transaction after a correction, a strike or a restoration.
    """

    fields: tuple[str, ...]
    page: str  # name of the address of the form, which takes the key
    may: Who
    until: str  # what freezes the row, for docs/corrections.md
    check: Check = never_frozen
    may_strike: Who = nobody
    check_strike: Check = never_frozen
    follow: Callable[[Any], None] = nothing_follows
    may_remove: Who = nobody  # a row on which nothing stands
    parts: frozenset[str] = frozenset()  # labels of the models whose rows are removed with it
    check_remove: Check = never_frozen
    owner: Callable[[Any], Model | None] | None = None  # keeps the history of a removed row and of one without a page
    fixed: Mapping[str, str] = field(default_factory=dict)  # field → why it is not corrected
    private: frozenset[str] = frozenset()  # fields whose values the history does not show


@dataclass(frozen=True)
class NotCorrected:
    """A model whose rows nobody types, or that is mended in another way."""

    reason: str


CORRECTIONS: Registry[CorrectionRule | NotCorrected] = Registry()
"""By model label ("emulation.Contest")."""


def correction_of(model: type[Model]) -> CorrectionRule | None:
    return next((item for item in CORRECTIONS.items(model._meta.label) if isinstance(item, CorrectionRule)), None)


def declared(model: type[Model]) -> CorrectionRule:
    correction = correction_of(model)
    if correction is None:
        raise LookupError(f"{model._meta.label} declares no correction.")
    return correction


@transaction.atomic
def correct(
    obj: M,
    *,
    actor: Actor | None,
    values: dict[str, Any],
    expected_revision: int | None = None,
    reason: str = "",
    also: Changes | None = None,
) -> M:
    """Save `values` and log the old and new ones; `also` are changes already made to rows of `obj`.

    Raises PermissionDenied, EditConflict or ValidationError (frozen, values).
    """
    locked = _lock_to_mend(obj, actor, declared(type(obj)).may)
    check_not_struck(locked)
    declared(type(obj)).check(locked)
    was, states = place_of(locked), {state_of(locked)}
    changed = update_fields(locked, values, expected_revision=expected_revision)
    # Keys computed from what was typed are not for the history.
    changes = {name: pair for name, pair in changed.items() if locked._meta.get_field(name).editable} | (also or {})
    if changes:
        states |= {state_of(locked)}
        check_year_open(locked, actor=actor, states=states, reason=reason, was=was)
        record_mending(CORRECTED, locked, actor=actor, reason=reason, changes=changes)
        declared(type(obj)).follow(locked)
    return locked


@transaction.atomic
def strike(obj: M, *, actor: Actor, reason: str) -> M:
    """Take a wrong row out of all figures; raise ValidationError where it is frozen or on a signed paper."""
    locked = _lock_to_mend(obj, actor, declared(type(obj)).may_strike)
    check_strikable(locked)
    check_reason(reason)
    _set_struck(locked, timezone.now(), actor, reason.strip())
    check_year_open(locked, actor=actor, states={state_of(locked)}, reason=reason)
    record_mending("row.strike", locked, actor=actor, reason=reason)
    declared(type(obj)).follow(locked)
    return locked


@transaction.atomic
def restore(obj: M, *, actor: Actor, reason: str = "") -> M:
    locked = _lock_to_mend(obj, actor, declared(type(obj)).may_strike)
    check_struck(locked)
    _set_struck(locked, None, None, "")
    check_year_open(locked, actor=actor, states={state_of(locked)}, reason=reason)
    record_mending("row.restore", locked, actor=actor, reason=reason)
    declared(type(obj)).follow(locked)
    return locked


@transaction.atomic
def remove(obj: Model, *, actor: Actor, reason: str) -> Any:
    """Delete a row on which nothing stands; return its owner, whose history keeps the values."""
    rule = declared(type(obj))
    locked = _lock_to_mend(obj, actor, rule.may_remove)
    check_removable(locked)
    check_reason(reason)
    check_year_open(locked, actor=actor, states={state_of(locked)}, reason=reason)
    owner = owner_of(locked)
    values = {name: [str(getattr(locked, name)), ""] for name in rule.fields}
    record("row.remove", owner, actor=actor, reason=reason, detail=row_changes(locked, values))
    delete_files_of(locked)
    try:
        locked.delete()
    except ProtectedError as protected:
        raise MoveNotAllowed from protected
    return owner


def state_of(obj: Model) -> str:
    return str(getattr(obj, "state", ""))


def check_removable(obj: Model) -> None:
    rule = declared(type(obj))
    rule.check(obj)
    check_not_signed(obj)
    rule.check_remove(obj)
    check_nothing_stands_on(obj, list(dependents_of(row_as_query(obj), besides=rule.parts)))


def owner_of(obj: Model) -> Any:
    owner = declared(type(obj)).owner
    if owner is None:
        raise LookupError(f"{obj._meta.label} does not say who keeps the history of a removed row.")
    return owner(obj)


def has_page(obj: Model) -> bool:
    return hasattr(obj, "get_absolute_url")


def shown_on(obj: Model) -> Any:
    """Return the row or, where it has no page, its owner."""
    return obj if has_page(obj) else owner_of(obj)


def record_mending(
    act: str, obj: Model, *, actor: Actor | None, reason: str = "", changes: Changes | None = None
) -> None:
    """A row without a page has its history on the page of its owner."""
    if has_page(obj) or declared(type(obj)).owner is None:
        record(act, obj, actor=actor, reason=reason, detail=changes or {})
    else:
        record(act, owner_of(obj), actor=actor, reason=reason, detail=row_changes(obj, changes or {}))


def row_changes(obj: Model, changes: Changes) -> dict[str, Any]:
    return {"row": {"model": obj._meta.label, "key": obj.pk, "name": str(obj)}, "changed": changes}


def check_struck(obj: Model) -> None:
    if not is_struck(obj):
        raise MoveNotAllowed(_("This is not struck out."))


def check_strikable(obj: Model) -> None:
    if is_struck(obj):
        raise MoveNotAllowed(_("This has been struck out already."))
    declared(type(obj)).check(obj)
    declared(type(obj)).check_strike(obj)
    check_not_signed(obj)


def _lock_to_mend(obj: M, actor: Actor | None, may: Who) -> M:
    locked = lock(obj)
    require(actor, may, locked)
    return locked


def _set_struck(obj: Any, at: datetime | None, by: Actor | None, reason: str) -> None:
    obj.struck_at, obj.struck_by, obj.strike_reason = at, by, reason
    if isinstance(obj, Revised):
        obj.revision += 1
    obj.full_clean()
    obj.save()


@dataclass(frozen=True)
class WaysToMend:
    """`objection` says why nothing can be corrected now."""

    edit_url: str = ""
    strike_url: str = ""
    remove_url: str = ""
    restore_url: str = ""
    objection: str = ""


def ways_to_mend(user: Actor, obj: Model) -> WaysToMend:
    correction = correction_of(type(obj))
    if correction is None:
        return WaysToMend()
    if is_struck(obj):
        return WaysToMend(restore_url=_address("restore", obj) if correction.may_strike(user, obj) else "")
    ways = WaysToMend(
        edit_url=reverse(correction.page, args=[obj.pk]) if correction.may(user, obj) else "",
        strike_url=_address("strike", obj) if correction.may_strike(user, obj) else "",
        remove_url=_address("remove", obj) if correction.may_remove(user, obj) else "",
    )
    objection = objection_to_mending(user, obj) if ways != WaysToMend() else ""
    return WaysToMend(objection=objection) if objection else ways


def objection_to_mending(user: Actor, obj: Model) -> str:
    """Return why nothing of `obj` is corrected now, or by this user no more."""
    return _objection(declared(type(obj)).check, obj) or closed_year_objection(
        obj, actor=user, states={state_of(obj)}
    )


def _address(action: str, obj: Model) -> str:
    return reverse(action, args=[obj._meta.label_lower, obj.pk])


def _objection(check: Check, obj: Model) -> str:
    try:
        check(obj)
    except ValidationError as error:
        return " ".join(error.messages)
    return ""
