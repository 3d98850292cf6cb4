"""The grassroots unions of a union, and the numbers of a year."""

from abc import abstractmethod
from collections.abc import Iterable, Sequence
from typing import Any, ClassVar

from django.utils import timezone
from django.utils.translation import gettext as _

from core.audit import record
from core.editing import update_fields
from core.permissions import require
from core.spreadsheets.reading import Row
from core.text import comparison_key, search_key, short_date
from core.workflow import lock
from unions.access import is_officer_at
from unions.imports import values
from unions.imports.columns import HEADCOUNTS, NOT_OF_UNITS, UNITS
from unions.imports.importers.base import NEW, WRONG, Change, RowImporter, RowResult, SeenKeys, same_in_file
from unions.imports.values import WrongValue
from unions.tree.services import check_lives
from unions.units.choices import GrassrootsKind, Ownership, SectorKind, UnitStatus
from unions.units.models import Cluster, GrassrootsUnion, Headcount, Sector
from unions.units.rules import headcount_faults
from unions.units.services import enter_grassroots, note_headcount

NUMBERS = ("workers", "women", "members", "women_members")
FACTS = ("kind", "sector", "ownership", "cluster", "address", "founded_on")
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


def chosen(known: dict[str, Any], kinds: type[Any]) -> Any:
    """Return the reader of a choice: by its name in the portal, or as offices write it."""

    def read(text: str) -> str:
        said = search_key(values.readable(text))
        by_label = {search_key(str(label)): value for value, label in kinds.choices}
        if found := by_label.get(said) or known.get(said):
            return str(found)
        allowed = ", ".join(str(label) for label in kinds.labels)
        raise WrongValue(_("Please write one of these: %(kinds)s.") % {"kinds": allowed})

    return read


class UnitRowImporter(RowImporter):
    """A row is a unit of the union by its code, else by its name."""

    ignored = NOT_OF_UNITS
    readers: ClassVar = {
        "code": values.slug,
        "name": values.words(200),
        **dict.fromkeys(NUMBERS, values.whole_number),
    }

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        units = GrassrootsUnion.objects.under(self.place).select_related("sector", "cluster")
        self.by_code = {unit.code.lower(): unit for unit in units}
        self.by_name: dict[str, list[GrassrootsUnion]] = {}
        for unit in units:
            self.by_name.setdefault(comparison_key(unit.name), []).append(unit)
        counts = Headcount.objects.filter(grassroots__in=units, year=self.year)
        self.numbers = {each.grassroots_id: {name: getattr(each, name) for name in NUMBERS} for each in counts}
        self.targets = SeenKeys()

    def check_permission(self) -> None:
        require(self.actor, is_officer_at, self.place.pk)
        check_lives(self.place)

    def judge(self, rows: Sequence[Row]) -> list[RowResult]:
        verdicts = [self.read(row) for row in rows]
        for verdict in verdicts:
            self._check_numbers(verdict)
            if verdict.kind != WRONG:
                self._judge_one(verdict)
        return verdicts

    def _check_numbers(self, verdict: RowResult) -> None:
        """The four numbers belong together; those the list leaves out are taken as they are known."""
        told = {name: verdict.values[name] for name in NUMBERS if name in verdict.values}
        if not told or any(self.is_refused(verdict, name) for name in NUMBERS):
            return
        unit = self._named(verdict.values)
        known = self.numbers.get(unit.pk, {}) if unit else {}
        numbers = {**known, **told}
        for name in NUMBERS:
            if name not in numbers:
                verdict.refuse(self.at.get(name, self.at[next(iter(told))]), self._number_missing(name))
        if len(numbers) == len(NUMBERS):
            for name, reason in headcount_faults(**numbers).items():
                verdict.refuse(self.at.get(name, self.at[next(iter(told))]), str(reason))

    def _number_missing(self, name: str) -> str:
        return _("“%(column)s” is missing; the four numbers of a year are told together.") % {
            "column": self.labels[name]
        }

    def _named(self, said: dict[str, Any]) -> GrassrootsUnion | None:
        """Return the unit the row names, if it is certain."""
        if said.get("code", "").lower() in self.by_code:
            return self.by_code[said["code"].lower()]
        namesakes = self.by_name.get(comparison_key(said.get("name", "")), [])
        return namesakes[0] if len(namesakes) == 1 and "code" not in said else None

    @abstractmethod
    def _judge_one(self, verdict: RowResult) -> None:
        """Say what becomes of a row that could be read."""

    def _first_column(self) -> int:
        return self.at.get("name", self.at.get("code", 0))

    def _is_ambiguous(self, said: dict[str, Any]) -> bool:
        return "code" not in said and len(self.by_name.get(comparison_key(said.get("name", "")), [])) > 1

    def _check_known(self, verdict: RowResult, unit: GrassrootsUnion) -> None:
        said = verdict.values
        if "name" in said and comparison_key(said["name"]) != comparison_key(unit.name):
            reason = _("This code is that of %(unit)s. A new name is entered as a reorganisation.") % {"unit": unit}
            verdict.refuse(self.at["name"], reason)
        elif unit.status == UnitStatus.DISSOLVED:
            verdict.refuse(self._first_column(), _("This unit has been dissolved."))
        elif first := self.targets.seen(unit.pk, verdict.row):
            verdict.refuse(self._first_column(), same_in_file(first))

    def _number_changes(self, unit: GrassrootsUnion | None, said: dict[str, Any]) -> list[Change]:
        known = self.numbers.get(unit.pk, {}) if unit else {}
        told = {name: said[name] for name in NUMBERS if name in said}
        return [
            Change(self.labels[name], str(known.get(name, "")), str(value))
            for name, value in told.items()
            if known.get(name) != value
        ]

    def _write_numbers(self, unit: GrassrootsUnion, said: dict[str, Any]) -> None:
        known = self.numbers.get(unit.pk, {})
        told = {name: said[name] for name in NUMBERS if name in said}
        if told and known != {**known, **told}:
            note_headcount(actor=self.actor, grassroots=unit, year=self.year, **{**known, **told})


class HeadcountsImporter(UnitRowImporter):
    """Workers and members of a year, for units the union has."""

    act = "union.import_headcounts"
    columns = HEADCOUNTS

    @classmethod
    def missing(cls, fields: Iterable[str]) -> list[str]:
        taken = set(fields)
        named = [] if {"code", "name"} & taken else ["name"]
        wanted = [*named, *(name for name in NUMBERS if name not in taken)]
        return [str(column.label) for column in cls.columns if column.field in wanted]

    def _judge_one(self, verdict: RowResult) -> None:
        unit = self._named(verdict.values)
        if self._is_ambiguous(verdict.values):
            verdict.refuse(self._first_column(), _("Several units bear this name. Please add the code."))
        elif unit is None:
            verdict.refuse(self._first_column(), _("The union has no unit of this name or code."))
        else:
            self._check_known(verdict, unit)
        if unit and verdict.kind != WRONG:
            self._settle(verdict, unit)

    def _settle(self, verdict: RowResult, unit: GrassrootsUnion) -> None:
        absent = [name for name in NUMBERS if name not in verdict.values]
        if absent:
            verdict.refuse(self.at.get(absent[0], 0), self._number_missing(absent[0]))
            return
        changes = self._number_changes(unit, verdict.values)
        self.settle(verdict, unit, changes)
        if unit.pk not in self.numbers:
            verdict.kind = NEW

    def write(self, verdicts: Sequence[RowResult]) -> None:
        for verdict in verdicts:
            self._write_numbers(verdict.target, verdict.values)


class UnitsImporter(UnitRowImporter):
    """Units entered or corrected; a name changes by reorganisation only, because its history must stay readable."""

    act = "union.import_units"
    columns = UNITS
    readers: ClassVar = {
        **UnitRowImporter.readers,
        "kind": chosen(KINDS, GrassrootsKind),
        "ownership": chosen(OWNERSHIPS, Ownership),
        "cluster": values.words(100),
        "address": values.words(200),
        "founded_on": values.past_day,
        "since": values.past_day,
        "sector": values.words(100),
    }

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.sectors = sector_names(Sector.objects.filter(union=self.place))
        self.clusters = {search_key(each.name): each for each in Cluster.objects.filter(union=self.place)}
        self.new_clusters: dict[str, str] = {}
        self.new_codes, self.new_names = SeenKeys(), SeenKeys()

    @classmethod
    def missing(cls, fields: Iterable[str]) -> list[str]:
        taken = set(fields)
        return [str(each.label) for each in cls.columns if each.field in ("code", "name") and each.field not in taken]

    def judge(self, rows: Sequence[Row]) -> list[RowResult]:
        codes = [row.cells[self.at["code"]] for row in rows if len(row.cells) > self.at["code"]]
        held = GrassrootsUnion.objects.filter(code__in=codes).values_list("code", flat=True)
        self.elsewhere = {code for code in held if code.lower() not in self.by_code}
        return super().judge(rows)

    def _judge_one(self, verdict: RowResult) -> None:
        self._read_sector(verdict)
        unit = self._named(verdict.values)
        if self._is_ambiguous(verdict.values):
            verdict.refuse(self._first_column(), _("Several units bear this name. Please add the code."))
        elif unit:
            self._check_known(verdict, unit)
        else:
            self._check_new(verdict)
        self._note_cluster(verdict)
        if unit and verdict.kind != WRONG:
            changes = [*self._changes(unit, verdict.values), *self._number_changes(unit, verdict.values)]
            self.settle(verdict, unit, changes)

    def _read_sector(self, verdict: RowResult) -> None:
        said = verdict.values
        if "sector" in said:
            sector = self.sectors.get(search_key(said["sector"]).removeprefix("khoi "))
            if sector is None:
                allowed = ", ".join(sorted({str(each) for each in self.sectors.values()}))
                verdict.refuse(self.at["sector"], _("Please write one of these: %(kinds)s.") % {"kinds": allowed})
            said["sector"] = sector

    def _check_new(self, verdict: RowResult) -> None:
        said, row = verdict.values, verdict.row
        for name in ("code", "name", "sector", "ownership"):
            if name not in said:
                reason = _("A new unit needs this: %(column)s.") % {"column": self.labels[name]}
                verdict.refuse(self.at.get(name, self._first_column()), reason)
        if said.get("code") in self.elsewhere:
            verdict.refuse(self.at["code"], _("This code is that of a unit of another union."))
        elif "code" in said and (first := self.new_codes.seen(said["code"].lower(), row)):
            verdict.refuse(self.at["code"], same_in_file(first))
        elif comparison_key(said.get("name", "")) in self.by_name:
            verdict.refuse(self.at["name"], _("The union has a unit of this name with another code."))
        elif "name" in said and (first := self.new_names.seen(comparison_key(said["name"]), row)):
            verdict.refuse(self.at["name"], same_in_file(first))

    def _note_cluster(self, verdict: RowResult) -> None:
        name = verdict.values.get("cluster", "")
        key = search_key(name)
        if verdict.kind != WRONG and key and key not in self.clusters and key not in self.new_clusters:
            self.new_clusters[key] = name
            self.opened.append(name)

    def _changes(self, unit: GrassrootsUnion, said: dict[str, Any]) -> list[Change]:
        changes = []
        for name in FACTS:
            if name in said:
                old, new = displayed(name, getattr(unit, name)), displayed(name, said[name])
                if search_key(old) != search_key(new):
                    changes.append(Change(self.labels[name], old, new))
        return changes

    def write(self, verdicts: Sequence[RowResult]) -> None:
        opened = Cluster.objects.bulk_create(
            Cluster(union=self.place, name=name) for name in self.new_clusters.values()
        )
        self.clusters |= dict(zip(self.new_clusters, opened, strict=True))
        self.new_clusters = {}
        for verdict in verdicts:
            said = verdict.values
            facts = {name: said[name] for name in FACTS if name in said}
            if "cluster" in facts:
                facts["cluster"] = self.clusters[search_key(facts["cluster"])]
            unit = self._entered(said, facts) if verdict.kind == NEW else self._amended(verdict, facts)
            self._write_numbers(unit, said)

    def _entered(self, said: dict[str, Any], facts: dict[str, Any]) -> GrassrootsUnion:
        since = said.get("since") or said.get("founded_on") or timezone.localdate()
        facts = {"founded_on": None, **facts}
        return enter_grassroots(
            actor=self.actor, union=self.place, code=said["code"], name=said["name"], since=since, **facts
        )

    def _amended(self, verdict: RowResult, facts: dict[str, Any]) -> GrassrootsUnion:
        unit: GrassrootsUnion = lock(verdict.target)
        changed = update_fields(unit, facts)
        if changed:
            record("grassroots.change", unit, actor=self.actor, detail={"changed": changed})
        return unit


def sector_names(sectors: Iterable[Sector]) -> dict[str, Sector]:
    """Return the sectors by every way to write them: the usual words, the code, the name."""
    found: dict[str, Sector] = {}
    for sector in sectors:
        usual = [word for word, kind in SECTORS.items() if kind == sector.kind]
        for word in (*usual, sector.code, sector.name, str(SectorKind(sector.kind).label)):
            found[search_key(word).removeprefix("khoi ")] = sector
    return found


def displayed(name: str, value: Any) -> str:
    if name == "founded_on":
        return short_date(value) if value else ""
    labels = {"kind": GrassrootsKind, "ownership": Ownership}
    return str(labels[name](value).label) if name in labels else str(value or "")
