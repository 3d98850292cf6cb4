from collections import Counter, defaultdict
from collections.abc import Callable, Sequence
from typing import TypeVar

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.users.models import User
from core.spreadsheets.headings import find_headings
from core.spreadsheets.sheets import Row
from core.text import comparison_key, tidy
from restructuring.choices import ReorganisationKind as Kind
from restructuring.models import Reorganisation
from restructuring.rules import MOVING, line_objections
from restructuring.selectors.reorganisations import facts_of_lines, reach_of, targets_of
from restructuring.services.drafting import LineInput, add_lines, check_draft, raise_objections
from unions.imports.columns import UNIT, column
from unions.imports.importers.base import RowFault, RowResult
from unions.tree.models import Union
from unions.units.models import GrassrootsUnion

T = TypeVar("T")

TO_UNION = column(
    "to_union",
    gettext_lazy("New union above"),
    "cong doan cap tren moi, cong doan cap tren, cap tren moi, chuyen ve, don vi tiep nhan, ma cap tren moi",
)
INTO = column("into", gettext_lazy("Merged into"), "sap nhap vao, cdcs moi, ma cdcs moi, hop nhat vao, vao")
NEW_NAME = column("new_name", gettext_lazy("New name"), "ten moi, ten cdcs moi, doi ten thanh")
NOTE = column("note", gettext_lazy("Note"), "ghi chu")
# In the order that a table without headings must have. A split is not read from a table, because it names people.
COLUMNS = {
    Kind.RENAME.value: (*UNIT, NEW_NAME, NOTE),
    Kind.TRANSFER.value: (*UNIT, TO_UNION, NEW_NAME, NOTE),
    Kind.MERGE.value: (*UNIT, INTO, NOTE),
    Kind.DISSOLVE.value: (*UNIT, NOTE),
    Kind.REACTIVATE.value: (*UNIT, TO_UNION, NOTE),
}
IGNORED_HEADINGS = ("stt", "tt", "so thu tu")


def put_rows_on_list(*, actor: User, reorganisation: Reorganisation, rows: Sequence[Row]) -> int:
    """Add all and return how many, or raise ValidationError naming each wrong row."""
    # The rows of a confirmed reorganisation would all be wrong, because their units have changed.
    check_draft(reorganisation)
    results = check_rows(actor=actor, reorganisation=reorganisation, rows=rows)
    raise_objections([_fault_text(result, fault) for result in results for fault in result.faults])
    inputs = [result.target for result in results]
    return len(add_lines(actor=actor, reorganisation=reorganisation, inputs=inputs))


def _fault_text(result: RowResult, fault: RowFault) -> str:
    return _("Row %(row)s: %(words)s") % {"row": result.row.number, "words": fault.reason}


def check_rows(*, actor: User, reorganisation: Reorganisation, rows: Sequence[Row]) -> list[RowResult]:
    """`target` of a result is its LineInput, or None if in doubt."""
    fields, data = _read_headings(reorganisation, rows)
    finder = _Finder(actor, reorganisation)
    results = [_read_row(row, fields) for row in data]
    for result in results:
        finder.set_target(result)
    _check_lines(reorganisation, [result for result in results if result.target])
    return results


def _read_headings(reorganisation: Reorganisation, rows: Sequence[Row]) -> tuple[dict[int, str], Sequence[Row]]:
    """Return {column: field} and the rows below."""
    columns = COLUMNS.get(reorganisation.kind)
    if columns is None:
        raise ValidationError(_("A split is entered unit by unit, because its people are chosen."))
    headings = find_headings(rows, columns, IGNORED_HEADINGS)
    if headings is None:
        return {index: column.field for index, column in enumerate(columns)}, rows
    if headings.doubts:
        names = ", ".join(f"“{headings.names[index]}”" for index in headings.doubts)
        raise ValidationError(_("It is not clear what these columns hold: %(names)s.") % {"names": names})
    fields = headings.taken()
    if not {"code", "name"} & set(fields.values()):
        raise ValidationError(_("The table has no column with the code or the name of the unit."))
    return fields, rows[headings.row :]


def _read_row(row: Row, fields: dict[int, str]) -> RowResult:
    values = {name: tidy(row.cells[index]) for index, name in fields.items() if index < len(row.cells)}
    return RowResult(row, values=values)


def _check_lines(reorganisation: Reorganisation, results: Sequence[RowResult]) -> None:
    inputs: list[LineInput] = [result.target for result in results]
    facts = facts_of_lines(reorganisation, [line_input.build_line(reorganisation) for line_input in inputs])
    counts = Counter(line_input.grassroots.pk for line_input in inputs)
    listed = set(reorganisation.lines.values_list("grassroots", flat=True))
    for result, line_input, line_facts in zip(results, inputs, facts, strict=True):
        unit = line_input.grassroots
        reasons = [str(objection) for objection in line_objections(line_facts)]
        if counts[unit.pk] > 1 or unit.pk in listed:
            reasons.append(_("%(unit)s stands on the list twice.") % {"unit": unit})
        result.faults += [RowFault(None, reason) for reason in reasons]


class _Finder:
    def __init__(self, actor: User, reorganisation: Reorganisation) -> None:
        self.kind = reorganisation.kind
        units = GrassrootsUnion.objects.visible_to(actor) if actor else GrassrootsUnion.objects.all()
        self.by_code: dict[str, GrassrootsUnion] = {}
        self.by_name: dict[str, list[GrassrootsUnion]] = defaultdict(list)
        for unit in units.filter(affiliations__union__in=reach_of(reorganisation.union_id)).distinct():
            self.by_code[unit.code.casefold()] = unit
            self.by_name[unit.marked_key].append(unit)
        self.unions: dict[str, list[Union]] = defaultdict(list)
        for union in Union.objects.filter(pk__in=targets_of(reorganisation)):
            for key in {comparison_key(union.code), comparison_key(union.name)}:
                self.unions[key].append(union)

    def set_target(self, result: RowResult) -> None:
        unit = self._find(self._unit, result)
        into = self._find(self._into, result) if self.kind == Kind.MERGE else None
        union = self._find(self._union, result) if self.kind in MOVING else None
        if unit and not result.faults:
            new_name, note = result.values.get("new_name", ""), result.values.get("note", "")
            result.target = LineInput(unit, to_union=union, into=into, new_name=new_name, note=note)

    def _find(self, find: Callable[[dict[str, str]], T], result: RowResult) -> T | None:
        try:
            return find(result.values)
        except LookupError as error:
            result.faults.append(RowFault(None, str(error.args[0])))
            return None

    def _unit(self, values: dict[str, str]) -> GrassrootsUnion:
        code, name = values.get("code", ""), values.get("name", "")
        if not code:
            return self._unit_by_name(name)
        unit = self.by_code.get(code.casefold())
        if unit is None:
            raise LookupError(_("There is no unit with the code %(code)s.") % {"code": code})
        if name and comparison_key(name) != unit.marked_key:
            facts = {"code": code, "known": unit.name, "typed": name}
            raise LookupError(_("The unit %(code)s is called “%(known)s”, not “%(typed)s”.") % facts)
        return unit

    def _unit_by_name(self, name: str) -> GrassrootsUnion:
        if not name:
            raise LookupError(_("The code of the unit is missing."))
        units = self.by_name.get(comparison_key(name), [])
        if len(units) > 1:
            raise LookupError(_("Several units are called “%(name)s”; give the code.") % {"name": name})
        if not units:
            raise LookupError(_("No unit is called “%(name)s”.") % {"name": name})
        return units[0]

    def _into(self, values: dict[str, str]) -> GrassrootsUnion:
        code_or_name = values.get("into", "")
        if not code_or_name:
            raise LookupError(_("Say into which unit it is merged."))
        return self.by_code.get(code_or_name.casefold()) or self._unit_by_name(code_or_name)

    def _union(self, values: dict[str, str]) -> Union | None:
        code_or_name = values.get("to_union", "")
        if not code_or_name:
            return None  # `line_objections` reports it where a union is needed
        unions = self.unions.get(comparison_key(code_or_name), [])
        if len(unions) != 1:
            raise LookupError(
                _("No union that could receive the unit is called “%(name)s”.") % {"name": code_or_name}
            )
        return unions[0]
