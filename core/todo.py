"""Things to do and the steps of the year on the home page."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

from django.utils import timezone
from django.utils.translation import gettext as _

from core.actor import Actor
from core.registry import Registry
from core.text import format_number

WARNING_DAYS = 7


@dataclass(frozen=True)
class Todo:
    """A whole sentence that begins with its number, if it has one; it leads to exactly the rows it counts."""

    text: str
    url: str
    count: int
    urgent: bool = False
    due: date | None = None
    can_wait: bool = False
    """Nobody waits for it; it comes last."""
    returned: bool = False
    """One's own work, sent back to be changed; it comes first."""
    dismiss_url: str = ""
    """Where it is noted, with a reason, that this is not carried out."""

    @property
    def number(self) -> str:
        number = format_number(self.count)
        return number if self.text.startswith(f"{number} ") else ""

    @property
    def words(self) -> str:
        return self.text.removeprefix(self.number).strip()


@dataclass
class YearStep:
    label: str
    state: Literal["done", "now", "next"]
    url: str | None = None


TODOS: Registry[Callable[[Any, int], list[Todo]]] = Registry()
"""(user, year) → things to do."""
YEAR_STEPS: Registry[Callable[[Any, int], list[YearStep]]] = Registry()
"""(user, year) → steps of the year, in the order of the year."""


def is_close(day: date | None, days: int = WARNING_DAYS) -> bool:
    """Return whether `day` is past or at most so many days away."""
    return day is not None and (day - timezone.localdate()).days <= days


def told_with_year(text: str, own_year: int, year: int) -> str:
    """Return `text`; of a thing of another year than the chosen one, with its year."""
    return text if own_year == year else _("%(text)s (year %(year)s)") % {"text": text, "year": own_year}


def todos_for(user: Actor, year: int) -> list[Todo]:
    todos = [todo for provider in TODOS.items() for todo in provider(user, year)]
    return sorted(todos, key=_place)


def _place(todo: Todo) -> tuple[bool, bool, bool, date]:
    return not todo.returned, not todo.urgent, todo.can_wait, todo.due or date.max


def year_steps_for(user: Actor, year: int) -> list[YearStep]:
    """Where several features have a step under way, only the first stays "now"."""
    steps = [step for provider in YEAR_STEPS.items() for step in provider(user, year)]
    for step in [step for step in steps if step.state == "now"][1:]:
        step.state = "next"
    return steps


def steps_of_a_chain(lines: list[tuple[str, bool, str]], *, started: bool = True) -> list[YearStep]:
    """Return (label, is done, url) as steps: the first that is not done is "now" once the chain `started`."""
    current = next((index for index, (_label, done, _url) in enumerate(lines) if not done), len(lines))
    return [
        YearStep(label, _state_of_step(index, current) if started else "next", url)
        for index, (label, _done, url) in enumerate(lines)
    ]


def _state_of_step(index: int, current: int) -> Literal["done", "now", "next"]:
    return "done" if index < current else "now" if index == current else "next"
