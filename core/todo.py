from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

from django.utils import timezone
from django.utils.translation import gettext as _

from core.actor import Actor
from core.registry import Registry
from core.text import format_number, nested_quotes, short_date
from core.working_year import in_year

WARNING_DAYS = 7


@dataclass(frozen=True)
class Todo:
    """The sentence begins with its number; the address lists the rows counted."""

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
        return nested_quotes(self.text.removeprefix(self.number).strip())


StepState = Literal["done", "now", "next", "missed"]


@dataclass
class YearStep:
    label: str
    state: StepState
    url: str | None = None
    detail: str = ""
    due: date | None = None
    position: int = 0
    is_current: bool = False

    @property
    def is_plain(self) -> bool:
        return bool(self.state == "now" and self.detail and not self.due)

    @property
    def word(self) -> str:
        day = {"day": short_date(self.due)} if self.due else None
        if self.state == "missed" or (self.state == "now" and self.due and self.due < timezone.localdate()):
            return _("expired on %(day)s") % day if day else _("expired")
        if day and self.state != "done":
            return _("until %(day)s") % day
        return _("under way") if self.state == "now" else ""


TODOS: Registry[Callable[[Any, int], list[Todo]]] = Registry()
"""(user, year) → things to do."""
YEAR_STEPS: Registry[Callable[[Any, int], list[YearStep]]] = Registry()
"""(user, year) → steps of the year."""


def is_close(day: date | None, days: int = WARNING_DAYS) -> bool:
    return day is not None and (day - timezone.localdate()).days <= days


def told_with_year(text: str, own_year: int, year: int) -> str:
    """A thing of another year gets its year, unless the text has it."""
    if own_year == year or str(own_year) in text:
        return text
    return _("%(text)s (year %(year)s)") % {"text": text, "year": own_year}


def todos_for(user: Actor, year: int) -> list[Todo]:
    todos = [todo for provider in TODOS.items() for todo in provider(user, year)]
    return sorted(todos, key=_place)


def _place(todo: Todo) -> tuple[bool, bool, bool, date]:
    return not todo.returned, not todo.urgent, todo.can_wait, todo.due or date.max


def year_steps_for(user: Actor, year: int) -> list[YearStep]:
    """The first step under way is current."""
    steps = [step for provider in YEAR_STEPS.items() for step in provider(user, year)]
    steps.sort(key=lambda step: step.position)
    for step in steps:
        step.url = step.url and in_year(step.url, year)
    for step in [step for step in steps if step.state == "now"][:1]:
        step.is_current = True
    return steps


def step_state(done: int, total: int, *, is_over: bool = False) -> StepState:
    if not total:
        return "next"
    if done >= total:
        return "done"
    return "missed" if is_over else "now"


def of_number(done: int, total: int, words: str) -> str:
    """`words` contains %(done)s and %(total)s."""
    return words % {"done": format_number(done), "total": format_number(total)} if total else ""


def count_words(count: int, words: str) -> str:
    """`words` contains %(count)s."""
    return words % {"count": format_number(count)} if count else ""


def lines(*parts: str) -> str:
    return "\n".join(part for part in parts if part)
