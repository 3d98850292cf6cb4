"""Each row of a list with what it would become on the sheet, or why it cannot."""

import difflib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property, partial
from typing import Any

from django.utils.translation import gettext as _

from core.spreadsheets.sheets import Row, cell_at
from core.text import search_key
from emulation.law.models import Title
from emulation.registrations.eligibility import Judging, row_key
from emulation.sheets.lists.opening import MARK, OpenedRows
from emulation.sheets.lists.titles import TitleReader
from emulation.sheets.models import RegistrationSheet
from emulation.sheets.selectors.rows import registrations_of
from emulation.sheets.services.drafting import DraftRow, unsaved_rows
from unions.imports import cell_readers
from unions.imports.cell_readers import InvalidCell, NothingInCell
from unions.imports.importers.base import RowResult
from unions.imports.matching import KnownPeople
from unions.imports.names import NAME_PARTS, joined_name, part_of_name, whole_name
from unions.people.models import Employment, Person

NEW, LEFT_OUT = "new", "out"
"""Answers about a row whose person is not found, beside the key of an employment."""
MOST_CANDIDATES = 8
ALIKE = 0.75
TITLES, WORKS = ("title", "form"), ("initiative", "topic")
READERS: dict[str, Callable[[str], Any]] = {
    "full_name": whole_name,
    **dict.fromkeys(NAME_PARTS, part_of_name),
    "birth_date": cell_readers.birth_date_or_year,
    "member_number": cell_readers.member_number,
    "position": cell_readers.text_up_to(100),
    "initiative": cell_readers.text_up_to(300),
    "topic": cell_readers.text_up_to(300),
    "field": cell_readers.text_up_to(150),
    "note": cell_readers.text_up_to(300),
}


@dataclass(frozen=True)
class Answers:
    """What the reader said about rows that were wrong, by the number of the row."""

    people: Mapping[int, str] = field(default_factory=dict)
    title: Title | None = None  # of the rows without one


@dataclass
class ListedRow:
    result: RowResult
    person: Person | None = None
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
    def works(self) -> list[tuple[str, str]]:
        """(field, name) of the initiative and the topic."""
        return [(kind, self.values[kind]) for kind in WORKS if self.values.get(kind)]

    @property
    def is_wrong(self) -> bool:
        return bool(self.result.faults) and not self.is_left_out

    @property
    def name(self) -> str:
        return str(self.person or self.values.get("full_name") or "")


class ListMatcher:
    """Reads the unit's people and registrations once for all rows."""

    def __init__(
        self, sheet: RegistrationSheet, opened: OpenedRows, titles: TitleReader, answers: Answers, actor: Any
    ) -> None:
        self.sheet, self.opened, self.titles = sheet, opened, titles
        self.answers, self.actor = answers, actor
        self.column_of = {name: place for place, name in sorted(opened.fields.items())}

    def rows(self) -> list[ListedRow]:
        listed = [self._read(row) for row in self.opened.rows]
        named = [RowResult(row.result.row, values=row.values) for row in listed if "full_name" in row.values]
        known = KnownPeople(self.sheet.grassroots, named, written=set(), births={})
        for row in listed:
            if not row.is_left_out and "full_name" in row.values:
                self._find_person(row, known)
        self._check_drafts([row for row in listed if row.person])
        return listed

    def _read(self, row: Row) -> ListedRow:
        answer = self.answers.people.get(row.number, "")
        listed = ListedRow(RowResult(row), is_left_out=answer == LEFT_OUT, answer=answer)
        for place, name in sorted(self.opened.fields.items()):
            if text := cell_at(row, place):
                self._read_cell(listed, place, name, text)
        self._join_name(listed)
        listed.titles = list(dict.fromkeys(listed.titles)) or [each for each in [self.answers.title] if each]
        if not (listed.titles or listed.works or listed.result.faults):
            listed.lacks_title = True
            listed.result.add_fault(self.column_of.get("title"), _("No title is named. Please choose one."))
        return listed

    def _read_cell(self, listed: ListedRow, place: int, name: str, text: str) -> None:
        try:
            if name.startswith(MARK):
                listed.titles += self.titles.read(name.removeprefix(MARK)) if cell_readers.check_mark(text) else []
            elif name in TITLES:
                listed.titles += self.titles.read(text)
            elif name in READERS:
                listed.result.set_value(name, place, READERS[name](text))
        except NothingInCell:
            return
        except InvalidCell as error:
            listed.result.add_fault(place, str(error))

    def _join_name(self, listed: ListedRow) -> None:
        faulty = {fault.column for fault in listed.result.faults}
        if faulty & {self.column_of.get(name) for name in ("full_name", *NAME_PARTS)} - {None}:
            listed.values.pop("full_name", None)
            return
        try:
            listed.values["full_name"] = joined_name(listed.values)
        except InvalidCell as error:
            listed.result.add_fault(self.name_column, str(error))

    @property
    def name_column(self) -> int:
        return self.column_of.get("full_name", self.column_of.get("given_part", 0))

    def _find_person(self, row: ListedRow, known: KnownPeople) -> None:
        if row.answer == NEW:
            row.is_new = True
        elif row.answer and (post := self.workers.get(row.answer)):
            row.person = post.person
        else:
            self._match(row, known)

    def _match(self, row: ListedRow, known: KnownPeople) -> None:
        try:
            post = known.find_post(row.values)
        except InvalidCell as doubt:
            self._ask_whom(row, str(doubt))
            return
        if post:
            row.person = post.person
        else:
            self._ask_whom(row, _("Nobody of this name works in the unit. Who is meant?"))

    def _ask_whom(self, row: ListedRow, reason: str) -> None:
        row.asks_whom = True
        row.suggest = partial(self._candidates, row.values["full_name"])
        row.result.add_fault(self.name_column, reason)

    def _candidates(self, name: str) -> list[Employment]:
        """The same name without marks first, then similar ones."""
        names = list(self.by_key)
        close = difflib.get_close_matches(search_key(name), names, MOST_CANDIDATES, ALIKE)
        return [post for key in close for post in self.by_key[key]][:MOST_CANDIDATES]

    @cached_property
    def workers(self) -> dict[str, Employment]:
        posts = Employment.objects.filter(grassroots=self.sheet.grassroots_id).open_ended()
        return {str(post.pk): post for post in posts.select_related("person").order_by("person__sort_key", "pk")}

    @cached_property
    def by_key(self) -> dict[str, list[Employment]]:
        posts: dict[str, list[Employment]] = {}
        for post in self.workers.values():
            posts.setdefault(post.person.search_key, []).append(post)
        return posts

    def _check_drafts(self, listed: Sequence[ListedRow]) -> None:
        """What stands on the sheet already is left as it is."""
        there = {row_key(row) for row in registrations_of(self.sheet)}
        pairs = [(row, draft) for row in listed for draft in self._drafts(row)]
        rows = unsaved_rows(self.sheet, [draft for _row, draft in pairs], self.actor)
        checks, seen = Judging(rows, as_form=True), dict[Any, int]()
        for (row, draft), registration in zip(pairs, rows, strict=True):
            key = row_key(registration)
            first = seen.setdefault(key, row.number)
            if first != row.number:
                text = _("The same person stands in row %(number)s for the same title.")
                row.result.add_fault(self.name_column, text % {"number": first})
            elif key not in there:
                row.drafts.append(draft)
                self._add_objections(row, checks, registration)

    def _add_objections(self, row: ListedRow, checks: Judging, registration: Any) -> None:
        for finding in checks.told(registration, self.actor):
            if finding.blocks:
                row.result.add_fault(self._column_for(finding.field), finding.words)

    def _column_for(self, name: str) -> int | None:
        return self.column_of.get("title") if name == "title" else self.name_column

    def _drafts(self, row: ListedRow) -> Iterator[DraftRow]:
        note = row.values.get("note", "")
        return (DraftRow(title, person=row.person, note=note) for title in row.titles)


def faults_at(row: ListedRow) -> dict[int | None, list[str]]:
    faults: dict[int | None, list[str]] = {}
    for fault in row.result.faults:
        faults.setdefault(fault.column, []).append(fault.reason)
    return faults
