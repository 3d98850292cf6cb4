"""Lists about units already there; they may bring the numbers of a year."""

from abc import abstractmethod
from collections.abc import Iterable, Sequence
from typing import Any, ClassVar

from django.db.models import prefetch_related_objects
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.closed_years import check_reason_given
from core.snapshots import changed_columns
from core.text import comparison_key
from unions.access import PortalUser, is_officer_at
from unions.imports import cell_readers
from unions.imports.columns import HEADCOUNTS, UNITS_IGNORED
from unions.imports.importers.base import (
    NEW,
    WRONG,
    Change,
    RowImporter,
    RowResult,
    SeenKeys,
    Values,
    WrittenRow,
    repeated_row_message,
)
from unions.tree.models import Union
from unions.tree.services.entering import check_lives
from unions.units.choices import UnitStatus
from unions.units.models import GrassrootsUnion, Headcount
from unions.units.rules import headcount_errors
from unions.units.services.entering import save_headcount

NUMBERS = ("workers", "women", "members", "women_members")


class UnitRowImporter(RowImporter):
    """Finds units by code, else by name."""

    ignored_headings = UNITS_IGNORED
    name_fields = ("name", "code")
    readers: ClassVar = {
        "code": cell_readers.code,
        "name": cell_readers.text_up_to(200),
        **dict.fromkeys(NUMBERS, cell_readers.whole_number),
    }
    place: Union

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        units = GrassrootsUnion.objects.under(self.place).select_related("sector", "cluster")
        self.by_code = {unit.code.lower(): unit for unit in units}
        self.by_name: dict[str, list[GrassrootsUnion]] = {}
        for unit in units:
            self.by_name.setdefault(comparison_key(unit.name), []).append(unit)
        headcounts = Headcount.objects.filter(grassroots__in=units, year=self.year)
        self.numbers = {
            headcount.grassroots_id: {name: getattr(headcount, name) for name in NUMBERS} for headcount in headcounts
        }
        self.targets = SeenKeys()

    @classmethod
    def may_import(cls, user: PortalUser, place: Union) -> bool:
        return is_officer_at(user, place.pk)

    def check_permission(self) -> None:
        super().check_permission()
        check_lives(self.place)

    def match_rows(self, results: Sequence[RowResult]) -> None:
        for result in results:
            self._check_numbers(result)
            if result.outcome != WRONG:
                self._check_row(result)

    def _check_numbers(self, result: RowResult) -> None:
        # The four numbers are checked together; those not in the list are taken from the stored headcount.
        typed = typed_numbers(result.values)
        if not typed or any(self.has_fault(result, name) for name in NUMBERS):
            return
        numbers = {**self._known_numbers(self._find_unit(result.values)), **typed}
        first_column = self.column_of[next(iter(typed))]
        for name in NUMBERS:
            if name not in numbers:
                result.add_fault(self.column_of.get(name, first_column), self._missing_number_message(name))
        if len(numbers) == len(NUMBERS):
            for name, reason in headcount_errors(**numbers).items():
                result.add_fault(self.column_of.get(name, first_column), str(reason))

    def _known_numbers(self, unit: GrassrootsUnion | None) -> dict[str, int]:
        return self.numbers.get(unit.pk, {}) if unit else {}

    def _missing_number_message(self, name: str) -> str:
        return _("“%(column)s” is missing; the four numbers of a year are told together.") % {
            "column": self.labels[name]
        }

    def _find_unit(self, values: Values) -> GrassrootsUnion | None:
        """Return None if the unit is new or its name ambiguous."""
        if unit := self.by_code.get(values.get("code", "").lower()):
            return unit
        namesakes = self.by_name.get(comparison_key(values.get("name", "")), [])
        return namesakes[0] if len(namesakes) == 1 and "code" not in values else None

    @abstractmethod
    def _check_row(self, result: RowResult) -> None:
        """Set the target or the faults of a readable row."""

    def _first_column(self) -> int:
        return self.column_of.get("name", self.column_of.get("code", 0))

    def _is_ambiguous(self, values: Values) -> bool:
        return "code" not in values and len(self.by_name.get(comparison_key(values.get("name", "")), [])) > 1

    def _check_known(self, result: RowResult, unit: GrassrootsUnion) -> None:
        name = result.values.get("name")
        if name is not None and comparison_key(name) != comparison_key(unit.name):
            reason = _("This code is that of %(unit)s. A new name is entered as a reorganisation.") % {"unit": unit}
            result.add_fault(self.column_of["name"], reason)
        elif unit.status == UnitStatus.DISSOLVED:
            result.add_fault(self._first_column(), _("This unit has been dissolved."))
        elif first := self.targets.earlier_row(unit.pk, result.row):
            result.add_fault(self._first_column(), repeated_row_message(first))

    def _number_changes(self, unit: GrassrootsUnion, values: Values) -> list[Change]:
        known = self._known_numbers(unit)
        return [
            Change(name, known.get(name), value)
            for name, value in typed_numbers(values).items()
            if known.get(name) != value
        ]

    def check_reason_given(self, results: Iterable[RowResult]) -> None:
        """One unit stands for all of its union, also for new ones."""
        known = next(iter(self.by_code.values()), None)
        changed = {result.target or known for result in results if self._changes_numbers(result)}
        units = [unit for unit in changed if unit]
        prefetch_related_objects(units, "affiliations")
        for unit in {unit.responsible_union_id: unit for unit in units}.values():
            check_reason_given(Headcount(grassroots=unit, year=self.year), actor=self.actor)

    def _changes_numbers(self, result: RowResult) -> bool:
        known = self._known_numbers(result.target)
        return bool(typed_numbers(result.values).items() - known.items())

    def _write_numbers(self, result: RowResult, unit: GrassrootsUnion) -> list[WrittenRow]:
        known = self._known_numbers(unit)
        numbers = {**known, **typed_numbers(result.values)}
        if numbers == known:
            return []
        headcount = save_headcount(actor=self.actor, grassroots=unit, year=self.year, **numbers)
        return [WrittenRow(result, headcount, changed_columns(known, headcount) if known else None)]


class HeadcountsImporter(UnitRowImporter):
    audit_action = "union.import_headcounts"
    subject = GrassrootsUnion
    heading = gettext_lazy("Import the numbers of %(year)s")
    columns = HEADCOUNTS

    @classmethod
    def missing_columns(cls, fields: Iterable[str]) -> list[str]:
        present = set(fields)
        missing = {name for name in NUMBERS if name not in present}
        if not {"code", "name"} & present:
            missing.add("name")
        return [str(column.label) for column in cls.columns if column.field in missing]

    def _check_row(self, result: RowResult) -> None:
        unit = self._find_unit(result.values)
        if self._is_ambiguous(result.values):
            result.add_fault(self._first_column(), _("Several units bear this name. Please add the code."))
        elif unit is None:
            result.add_fault(self._first_column(), _("The union has no unit of this name or code."))
        else:
            self._check_known(result, unit)
        if unit and result.outcome != WRONG:
            self._set_target(result, unit)

    def _set_target(self, result: RowResult, unit: GrassrootsUnion) -> None:
        missing = [name for name in NUMBERS if name not in result.values]
        if missing:
            result.add_fault(self.column_of.get(missing[0], 0), self._missing_number_message(missing[0]))
            return
        result.set_target(unit, self._number_changes(unit, result.values))
        if unit.pk not in self.numbers:
            result.outcome = NEW

    def write(self, results: Sequence[RowResult]) -> list[WrittenRow]:
        return [written for result in results for written in self._write_numbers(result, result.target)]


def typed_numbers(values: Values) -> dict[str, int]:
    return {name: values[name] for name in NUMBERS if name in values}
