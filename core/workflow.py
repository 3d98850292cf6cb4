"""A workflow is one table, and one door: `perform` is the only writer of a state.

The buttons of a page, the permission check, the audit entry and the diagram in the docs
all come from the table.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any, TypeVar, cast

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import models, transaction
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from core.actor import Actor
from core.audit import record
from core.editing import EditConflict

Words = str | Promise
Who = Callable[[Any, Any], bool]
Guard = Callable[..., Iterable[Words]]
Effect = Callable[..., None]
M = TypeVar("M", bound=models.Model)


class MoveNotAllowed(ValidationError):
    """The thing is not (or no longer) in a state from which this move starts: a stale page or a double click."""

    def __init__(self, move: "Move", state_label: Words) -> None:
        super().__init__(
            _("“%(move)s” is no longer possible: the state is now “%(state)s”. Please look at the page again."),
            code="stale",
            params={"move": move.label, "state": state_label},
        )


def no_reasons(obj: Any, **data: Any) -> Iterable[Words]:
    """The guard of a move that needs none."""
    return ()


def no_effect(obj: Any, *, actor: Actor | None, **data: Any) -> None:
    """The effect of a move that only changes the state."""


@dataclass(frozen=True)
class Move:
    """One line of the table. `guard` returns the sentences that stand against it; `effect` sets the facts."""

    name: str
    label: Words
    sources: frozenset[str]
    target: str
    who: Who
    guard: Guard = no_reasons
    effect: Effect = no_effect
    needs_reason: bool = False
    tone: str = "plain"
    confirm: Words = ""
    has_page: bool = False
    """The move asks for more than a reason: a form of its own offers it, no plain button."""


@dataclass(frozen=True)
class Workflow:
    """All moves of one kind of thing."""

    code: str
    moves: tuple[Move, ...] = field(default_factory=tuple)

    def move(self, name: str) -> Move:
        """Return the move called `name`; KeyError if the table has none."""
        return {move.name: move for move in self.moves}[name]

    def available(self, user: Actor, obj: Any) -> list[Move]:
        """Return the moves `user` may make now, for the buttons of a page."""
        return [move for move in self.moves if obj.state in move.sources and move.who(user, obj)]

    def may(self, name: str, user: Actor, obj: Any) -> bool:
        """Say whether `user` may make this move now."""
        return any(move.name == name for move in self.available(user, obj))

    def perform(self, name: str, obj: M, *, actor: Actor | None, reason: str = "", **data: Any) -> M:
        """Lock, check state, person, reason and guard, change, write the trail: all or nothing.

        Raises MoveNotAllowed (state), PermissionDenied (person) or ValidationError (reason, guard, model).
        """
        move = self.move(name)
        with transaction.atomic():
            found: Any = lock(obj)
            self.check(move, found, actor=actor, reason=reason, **data)
            before, found.state = found.state, move.target
            move.effect(found, actor=actor, **_with_reason(reason, move, data))
            found.full_clean()
            found.save()
            record(f"{self.code}.{name}", found, actor=actor, before=before, after=found.state, reason=reason)
        return cast(M, found)

    def check(self, move: Move, obj: Any, *, actor: Actor | None, reason: str = "", **data: Any) -> None:
        """Raise what stands against `move` of a locked `obj`; say nothing when it may go on."""
        if obj.state not in move.sources:
            raise MoveNotAllowed(move, obj.get_state_display())
        if not move.who(actor, obj):
            raise PermissionDenied
        if move.needs_reason and not reason.strip():
            raise ValidationError({"reason": _("Please say why; the reason is shown to the people concerned.")})
        if reasons := list(move.guard(obj, **data)):
            raise ValidationError(reasons)


def _with_reason(reason: str, move: Move, data: dict[str, Any]) -> dict[str, Any]:
    return {**data, "reason": reason.strip()} if move.needs_reason else data


def lock(obj: M) -> M:
    """Return `obj` read anew and locked until the transaction ends; raise StalePage where it is gone."""
    found = type(obj)._base_manager.select_for_update(of=("self",)).filter(pk=obj.pk).first()
    if found is None:
        raise EditConflict
    return found
