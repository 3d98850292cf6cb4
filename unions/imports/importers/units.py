from abc import abstractmethod
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any, ClassVar

from django.db.models import TextChoices
from django.utils import timezone
from django.utils.translation import gettext as _

from core.audit import record
from core.editing import update_fields
from core.snapshots import changed_columns, columns_of
from core.text import comparison_key, search_key, short_date
from core.workflow import lock
from unions.access import PortalUser, is_officer_at
from unions.imports import cell_readers
from unions.imports.cell_readers import InvalidCell
from unions.imports.columns import HEADCOUNTS, UNITS, UNITS_IGNORED
from unions.imports.importers.base import (
    NEW,
    WRONG,
    CellReader,
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
from unions.units.choices import GrassrootsKind, Ownership, SectorKind, UnitStatus
from unions.units.models import Cluster, GrassrootsUnion, Headcount, Sector
from unions.units.rules import headcount_errors
from unions.units.services.entering import enter_grassroots, save_headcount

NUMBERS = ("workers", "women", "members", "women_members")
UNIT_FIELDS = ("kind", "sector", "ownership", "cluster", "address", "founded_on")
OWNERSHIPS = {
    "co quan nha nuoc": Ownership.STATE_BODY,
    "hanh chinh": Ownership.STATE_BODY,
    "don vi su nghiep": Ownership.PUBLIC_SERVICE,
    "don vi su nghiep cong lap": Ownership.PUBLIC_SERVICE,
    "su nghiep cong lap": Ownership.PUBLIC_SERVICE,
    "cong lap": Ownership.PUBLIC_SERVICE,
    "doanh nghiep nha nuoc": Ownership.STATE_ENTERPRISE,
    "dn nha nuoc": Ownership.STATE_ENTERPRISE,
    "dnnn": Ownership.STATE_ENTERPRISE,
    "doanh nghiep ngoai nha nuoc": Ownership.PRIVATE,
    "dn ngoai nha nuoc": Ownership.PRIVATE,
    "ngoai nha nuoc": Ownership.PRIVATE,
    "tu nhan": Ownership.PRIVATE,
    "ngoai cong lap": Ownership.PRIVATE,
    "tu thuc": Ownership.PRIVATE,
    "tnhh": Ownership.PRIVATE,
    "co phan": Ownership.PRIVATE,
    "fdi": Ownership.FOREIGN,
    "dn fdi": Ownership.FOREIGN,
    "doanh nghiep fdi": Ownership.FOREIGN,
    "co von dau tu nuoc ngoai": Ownership.FOREIGN,
    "doanh nghiep co von dau tu nuoc ngoai": Ownership.FOREIGN,
}
KINDS = {
    "cdcs": GrassrootsKind.UNION,
    "cong doan co so": GrassrootsKind.UNION,
    "ndcs": GrassrootsKind.GUILD,
    "nghiep doan": GrassrootsKind.GUILD,
    "nghiep doan co so": GrassrootsKind.GUILD,
}
SECTORS = {
    "sxkd": SectorKind.PRODUCTION,
    "san xuat kinh doanh": SectorKind.PRODUCTION,
    "gd": SectorKind.EDUCATION,
    "giao duc": SectorKind.EDUCATION,
    "hcsn": SectorKind.ADMINISTRATIVE,
    "hanh chinh su nghiep": SectorKind.ADMINISTRATIVE,
}


def choice_reader(spellings: Mapping[str, str], choices: type[TextChoices]) -> CellReader:
    """`spellings` maps search keys to values; labels are read too."""

    def read(text: str) -> str:
        key = search_key(cell_readers.clean_text(text))
        by_label = {search_key(str(label)): value for value, label in choices.choices}
        if value := by_label.get(key) or spellings.get(key):
            return str(value)
        allowed = ", ".join(str(label) for label in choices.labels)
        raise InvalidCell(_("Please write one of these: %(kinds)s.") % {"kinds": allowed})

    return read


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

    def _write_numbers(self, result: RowResult, unit: GrassrootsUnion) -> list[WrittenRow]:
        known = self._known_numbers(unit)
        numbers = {**known, **typed_numbers(result.values)}
        if numbers == known:
            return []
        headcount = save_headcount(actor=self.actor, grassroots=unit, year=self.year, **numbers)
        return [WrittenRow(result, headcount, changed_columns(known, headcount) if known else None)]


class HeadcountsImporter(UnitRowImporter):
    audit_action = "union.import_headcounts"
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


class UnitsImporter(UnitRowImporter):
    """A known name changes only by a reorganisation, which keeps its history."""

    audit_action = "union.import_units"
    columns = UNITS
    readers: ClassVar = {
        **UnitRowImporter.readers,
        "kind": choice_reader(KINDS, GrassrootsKind),
        "ownership": choice_reader(OWNERSHIPS, Ownership),
        "cluster": cell_readers.text_up_to(100),
        "address": cell_readers.text_up_to(200),
        "founded_on": cell_readers.past_date,
        "since": cell_readers.past_date,
        "sector": cell_readers.text_up_to(100),
    }

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.sectors = sectors_by_name(Sector.objects.filter(union=self.place))
        self.clusters = {search_key(cluster.name): cluster for cluster in Cluster.objects.filter(union=self.place)}
        self.new_clusters: dict[str, str] = {}
        self.new_codes, self.new_unit_names = SeenKeys(), SeenKeys()

    @classmethod
    def missing_columns(cls, fields: Iterable[str]) -> list[str]:
        missing = {"code", "name"} - set(fields)
        return [str(column.label) for column in cls.columns if column.field in missing]

    def match_rows(self, results: Sequence[RowResult]) -> None:
        codes = [result.values["code"] for result in results if "code" in result.values]
        taken = GrassrootsUnion.objects.filter(code__in=codes).values_list("code", flat=True)
        self.codes_elsewhere = {code for code in taken if code.lower() not in self.by_code}
        super().match_rows(results)

    @classmethod
    def displayed(cls, field: str, value: Any) -> str:
        if field == "founded_on" and value:
            return short_date(date.fromisoformat(value))
        choices: dict[str, type[TextChoices]] = {"kind": GrassrootsKind, "ownership": Ownership}
        return str(choices[field](value).label) if field in choices else super().displayed(field, value)

    def _check_row(self, result: RowResult) -> None:
        self._read_sector(result)
        values = result.values
        unit = self._find_unit(values)
        if self._is_ambiguous(values):
            result.add_fault(self._first_column(), _("Several units bear this name. Please add the code."))
        elif unit:
            self._check_known(result, unit)
        else:
            self._check_new(result)
        self._note_cluster(result)
        if unit and result.outcome != WRONG:
            result.set_target(unit, [*self._changes(unit, values), *self._number_changes(unit, values)])

    def _read_sector(self, result: RowResult) -> None:
        values = result.values
        if "sector" in values:
            sector = self.sectors.get(sector_key(values["sector"]))
            if sector is None:
                allowed = ", ".join(sorted({str(sector) for sector in self.sectors.values()}))
                message = _("Please write one of these: %(kinds)s.") % {"kinds": allowed}
                result.add_fault(self.column_of["sector"], message)
            values["sector"] = sector

    def _check_new(self, result: RowResult) -> None:
        values, row = result.values, result.row
        for name in ("code", "name", "sector", "ownership"):
            if name not in values:
                reason = _("A new unit needs this: %(column)s.") % {"column": self.labels[name]}
                result.add_fault(self.column_of.get(name, self._first_column()), reason)
        code, name_key = values.get("code"), comparison_key(values.get("name", ""))
        if code in self.codes_elsewhere:
            result.add_fault(self.column_of["code"], _("This code is that of a unit of another union."))
        elif code is not None and (first := self.new_codes.earlier_row(code.lower(), row)):
            result.add_fault(self.column_of["code"], repeated_row_message(first))
        elif name_key in self.by_name:
            result.add_fault(self.column_of["name"], _("The union has a unit of this name with another code."))
        elif "name" in values and (first := self.new_unit_names.earlier_row(name_key, row)):
            result.add_fault(self.column_of["name"], repeated_row_message(first))

    def _note_cluster(self, result: RowResult) -> None:
        name = result.values.get("cluster", "")
        key = search_key(name)
        if result.outcome != WRONG and key and key not in self.clusters and key not in self.new_clusters:
            self.new_clusters[key] = name
            self.new_names.append(name)

    def _changes(self, unit: GrassrootsUnion, values: Values) -> list[Change]:
        changes = []
        for name in UNIT_FIELDS:
            if name in values:
                old, new = plain_text(getattr(unit, name)), plain_text(values[name])
                if search_key(old) != search_key(new):
                    changes.append(Change(name, old, new))
        return changes

    def write(self, results: Sequence[RowResult]) -> list[WrittenRow]:
        written = self._create_clusters()
        for result in results:
            fields = self._unit_fields(result.values)
            unit, rows = self._create(result, fields) if result.outcome == NEW else self._update(result, fields)
            written += [*rows, *self._write_numbers(result, unit)]
        return written

    def _unit_fields(self, values: Values) -> Values:
        fields = {name: values[name] for name in UNIT_FIELDS if name in values}
        if "cluster" in fields:
            fields["cluster"] = self.clusters[search_key(fields["cluster"])]
        return fields

    def _create_clusters(self) -> list[WrittenRow]:
        clusters = Cluster.objects.bulk_create(
            Cluster(union=self.place, name=name) for name in self.new_clusters.values()
        )
        self.clusters |= dict(zip(self.new_clusters, clusters, strict=True))
        self.new_clusters = {}
        return [WrittenRow(None, cluster) for cluster in clusters]

    def _create(self, result: RowResult, fields: Values) -> tuple[GrassrootsUnion, list[WrittenRow]]:
        values = result.values
        since = values.get("since") or values.get("founded_on") or timezone.localdate()
        fields = {"founded_on": None, **fields}
        unit = enter_grassroots(
            actor=self.actor, union=self.place, code=values["code"], name=values["name"], since=since, **fields
        )
        return unit, [WrittenRow(result, row) for row in (unit, unit.affiliations.get(), unit.names.get())]

    def _update(self, result: RowResult, fields: Values) -> tuple[GrassrootsUnion, list[WrittenRow]]:
        unit = lock(result.target)
        before = columns_of(unit, fields)
        changed = update_fields(unit, fields)
        if changed:
            record("grassroots.change", unit, actor=self.actor, detail={"changed": changed})
        return unit, [WrittenRow(result, unit, changed_columns(before, unit))] if changed else []


def typed_numbers(values: Values) -> dict[str, int]:
    return {name: values[name] for name in NUMBERS if name in values}


def sectors_by_name(sectors: Iterable[Sector]) -> dict[str, Sector]:
    by_name: dict[str, Sector] = {}
    for sector in sectors:
        spellings = [text for text, kind in SECTORS.items() if kind == sector.kind]
        for text in (*spellings, sector.code, sector.name, str(SectorKind(sector.kind).label)):
            by_name[sector_key(text)] = sector
    return by_name


def sector_key(text: str) -> str:
    return search_key(text).removeprefix("khoi ")


def plain_text(value: object) -> str:
    return value.isoformat() if isinstance(value, date) else str(value or "")
