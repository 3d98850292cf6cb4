from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any, ClassVar

from django.db.models import TextChoices
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.audit import record
from core.editing import update_fields
from core.snapshots import changed_columns, columns_of
from core.text import comparison_key, search_key, short_date
from core.workflow import lock
from unions.imports import cell_readers
from unions.imports.columns import UNITS
from unions.imports.importers.base import (
    NEW,
    WRONG,
    Change,
    RowResult,
    SeenKeys,
    Values,
    WrittenRow,
    repeated_row_message,
)
from unions.imports.importers.numbers import UnitRowImporter
from unions.imports.importers.spellings import KINDS, OWNERSHIPS, choice_reader, sector_key, sectors_by_name
from unions.units.choices import GrassrootsKind, Ownership
from unions.units.models import Cluster, GrassrootsUnion, Sector
from unions.units.services.entering import enter_grassroots

UNIT_FIELDS = ("kind", "sector", "ownership", "cluster", "address", "founded_on")


class UnitsImporter(UnitRowImporter):
    """A known name changes only by a reorganisation, which keeps its history."""

    audit_action = "union.import_units"
    subject = GrassrootsUnion
    heading = gettext_lazy("Import a list of grassroots unions")
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


def plain_text(value: object) -> str:
    return value.isoformat() if isinstance(value, date) else str(value or "")
