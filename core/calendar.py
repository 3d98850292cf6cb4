"""The days of a reader, for the calendar of a phone; features add them."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from core.registry import Registry


@dataclass(frozen=True)
class CalendarEvent:
    """The summary names no person: calendars are copied to the servers of others."""

    key: str  # stays when the day moves
    day: date
    summary: str
    url: str
    place: str = ""


CALENDAR_EVENTS: Registry[Callable[[Any], Iterable[CalendarEvent]]] = Registry()
"""A user → what that user may see today."""


def calendar_events(user: Any) -> list[CalendarEvent]:
    events = [event for provider in CALENDAR_EVENTS.items() for event in provider(user)]
    return sorted(events, key=lambda event: (event.day, event.key))
