"""One table of moves a kind of object. Only `Workflow.perform` writes a state."""

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass, field, replace
from typing import Any, TypeVar, cast

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import models, transaction
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from core.actor import Actor
from core.audit import record
from core.closed_years import check_year_open, closed_year_objection
from core.earlier_acts import acts_in_words, acts_made, without_acts_of
from core.editing import STALE, EditConflict
from core.models import Strikable
from core.notifications import notify
from core.reasons import check_reason

Words = str | Promise
Who = Callable[[Any, Any], bool]
Guard = Callable[..., Iterable[Words]]
Effect = Callable[..., dict[str, list[str]] | None]
M = TypeVar("M", bound=models.Model)
TAKES_BACK = "it takes a later state back"
NOT_POSSIBLE = _("This is no longer possible. Please look at the page again.")


class MoveNotAllowed(ValidationError):
    """The state does not allow this."""

    def __init__(self, message: Any = NOT_POSSIBLE, params: dict[str, Any] | None = None) -> None:
        super().__init__(message, code=STALE, params=params)


def is_struck(obj: models.Model) -> bool:
    return isinstance(obj, Strikable) and obj.struck_at is not None


def check_not_struck(obj: models.Model) -> None:
    if is_struck(obj):
        raise MoveNotAllowed(_("This is struck out. Restore it first."))


def no_objections(obj: Any, **data: Any) -> Iterable[Words]:
    return ()


def always(obj: Any) -> Words:
    return ""


def never(obj: Any) -> bool:
    return False


def no_effect(obj: Any, *, actor: Actor | None, **data: Any) -> None:
    pass


def take_back(*names: str) -> Effect:
    """The effect empties the fields; the audit entry keeps their values."""

    def effect(obj: Any, *, actor: Actor | None, **data: Any) -> dict[str, list[str]]:
        values = {name: getattr(obj, name) for name in names}
        held = {name: [str(value), ""] for name, value in values.items() if value is not None}
        for name in names:
            setattr(obj, name, obj._meta.get_field(name).get_default())
        return held

    return effect


@dataclass(frozen=True)
class Move:
    """`guard` returns objections as sentences; `effect` sets the facts of the new state.

    An emptying effect returns {field: [old, new]} for the audit entry.
    """

    name: str
    label: Words
    sources: frozenset[str]
    target: str
    who: Who
    guard: Guard = no_objections
    effect: Effect = no_effect
    not_now: Callable[[Any], Words] = always  # why not today, or ""; said in place of the button
    needs_reason: bool = False
    asks_reason: Callable[[Any], bool] = never  # the page asks where this holds of the row, as the guard does
    tone: str = "plain"
    confirm: Words | Callable[[Any], Words] = ""  # asked first; says what cannot be undone and how many it touches
    has_page: bool = False  # a form of its own offers the move, no plain button
    asks_day: Words = ""  # label of the day on which it happened, today unless another is typed
    asks_whether: Words = ""  # label of a tick that is a parameter of the service, not ticked at first
    not_by: tuple[str, ...] = ()  # "create" and acts of the log; whoever made one of them does not make this move
    alone_because: str = ""  # why a move into an approved or final state has no `not_by`; for the docs

    def question(self, obj: Any) -> Words:
        return self.confirm(obj) if callable(self.confirm) else self.confirm

    def refused_in(self, state_label: Words) -> MoveNotAllowed:
        message = _("“%(move)s” is no longer possible: the state is now “%(state)s”. Please look at the page again.")
        return MoveNotAllowed(message, {"move": self.label, "state": state_label})


@dataclass(frozen=True)
class Workflow:
    code: str
    moves: tuple[Move, ...] = field(default_factory=tuple)
    besides: str = ""  # what changes without a move; for the docs

    def move(self, name: str) -> Move:
        return {move.name: move for move in self.moves}[name]

    def available(self, user: Actor, obj: Any) -> list[Move]:
        """Guards are not asked."""
        return self.choices(user, obj).available

    def choices(self, user: Actor, obj: Any) -> "Choices":
        """Earlier acts cost at most one query."""
        if is_struck(obj):
            return Choices([], [])
        moves = [move for move in self.moves if obj.state in move.sources and move.who(user, obj)]
        own = acts_made(user, obj, self.code, {name for move in moves for name in move.not_by})
        barred = [move for move in moves if own & {*move.not_by}]
        closed = {move.name: words for move in moves if (words := _closed_words(move, user, obj))}
        return Choices(
            [_asking(move, obj) for move in moves if move not in barred and move.name not in closed],
            [self._own_act(move, own & {*move.not_by}) for move in barred],
            list(dict.fromkeys(closed.values())),
        )

    def for_others(self, name: str, user: Actor, rows: models.QuerySet[M]) -> models.QuerySet[M]:
        """Rows are excluded where an earlier act of the user bars the move."""
        return without_acts_of(user, rows, self.code, self.move(name).not_by)

    def may(self, name: str, user: Actor, obj: Any) -> bool:
        return any(move.name == name for move in self.available(user, obj))

    def perform(self, name: str, obj: M, *, actor: Actor | None, reason: str = "", **data: Any) -> M:
        """Lock, check, move and log `obj` in one transaction.

        Raises MoveNotAllowed (state), PermissionDenied (who) or ValidationError (reason, guard, model).
        """
        move = self.move(name)
        with transaction.atomic():
            locked: Any = lock(obj)
            self.check(move, locked, actor=actor, reason=reason, **data)
            before, locked.state = locked.state, move.target
            taken = move.effect(locked, actor=actor, **effect_data(move, reason, data))
            locked.full_clean()
            locked.save()
            asked = reason if move.needs_reason else ""
            check_year_open(locked, actor=actor, states={before, locked.state}, reason=asked)
            facts = {"before": before, "after": locked.state, "reason": reason}
            record(f"{self.code}.{name}", locked, actor=actor, detail=taken, **facts)
            notify(f"{self.code}.{name}", [locked], actor=actor, reason=reason)
        return cast(M, locked)

    def check(
        self,
        move: Move,
        obj: Any,
        *,
        actor: Actor | None,
        reason: str | None = "",
        own: frozenset[str] | None = None,
        **data: Any,
    ) -> None:
        """Raise the first objection; `obj` is locked by the caller, a `reason` of None is not asked for yet.

        `own` are the earlier acts of the actor on `obj`, read here where it is None.
        """
        check_not_struck(obj)
        if obj.state not in move.sources:
            raise move.refused_in(obj.get_state_display())
        self.check_who(move, obj, actor=actor, own=own)
        if move.needs_reason and reason is not None:
            check_reason(reason)
        if objections := list(move.guard(obj, **data)):
            raise ValidationError(objections)

    def check_who(self, move: Move, obj: Any, *, actor: Actor | None, own: frozenset[str] | None = None) -> None:
        """Raise PermissionDenied for the role or an earlier act."""
        if not move.who(actor, obj):
            raise PermissionDenied
        if actor and own is None:
            own = acts_made(actor, obj, self.code, move.not_by)
        if own:
            raise PermissionDenied(self._own_act(move, own))

    def _own_act(self, move: Move, acts: Collection[str]) -> str:
        words = {"acts": acts_in_words(self.code, acts), "move": move.label}
        return (
            gettext(
                "You %(acts)s, so “%(move)s” is for somebody else. Where nobody else may, "
                "ask the administrator to give the role to a second person."
            )
            % words
        )


@dataclass(frozen=True)
class Choices:
    available: list[Move]
    barred: list[str]
    """Why a move of the user's role is for somebody else."""
    closed: list[str] = field(default_factory=list)
    """Why a move of the user's role is not possible now."""


def _asking(move: Move, obj: Any) -> Move:
    return replace(move, needs_reason=True) if move.asks_reason(obj) else move


def _closed_words(move: Move, user: Actor, obj: Any) -> str:
    return str(move.not_now(obj)) or closed_year_objection(obj, actor=user, states={obj.state, move.target})


def effect_data(move: Move, reason: str, data: dict[str, Any]) -> dict[str, Any]:
    return {**data, "reason": reason.strip()} if move.needs_reason else data


def lock(obj: M) -> M:
    """Reread `obj` under lock; raise EditConflict where it is gone."""
    locked = type(obj)._base_manager.select_for_update(of=("self",)).filter(pk=obj.pk).first()
    if locked is None:
        raise EditConflict
    return locked
