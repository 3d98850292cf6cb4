import datetime
import itertools
from collections.abc import Iterable
from typing import Protocol

from emulation.law.choices import LegalMark, SubjectKind

_STRENGTH = [mark.value for mark in LegalMark]
_SOURCES = {"S1": LegalMark.SOURCE.value, "S2": LegalMark.SOURCE.value}

LEVEL = "{level}"

Period = tuple[datetime.date | None, datetime.date | None]


class Subjects(Protocol):
    for_person: bool
    for_collective: bool
    for_grassroots: bool
    for_enterprise: bool
    for_work: bool


def subject_matches(title: Subjects, kind: str) -> bool:
    """R04: the catalogue names the subjects of a title."""
    return {
        SubjectKind.PERSON.value: title.for_person,
        SubjectKind.COLLECTIVE.value: title.for_collective,
        SubjectKind.GRASSROOTS.value: title.for_grassroots,
        SubjectKind.ENTERPRISE.value: title.for_enterprise,
        SubjectKind.WORK.value: title.for_work,
    }[kind]


def governing_date(received_on: datetime.date | None, decided_on: datetime.date) -> datetime.date:
    """The law of the day of receipt for appraisal applies, else of the decision (handbook 0.3)."""
    return received_on or decided_on


def weakest_mark(text: str) -> LegalMark:
    """Several marks are allowed ("L/GK", "OLD, S2"). Raise ValueError for an unknown one."""
    marks = [_SOURCES.get(part, part) for part in text.replace(",", "/").replace(" ", "").split("/")]
    return LegalMark(max(marks, key=_STRENGTH.index))


def first_overlap(periods: Iterable[Period]) -> tuple[Period, Period] | None:
    """Both ends are included; None means open."""
    ordered = sorted(periods, key=lambda period: period[0] or datetime.date.min)
    for earlier, later in itertools.pairwise(ordered):
        if (later[0] or datetime.date.min) <= (earlier[1] or datetime.date.max):
            return earlier, later
    return None


def holds_on(first: datetime.date | None, last: datetime.date | None, day: datetime.date) -> bool:
    return (first or day) <= day <= (last or day)


def printed_name(name: str, pattern: str, level_word: str) -> str:
    """Without a pattern or a level word the catalogue's `name` stays."""
    if not pattern or (LEVEL in pattern and not level_word):
        return name
    return pattern.replace(LEVEL, level_word)


def naming_day(year: int, today: datetime.date) -> datetime.date:
    """Rows bear the names of the last day of their year, at most today's."""
    return min(today, datetime.date(year, 12, 31))
