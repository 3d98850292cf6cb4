from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import Any

from django.db.models import Model
from django.utils.functional import Promise

from core.actor import Actor
from core.registry import Registry


@dataclass(frozen=True)
class Event:
    """Without a day it holds for the whole year."""

    year: int
    kind: str | Promise
    """What sort of thing it is: an award, a registration, a new name."""
    words: str
    detail: str = ""
    url: str = ""
    day: date | None = None
    position: int = 0
    """Orders the kinds of one year; on a timeline that mixes them all have the same."""
    is_honour: bool = False
    is_bare_fact: bool = False
    """Left out where an event of the same day `explains` what happened."""
    explains: bool = False


@dataclass(frozen=True)
class Year:
    year: int
    events: list[Event]


EVENTS: Registry[Callable[[Any, Any], Iterable[Event]]] = Registry()
"""(user, object) → events the user may see, by model label ("unions.Person")."""


def years_of(user: Actor, obj: Model) -> list[Year]:
    """Newest year first; undated events before dated ones."""
    events = [event for provider in EVENTS.items(obj._meta.label) for event in provider(user, obj)]
    explained = {event.day for event in events if event.explains}
    kept = [event for event in events if not (event.is_bare_fact and event.day in explained)]
    return [
        Year(year, list(of_year)) for year, of_year in groupby(sorted(kept, key=_place), key=lambda event: event.year)
    ]


def _place(event: Event) -> tuple[int, int, bool, int]:
    return -event.year, event.position, event.day is not None, -(event.day.toordinal() if event.day else 0)
