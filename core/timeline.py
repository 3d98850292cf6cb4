"""What happened to a unit or a person, year by year: each app tells what it knows, the page below draws it.

An app registers its provider in `AppConfig.ready()`; a provider keeps to what the reader may see.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import Any

from django.db.models import Model
from django.utils.functional import Promise


@dataclass(frozen=True)
class Event:
    """One line of a year. Without a day it holds for the year as a whole."""

    year: int
    kind: str | Promise
    """What sort of thing it is: an award, a registration, a new name."""
    words: str
    detail: str = ""
    url: str = ""
    day: date | None = None
    position: int = 0
    """Orders the kinds of a year where they stand together; on one timeline all have the same."""
    is_honour: bool = False


@dataclass(frozen=True)
class Year:
    year: int
    events: list[Event]


EventProvider = Callable[[Any, Any], Iterable[Event]]

_providers: dict[str, list[EventProvider]] = {}


def register_events(model_label: str, provider: EventProvider) -> None:
    """Ask `provider(user, obj)` for every page of a `model_label` ("unions.Person")."""
    providers = _providers.setdefault(model_label, [])
    if provider not in providers:
        providers.append(provider)


def years_of(user: Any, obj: Model) -> list[Year]:
    """Return the years of `obj`, newest first; in each the kinds in their order, without a day first, then by day."""
    told = [event for provider in _providers.get(obj._meta.label, ()) for event in provider(user, obj)]
    ordered = sorted(told, key=_place)
    return [Year(year, list(events)) for year, events in groupby(ordered, key=lambda event: event.year)]


def _place(event: Event) -> tuple[int, int, bool, int]:
    return -event.year, event.position, event.day is not None, -(event.day.toordinal() if event.day else 0)
