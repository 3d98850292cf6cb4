"""What was awarded before is asked here and answered by the app that holds decisions."""

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from core.registry import Registry
from emulation.eligibility.choices import AwardScope
from unions.access import PortalUser

Subject = tuple[str, int]
"""Kind (`SubjectKind`) and key of whom a row is about."""


class AwardHeld(NamedTuple):
    """`family` is that of the catalogue; a revoked award is named too."""

    subject: Subject
    code: str
    family: str
    year: int
    decided_on: date | None = None
    scope: str = AwardScope.COMPREHENSIVE.value
    revoked: bool = False
    decision: str = ""
    level: str | None = None  # of the catalogue
    authority: str | None = None
    achievement: str | None = None
    union: int | None = None  # its word for the level stands in the name of the title
    issuer: str = ""


class TitleOfPerson(NamedTuple):
    person: int
    grassroots: int
    year: int
    code: str


class InitiativeUse(NamedTuple):
    """A decided title or form rests on the initiative; `person` None where its recipient is no person."""

    initiative: int
    person: int | None
    code: str


@dataclass(frozen=True)
class AwardHistory:
    """Each function answers in a number of queries that does not depend on how much it is asked."""

    awards_of: Callable[[Collection[Subject]], Iterable[AwardHeld]]
    people_with: Callable[[Collection[str], Collection[int], Collection[int]], Iterable[TitleOfPerson]]
    """Of title codes, units and years; only awards in force."""
    uses_of: Callable[[Collection[int]], Iterable[InitiativeUse]]


EVIDENCE: Registry[Callable[[Collection[int]], Iterable[tuple[int, str]]]] = Registry()
"""Of registrations: the key of one and a kind of evidence (`EvidenceKind`) that is attached to it."""
AWARD_HISTORY: Registry[AwardHistory] = Registry()


@dataclass(frozen=True)
class AwardPage:
    """Where an award that was counted is read."""

    subject: Subject
    code: str
    year: int
    decision: str
    url: str


AWARD_PAGES: Registry[Callable[[PortalUser, Collection[Subject]], Iterable[AwardPage]]] = Registry()
"""(reader, subjects) → the pages of their awards that the reader may open, in one query."""


@dataclass(frozen=True)
class TitleAims:
    """Titles that are registered or proposed and not withdrawn, of some years."""

    titles_of: Callable[[Collection[Subject], Collection[int]], Iterable[AwardHeld]]
    people_with: Callable[[Collection[str], Collection[int], Collection[int]], Iterable[TitleOfPerson]]


TITLE_AIMS: Registry[TitleAims] = Registry()
