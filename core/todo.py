"""What asks for an action, and where the year stands: apps provide both, the home page shows them."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal


@dataclass(frozen=True)
class Todo:
    """One whole sentence with its number, leading to exactly the rows it counts."""

    text: str
    url: str
    count: int
    urgent: bool = False
    due: date | None = None
    can_wait: bool = False
    """Tidying up: after all that somebody is waiting for."""


@dataclass
class YearStep:
    label: str
    state: Literal["done", "now", "next"]
    url: str | None = None


TodoProvider = Callable[[Any, int], list[Todo]]
StepProvider = Callable[[Any, int], list[YearStep]]

_todo_providers: list[TodoProvider] = []
_step_providers: list[StepProvider] = []


def register(provider: TodoProvider) -> None:
    if provider not in _todo_providers:
        _todo_providers.append(provider)


def register_steps(provider: StepProvider) -> None:
    if provider not in _step_providers:
        _step_providers.append(provider)


def todos_for(user: Any, year: int) -> list[Todo]:
    """Urgent first, then by date; then what has no date, and last what can wait."""
    todos = [todo for provider in _todo_providers for todo in provider(user, year)]
    return sorted(todos, key=lambda todo: (not todo.urgent, todo.can_wait, todo.due or date.max))


def year_steps_for(user: Any, year: int) -> list[YearStep]:
    """In the order of the year; where several apps are at work at once, the first of them is where we are."""
    steps = [step for provider in _step_providers for step in provider(user, year)]
    for step in [step for step in steps if step.state == "now"][1:]:
        step.state = "next"
    return steps
