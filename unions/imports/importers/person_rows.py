"""Lists whose rows are about people of a unit who are in the portal already."""

from abc import abstractmethod
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from core.text import short_date
from unions.imports import cell_readers
from unions.imports.columns import DATE_FIELDS, PEOPLE
from unions.imports.importers.base import CHANGED, NEW, UNCHANGED, WRONG, Change, RowResult, Values, WrittenRow
from unions.imports.importers.people import PeopleImporter
from unions.imports.matching import KnownPeople, MemberNumberConflict
from unions.people.models import Person

WHO = ("full_name", "family_part", "middle_part", "given_part", "birth_date", "member_number")
WHO_COLUMNS = tuple(column for column in PEOPLE if column.field in WHO)
WHO_READERS = {name: PeopleImporter.readers[name] for name in WHO}


class PersonRowsImporter(PeopleImporter):
    """A person may stand in several rows."""

    @abstractmethod
    def match_people(self, rows: Sequence[tuple[RowResult, Person]]) -> None:
        """Compare with what is stored of these people, in a constant number of queries."""

    @abstractmethod
    def write(self, results: Sequence[RowResult]) -> list[WrittenRow]: ...

    @classmethod
    def displayed(cls, field: str, value: Any) -> str:
        if field in DATE_FIELDS and value:
            return short_date(date.fromisoformat(value))
        return str("" if value is None else value)

    def match_rows(self, results: Sequence[RowResult]) -> None:
        known = KnownPeople(self.place, results, written=set(), births={})
        found = [(result, self._find(result, known)) for result in results if result.outcome != WRONG]
        self.match_people([(result, person) for result, person in found if person])

    def _check_not_repeated(self, result: RowResult) -> None:
        pass

    def _find(self, result: RowResult, known: KnownPeople) -> Person | None:
        try:
            post = known.find_post(result.values)
        except MemberNumberConflict as error:
            result.add_fault(self.column_of["member_number"], str(error))
            return None
        except cell_readers.InvalidCell as error:
            result.add_fault(self._name_column(), str(error))
            return None
        if post is None:
            result.add_fault(self._name_column(), _("Nobody of this name works in the unit today."))
            return None
        result.target = post.person
        person: Person = post.person
        return person

    def settle(self, result: RowResult, *, is_new: bool, changes: Iterable[Change]) -> None:
        result.changes = list(changes)
        if result.outcome != WRONG:
            result.outcome = CHANGED if result.changes else NEW if is_new else UNCHANGED

    def fault_at(self, result: RowResult, name: str, reason: str) -> None:
        result.add_fault(self.column_of.get(name, self._name_column()), reason)


def differences(stored: Any, values: Values) -> list[Change]:
    """Empty cells change nothing."""
    pairs = ((name, getattr(stored, name), value) for name, value in values.items() if value not in (None, ""))
    return [Change(name, _plain(old), _plain(new)) for name, old, new in pairs if old != new]


def _plain(value: Any) -> str | int | None:
    return value if value is None or isinstance(value, int) else str(value)
