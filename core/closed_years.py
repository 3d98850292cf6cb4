"""An issued report closes its year: a change of its figures needs a reason."""

from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Model
from django.utils.translation import gettext as _

from core.actor import Actor
from core.audit import record
from core.registry import Registry
from core.request_cache import read_once

FIELD = "closed_year_reason"
CHANGED = "closed_year.change"  # the action code on the paper
Place = tuple[int | None, int]  # union, year
_typed_reason: ContextVar[str] = ContextVar("closed_year_reason", default="")


@dataclass(frozen=True)
class CountedRows:
    """Empty `states` means every state."""

    place: Callable[[Any], Place]
    may: Callable[[Any, Any], bool]
    states: frozenset[str] = frozenset()


COUNTED: Registry[CountedRows] = Registry()
"""By model label ("emulation.Work")."""
CLOSING_PAPERS: Registry[Callable[[int, int], Model | None]] = Registry()
"""(union, year) → the issued paper that closes the year."""


class ClosedYear(ValidationError):
    """The page asks for the reason and sends the form again."""

    def __init__(self, paper: Model) -> None:
        text = _(
            "“%(paper)s” is issued, and this changes its figures. Please say why; the reason stays with the report."
        )
        super().__init__({FIELD: text % {"paper": paper}})


@contextmanager
def closed_year_reason(typed: str) -> Iterator[None]:
    """Services called inside the block get the typed reason."""
    token = _typed_reason.set(typed.replace("\0", "").strip())  # PostgreSQL keeps no NUL
    try:
        yield
    finally:
        _typed_reason.reset(token)


def typed_reason() -> dict[str, str]:
    """Return it as an argument of a job, which runs with it."""
    typed = _typed_reason.get()
    return {FIELD: typed} if typed else {}


def place_of(obj: Model) -> Place | None:
    rule = _rule_of(obj)
    return rule.place(obj) if rule else None


def check_year_open(
    obj: Model,
    *,
    actor: Actor | None,
    states: Collection[str] = (),
    reason: str = "",
    was: Place | None = None,
) -> None:
    """Raise ClosedYear where `obj` counts in a closed year and no reason was given; else note the reason.

    `states` are those before and after the change, `was` the place before. The system itself needs no reason.
    """
    rule = _rule_of(obj)
    if rule is None or actor is None or (rule.states and not rule.states & {*states}):
        return
    row = {"model": obj._meta.label, "key": obj.pk, "name": str(obj)}
    for place in {rule.place(obj), was or rule.place(obj)}:
        if paper := read_once(closing_paper, *place):
            why = _given_reason(obj, paper, rule, actor, reason)
            record(CHANGED, paper, actor=actor, reason=why, detail={"row": row, "changed": {}})


def check_reason_given(obj: Model, *, actor: Actor | None) -> None:
    """Raise ClosedYear before a job changes `obj`, because a job cannot ask."""
    rule = _rule_of(obj)
    if rule and actor and (paper := read_once(closing_paper, *rule.place(obj))):
        _given_reason(obj, paper, rule, actor)


def closed_year_objection(obj: Model, *, actor: Actor, states: Collection[str] = ()) -> str:
    """Return why `actor` cannot change `obj` even with a reason, or ""; asked before a button is drawn."""
    rule = _rule_of(obj)
    if rule is None or (rule.states and not rule.states & {*states}) or rule.may(actor, obj):
        return ""
    paper = read_once(closing_paper, *rule.place(obj))
    return _ask_the_officer(paper) if paper else ""


def _ask_the_officer(paper: Model) -> str:
    text = _("“%(paper)s” is issued, and this would change its figures. Please ask the officer of the union.")
    return text % {"paper": paper}


def _given_reason(obj: Model, paper: Model, rule: CountedRows, actor: Actor, reason: str = "") -> str:
    if not rule.may(actor, obj):
        raise ValidationError(_ask_the_officer(paper), code="closed_year")
    why = reason.strip() or _typed_reason.get()
    if not why:
        raise ClosedYear(paper)
    return why


def closing_paper(union: int | None, year: int) -> Model | None:
    if union is None:
        return None
    papers = (find(union, year) for find in CLOSING_PAPERS.items())
    return next((paper for paper in papers if paper is not None), None)


def _rule_of(obj: Model) -> CountedRows | None:
    return next(iter(COUNTED.items(obj._meta.label)), None)
