"""A row of a list with what it would become."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from core.text import search_key
from emulation.initiatives.choices import InitiativeKind
from emulation.law.choices import SubjectKind
from emulation.law.models import Title
from emulation.sheets.services.drafting import DraftRow
from unions.imports.importers.base import RowResult
from unions.people.models import Employment, Person
from unions.units.models import GrassrootsUnion, Team

NEW, LEFT_OUT = "new", "out"
"""Answers about a row whose person is not found, beside the key of an employment."""
WORKS = ("initiative", "topic")


@dataclass(frozen=True)
class Answers:
    """What the reader said about rows that were wrong, by the number of the row."""

    people: Mapping[int, str] = field(default_factory=dict)
    title: Title | None = None  # of the rows without one


@dataclass
class ListedRow:
    result: RowResult
    person: Person | None = None
    collective: Team | GrassrootsUnion | None = None
    """A team, or the unit itself."""
    co_authors: list[Person] = field(default_factory=list)
    is_new: bool = False
    is_left_out: bool = False
    suggest: Callable[[], list[Employment]] = list
    asks_whom: bool = False
    lacks_title: bool = False
    titles: list[Title] = field(default_factory=list)
    drafts: list[DraftRow] = field(default_factory=list)
    answer: str = ""

    @cached_property
    def candidates(self) -> list[Employment]:
        """Looked for only where the row is shown: comparing names takes time."""
        return self.suggest()

    @property
    def likely(self) -> str:
        """The only one whose name differs by its marks alone."""
        key = search_key(self.values.get("full_name", ""))
        same = [post for post in self.candidates if post.person.search_key == key]
        return str(same[0].pk) if len(same) == 1 and len(self.result.faults) == 1 else ""

    @property
    def number(self) -> int:
        return self.result.row.number

    @property
    def values(self) -> dict[str, Any]:
        return self.result.values

    @property
    def kind(self) -> SubjectKind:
        if self.collective is None:
            return SubjectKind.PERSON
        return SubjectKind.COLLECTIVE if isinstance(self.collective, Team) else SubjectKind.GRASSROOTS

    @property
    def works(self) -> list[tuple[str, str]]:
        """(kind, name) of the initiative and the topic; the kind is empty where none is told."""
        kinds = {"initiative": self.values.get("kind", ""), "topic": InitiativeKind.RESEARCH.value}
        return [(kinds[name], self.values[name]) for name in WORKS if self.values.get(name)]

    @property
    def says_something(self) -> bool:
        return bool(self.titles or self.works or self.values.get("work"))

    @property
    def is_wrong(self) -> bool:
        return bool(self.result.faults) and not self.is_left_out

    @property
    def name(self) -> str:
        named = (
            self.person,
            self.collective,
            *(self.values.get(name) for name in ("full_name", "collective", "work")),
        )
        return str(next(filter(None, named), ""))


def faults_at(row: ListedRow) -> dict[int | None, list[str]]:
    faults: dict[int | None, list[str]] = {}
    for fault in row.result.faults:
        faults.setdefault(fault.column, []).append(fault.reason)
    return faults
