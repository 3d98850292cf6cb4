"""Pure rules over the reference data."""

import datetime
import itertools
from collections.abc import Iterable
from typing import Protocol

from emulation.law.choices import LegalMark, SubjectKind

_STRENGTH = [mark.value for mark in LegalMark]
_SOURCES = {"S1": LegalMark.SOURCE.value, "S2": LegalMark.SOURCE.value}

Period = tuple[datetime.date | None, datetime.date | None]


class Subjects(Protocol):
    """The kinds of subject a title may be given to."""

    for_person: bool
    for_collective: bool
    for_grassroots: bool
    for_enterprise: bool
    for_work: bool


def subject_matches(title: Subjects, kind: str) -> bool:
    """R04: a title goes only to the kinds of subject the catalogue names."""
    return {
        SubjectKind.PERSON.value: title.for_person,
        SubjectKind.COLLECTIVE.value: title.for_collective,
        SubjectKind.GRASSROOTS.value: title.for_grassroots,
        SubjectKind.ENTERPRISE.value: title.for_enterprise,
        SubjectKind.WORK.value: title.for_work,
    }[kind]


def governing_date(received_on: datetime.date | None, decided_on: datetime.date) -> datetime.date:
    """The day whose law judges a dossier: its receipt for appraisal, else its decision (handbook 0.3)."""
    return received_on or decided_on


def weakest_mark(text: str) -> LegalMark:
    """The least certain of marks written together ("L/GK", "OLD, S2"); ValueError on an unknown one."""
    marks = [_SOURCES.get(part, part) for part in text.replace(",", "/").replace(" ", "").split("/")]
    return LegalMark(max(marks, key=_STRENGTH.index))


def first_overlap(periods: Iterable[Period]) -> tuple[Period, Period] | None:
    """The first two periods that share a day; both ends are included, an empty end is open."""
    ordered = sorted(periods, key=lambda period: period[0] or datetime.date.min)
    for earlier, later in itertools.pairwise(ordered):
        if (later[0] or datetime.date.min) <= (earlier[1] or datetime.date.max):
            return earlier, later
    return None


def printed_name(name: str, pattern: str, level_word: str) -> str:
    """The pattern with the deciding union's level in it; the catalogue's name where either is missing."""
    return pattern.replace("{level}", level_word) if pattern and level_word else name
