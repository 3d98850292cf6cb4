"""Each row of a list with what it would become on the sheet, or why it cannot."""

import difflib
import re
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import cached_property, partial
from typing import Any

from django.utils.translation import gettext as _

from core.spreadsheets.sheets import Row, cell_at
from core.text import comparison_key, search_key, tidy
from emulation.initiatives.choices import InitiativeKind
from emulation.initiatives.importer import KINDS
from emulation.law.models import Title
from emulation.law.rules import subject_matches
from emulation.registrations.eligibility import Judging, row_key
from emulation.sheets.lists.opening import MARK, OpenedRows
from emulation.sheets.lists.rows import LEFT_OUT, NEW, Answers, ListedRow
from emulation.sheets.lists.titles import TitleReader
from emulation.sheets.models import RegistrationSheet
from emulation.sheets.selectors.rows import registrations_of
from emulation.sheets.services.drafting import DraftRow, unsaved_rows
from unions.imports import cell_readers
from unions.imports.cell_readers import InvalidCell, NothingInCell
from unions.imports.importers.base import RowResult
from unions.imports.importers.spellings import choice_reader
from unions.imports.matching import KnownPeople
from unions.imports.names import NAME_PARTS, joined_name, part_of_name, whole_name
from unions.people.models import Employment
from unions.units.models import GrassrootsUnion, Team

MOST_CANDIDATES = 8
ALIKE = 0.75
TITLES = ("title", "form")
NAMES = re.compile(r"[;,\n]")
ITSELF_WRITTEN = ("CĐCS", "Công đoàn cơ sở", "Đơn vị", "Chính đơn vị", "Toàn đơn vị")
"""How a list calls the unit that it is about."""
READERS: dict[str, Callable[[str], Any]] = {
    "full_name": whole_name,
    **dict.fromkeys(NAME_PARTS, part_of_name),
    "birth_date": cell_readers.birth_date_or_year,
    "member_number": cell_readers.member_number,
    "position": cell_readers.text_up_to(100),
    "collective": cell_readers.text_up_to(200),
    "authors": cell_readers.text_up_to(500),
    "kind": choice_reader(KINDS, InitiativeKind),
    "work": cell_readers.text_up_to(300),
    "value": cell_readers.dong,
    "initiative": cell_readers.text_up_to(300),
    "topic": cell_readers.text_up_to(300),
    "field": cell_readers.text_up_to(150),
    "note": cell_readers.text_up_to(300),
}


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
        known = KnownPeople(self.sheet.grassroots, list(_named_people(listed)), written=set(), births={})
        for row in listed:
            if not row.is_left_out and "full_name" in row.values:
                self._find_person(row, known)
                self._find_co_authors(row, known)
        self._check_drafts([row for row in listed if row.person or row.collective])
        return listed

    def _read(self, row: Row) -> ListedRow:
        answer = self.answers.people.get(row.number, "")
        listed = ListedRow(RowResult(row), is_left_out=answer == LEFT_OUT, answer=answer)
        filled = [(place, name, cell_at(row, place)) for place, name in sorted(self.opened.fields.items())]
        of_titles = [cell for cell in filled if cell[1] in TITLES or cell[1].startswith(MARK)]
        for place, name, text in filled:
            if text and (place, name, text) not in of_titles:
                self._read_cell(listed, place, name, text)
        self._say_whom(listed)
        is_known = listed.collective or "collective" not in listed.values
        for place, name, text in of_titles:
            if text and is_known:
                self._read_titles(listed, place, name, text)
        listed.titles = list(dict.fromkeys(listed.titles)) or self._chosen_for_all(listed)
        if not (listed.says_something or listed.result.faults):
            listed.lacks_title = True
            listed.result.add_fault(self.column_of.get("title"), _("No title is named. Please choose one."))
        return listed

    def _read_cell(self, listed: ListedRow, place: int, name: str, text: str) -> None:
        if name == "full_name" and comparison_key(text) in self.collectives:
            name = "collective"  # lists write teams below people
        if name in READERS:
            with self._faults_at(listed, place):
                listed.result.set_value(name, place, READERS[name](text))

    def _read_titles(self, listed: ListedRow, place: int, name: str, text: str) -> None:
        with self._faults_at(listed, place):
            if name in TITLES:
                listed.titles += self.titles.read(text, listed.kind)
            elif cell_readers.check_mark(text):
                listed.titles += self.titles.read(name.removeprefix(MARK), listed.kind)

    @contextmanager
    def _faults_at(self, listed: ListedRow, place: int) -> Iterator[None]:
        try:
            yield
        except NothingInCell:
            return
        except InvalidCell as error:
            listed.result.add_fault(place, str(error))

    def _chosen_for_all(self, listed: ListedRow) -> list[Title]:
        title = self.answers.title
        is_needed = title and not listed.values.get("work") and subject_matches(title, listed.kind)
        return [title] if title and is_needed else []

    def _say_whom(self, listed: ListedRow) -> None:
        """A person, a collective, the first author; a work needs nobody."""
        values = listed.values
        if named := values.get("collective"):
            listed.collective = self.collectives.get(comparison_key(named))
            if not listed.collective:
                self._fault_at(listed, "collective", _("The unit has no team of this name."))
            elif values.keys() & {"full_name", *NAME_PARTS}:
                self._fault_at(listed, "collective", _("A row names one recipient."))
            return
        if "authors" in values and not values.keys() & {"full_name", *NAME_PARTS}:
            with self._faults_at(listed, self.column_of.get("authors", 0)):
                values["full_name"] = whole_name(names_in(values["authors"])[0])
        elif values.keys() & {"full_name", *NAME_PARTS} or not values.get("work"):
            self._join_name(listed)

    def _fault_at(self, listed: ListedRow, name: str, reason: str) -> None:
        listed.result.add_fault(self.column_of.get(name, self.name_column), reason)

    @cached_property
    def collectives(self) -> dict[str, Team | GrassrootsUnion]:
        """The unit's teams and the unit itself, by name."""
        unit = self.sheet.grassroots
        teams = {comparison_key(team.name): team for team in Team.objects.filter(grassroots=unit).order_by("pk")}
        return {**dict.fromkeys(map(comparison_key, (*ITSELF_WRITTEN, unit.name)), unit), **teams}

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

    def _find_co_authors(self, row: ListedRow, known: KnownPeople) -> None:
        for name in co_authors_of(row):
            try:
                post = known.find_post({"full_name": name})
            except InvalidCell as doubt:
                self._fault_at(row, "authors", f"{name}: {doubt}")
                continue
            if post is None:
                self._fault_at(row, "authors", _("%(name)s does not work in the unit today.") % {"name": name})
            elif post.person not in (row.person, *row.co_authors):
                row.co_authors.append(post.person)

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
                text = _("Row %(number)s names the same for the same title.")
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
        team = row.collective if isinstance(row.collective, Team) else None
        return (DraftRow(title, person=row.person, team=team, note=note) for title in row.titles)


def names_in(text: str) -> list[str]:
    return [tidy(part) for part in NAMES.split(text) if tidy(part)] or [text]


def co_authors_of(row: ListedRow) -> list[str]:
    """The authors besides the person of the row."""
    own = comparison_key(row.values.get("full_name", ""))
    return [name for name in names_in(row.values.get("authors", "")) if name and comparison_key(name) != own]


def _named_people(rows: Sequence[ListedRow]) -> Iterator[RowResult]:
    for row in rows:
        if "full_name" in row.values:
            yield RowResult(row.result.row, values=row.values)
        for name in co_authors_of(row):
            yield RowResult(row.result.row, values={"full_name": name})
