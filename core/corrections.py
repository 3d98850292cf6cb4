"""How what was typed is mended: which fields, on which page, by whom, until what freezes it.

Each feature declares its models in `register()` of its contributions. A test fails for a model of typed facts without
a declaration, and docs/corrections.md is written from them by `manage.py corrections`.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, TypeVar

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import Model
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from core.actor import Actor
from core.audit import record
from core.editing import update_fields
from core.models import Revised, Strikable
from core.registry import Registry
from core.signed_papers import check_not_signed
from core.workflow import MoveNotAllowed, lock

M = TypeVar("M", bound=Model)
Who = Callable[[Any, Any], bool]
Check = Callable[[Any], None]


def never_frozen(obj: Any) -> None:
    pass


def nothing_follows(obj: Any) -> None:
    pass


def nobody(user: Any, obj: Any) -> bool:
    return False


@dataclass(frozen=True)
class CorrectionRule:
    """`check` raises ValidationError with a sentence where the row is frozen, `check_strike` where only striking is.

    `follow` is what follows in the same transaction from a corrected, struck or restored row.
    """

    fields: tuple[str, ...]
    page: str  # name of the address of the form, which takes the key
    may: Who
    until: str  # what freezes the row, for docs/corrections.md
    check: Check = never_frozen
    may_strike: Who = nobody
    check_strike: Check = never_frozen
    follow: Callable[[Any], None] = nothing_follows
    fixed: Mapping[str, str] = field(default_factory=dict)  # field → why it is not corrected
    private: frozenset[str] = frozenset()  # fields whose values the history does not show


@dataclass(frozen=True)
class NotCorrected:
    """A model whose rows nobody types, or that is mended in another way."""

    reason: str


CORRECTIONS: Registry[CorrectionRule | NotCorrected] = Registry()
"""By model label ("emulation.Contest")."""


def correction_of(model: type[Model]) -> CorrectionRule | None:
    """Return the declaration of `model`; None where its rows are not corrected."""
    return next((item for item in CORRECTIONS.items(model._meta.label) if isinstance(item, CorrectionRule)), None)


def declared(model: type[Model]) -> CorrectionRule:
    correction = correction_of(model)
    if correction is None:
        raise LookupError(f"{model._meta.label} declares no correction.")
    return correction


@transaction.atomic
def correct(
    obj: M, *, actor: Actor, values: dict[str, Any], expected_revision: int | None = None, reason: str = ""
) -> M:
    """Save corrected `values` of a locked `obj` and write the old and new ones to the audit log.

    Raises PermissionDenied (who), EditConflict (somebody was faster) or ValidationError (frozen, values).
    """
    locked = _lock_to_mend(obj, actor, declared(type(obj)).may)
    check_not_struck(locked)
    declared(type(obj)).check(locked)
    changes = update_fields(locked, values, expected_revision=expected_revision)
    if changes:
        record("row.correct", locked, actor=actor, reason=reason, detail=changes)
        declared(type(obj)).follow(locked)
    return locked


@transaction.atomic
def strike(obj: M, *, actor: Actor, reason: str) -> M:
    """Take a wrong row out of all figures. Refused where it is frozen or on a signed paper."""
    locked = _lock_to_mend(obj, actor, declared(type(obj)).may_strike)
    check_strikable(locked)
    if not reason.strip():
        raise ValidationError({"reason": _("Please say why; the reason is shown to the people concerned.")})
    _set_struck(locked, timezone.now(), actor, reason.strip())
    record("row.strike", locked, actor=actor, reason=reason)
    declared(type(obj)).follow(locked)
    return locked


@transaction.atomic
def restore(obj: M, *, actor: Actor, reason: str = "") -> M:
    locked = _lock_to_mend(obj, actor, declared(type(obj)).may_strike)
    check_struck(locked)
    _set_struck(locked, None, None, "")
    record("row.restore", locked, actor=actor, reason=reason)
    declared(type(obj)).follow(locked)
    return locked


def is_struck(obj: Model) -> bool:
    return isinstance(obj, Strikable) and obj.struck_at is not None


def check_not_struck(obj: Model) -> None:
    if is_struck(obj):
        raise MoveNotAllowed(_("This is struck out. Restore it before correcting it."))


def check_struck(obj: Model) -> None:
    if not is_struck(obj):
        raise MoveNotAllowed(_("This is not struck out."))


def check_strikable(obj: Model) -> None:
    if is_struck(obj):
        raise MoveNotAllowed(_("This has been struck out already."))
    declared(type(obj)).check(obj)
    declared(type(obj)).check_strike(obj)
    check_not_signed(obj)


def _lock_to_mend(obj: M, actor: Actor, may: Who) -> M:
    locked = lock(obj)
    if not may(actor, locked):
        raise PermissionDenied
    return locked


def _set_struck(obj: Any, at: datetime | None, by: Actor | None, reason: str) -> None:
    obj.struck_at, obj.struck_by, obj.strike_reason = at, by, reason
    if isinstance(obj, Revised):
        obj.revision += 1
    obj.full_clean()
    obj.save()


@dataclass(frozen=True)
class WaysToMend:
    """What the page of a row offers a reader; `objection` says why nothing can be corrected now."""

    edit_url: str = ""
    strike_url: str = ""
    restore_url: str = ""
    objection: str = ""


def ways_to_mend(user: Actor, obj: Model) -> WaysToMend:
    correction = correction_of(type(obj))
    if correction is None:
        return WaysToMend()
    if is_struck(obj):
        return WaysToMend(restore_url=_address("restore", obj) if correction.may_strike(user, obj) else "")
    may, may_strike = correction.may(user, obj), correction.may_strike(user, obj)
    objection = _objection(correction.check, obj) if may or may_strike else ""
    if objection:
        return WaysToMend(objection=objection)
    return WaysToMend(
        edit_url=reverse(correction.page, args=[obj.pk]) if may else "",
        strike_url=_address("strike", obj) if may_strike else "",
    )


def _address(action: str, obj: Model) -> str:
    return reverse(action, args=[obj._meta.label_lower, obj.pk])


def _objection(check: Check, obj: Model) -> str:
    try:
        check(obj)
    except ValidationError as error:
        return " ".join(error.messages)
    return ""
