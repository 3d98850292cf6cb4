"""A list of units as an office keeps it in a spreadsheet, read as what a decision says of each."""

from collections import Counter, defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.users.models import User
from core.spreadsheets.headings import Column, find_headings
from core.spreadsheets.reading import Row
from core.text import comparison_key, tidy
from restructuring.choices import ReorganisationKind as Kind
from restructuring.models import Reorganisation
from restructuring.rules import MOVING, line_objections
from restructuring.selectors.reorganisations import facts_of_lines, reach_of, targets_of
from restructuring.services.drafting import LineInput, check_draft, put_on_list, raise_objections
from unions.tree.models import Union
from unions.units.models import GrassrootsUnion

CODE = Column("code", gettext_lazy("Code"), ("ma cdcs", "ma", "ma don vi", "ma so", "ma cong doan co so"))
NAME = Column(
    "name", gettext_lazy("Name of the unit"), ("ten cdcs", "cdcs", "ten don vi", "cong doan co so", "don vi")
)
TO_UNION = Column(
    "to_union",
    gettext_lazy("New union above"),
    (
        "cong doan cap tren moi",
        "cong doan cap tren",
        "cap tren moi",
        "chuyen ve",
        "don vi tiep nhan",
        "ma cap tren moi",
    ),
)
INTO = Column("into", gettext_lazy("Merged into"), ("sap nhap vao", "cdcs moi", "ma cdcs moi", "hop nhat vao", "vao"))
NEW_NAME = Column("new_name", gettext_lazy("New name"), ("ten moi", "ten cdcs moi", "doi ten thanh"))
NOTE = Column("note", gettext_lazy("Note"), ("ghi chu",))
COLUMNS: dict[str, tuple[Column, ...]] = {
    Kind.RENAME: (CODE, NAME, NEW_NAME, NOTE),
    Kind.TRANSFER: (CODE, NAME, TO_UNION, NEW_NAME, NOTE),
    Kind.MERGE: (CODE, NAME, INTO, NOTE),
    Kind.DISSOLVE: (CODE, NAME, NOTE),
    Kind.REACTIVATE: (CODE, NAME, TO_UNION, NOTE),
}
"""By kind, in the order in which a table without headings has them. A split names people and has its own form."""
IGNORED = ("stt", "tt", "so thu tu")


@dataclass(frozen=True)
class RowFault:
    """What is wrong in one row, by the number the row has in the sheet."""

    row: int
    words: str

    def __str__(self) -> str:
        return _("Row %(row)s: %(words)s") % {"row": self.row, "words": self.words}


@dataclass
class ParsedList:
    """The rows read: what each asks for, and all that is wrong."""

    wishes: list[LineInput] = field(default_factory=list)
    faults: list[RowFault] = field(default_factory=list)


def lines_from_rows(*, actor: User, reorganisation: Reorganisation, rows: Sequence[Row]) -> ParsedList:
    """Return what the rows ask for; every row that cannot go on the list is named, with the reason."""
    places, data = _headed(reorganisation, rows)
    read = [(row.number, {name: _cell(row, at) for at, name in places.items()}) for row in data]
    finder = _Finder(actor, reorganisation, [cells for _number, cells in read])
    listing = ParsedList()
    numbers: list[int] = []
    for number, cells in read:
        wish, faults = finder.wish(cells)
        listing.faults += [RowFault(number, words) for words in faults]
        if wish:
            listing.wishes.append(wish)
            numbers.append(number)
    listing.faults += _objections(reorganisation, listing.wishes, numbers)
    listing.faults.sort(key=lambda fault: fault.row)
    return listing


def put_rows_on_list(*, actor: User, reorganisation: Reorganisation, rows: Sequence[Row]) -> int:
    """Put all rows on the list, or raise ValidationError naming each row that is wrong; return how many."""
    check_draft(reorganisation)  # the rows of one that is confirmed would be told wrong for having been carried out
    listing = lines_from_rows(actor=actor, reorganisation=reorganisation, rows=rows)
    raise_objections([str(fault) for fault in listing.faults])
    return len(put_on_list(actor=actor, reorganisation=reorganisation, wishes=listing.wishes))


def _objections(
    reorganisation: Reorganisation, wishes: Sequence[LineInput], numbers: Sequence[int]
) -> list[RowFault]:
    facts = facts_of_lines(reorganisation, [wish.line(reorganisation) for wish in wishes])
    found = [
        RowFault(number, str(said))
        for number, each in zip(numbers, facts, strict=True)
        for said in line_objections(each)
    ]
    times = Counter(wish.grassroots.pk for wish in wishes)
    listed = set(reorganisation.lines.values_list("grassroots", flat=True))
    for number, wish in zip(numbers, wishes, strict=True):
        if times[wish.grassroots.pk] > 1 or wish.grassroots.pk in listed:
            found.append(RowFault(number, _("%(unit)s stands on the list twice.") % {"unit": wish.grassroots}))
    return found


def _headed(reorganisation: Reorganisation, rows: Sequence[Row]) -> tuple[dict[int, str], Sequence[Row]]:
    """Return which column holds what, and the rows below the headings; without headings, the plain order."""
    columns = COLUMNS.get(reorganisation.kind)
    if columns is None:
        raise ValidationError(_("A split is entered unit by unit, because its people are chosen."))
    found = find_headings(rows, columns, IGNORED)
    if found is None:
        return {place: column.field for place, column in enumerate(columns)}, rows
    if found.doubts:
        names = ", ".join(f"“{found.names[place]}”" for place in found.doubts)
        raise ValidationError(_("It is not clear what these columns hold: %(names)s.") % {"names": names})
    places = found.taken()
    if not {"code", "name"} & set(places.values()):
        raise ValidationError(_("The table has no column with the code or the name of the unit."))
    return places, rows[found.row :]


def _cell(row: Row, place: int) -> str:
    return tidy(row.cells[place]) if place < len(row.cells) else ""


class _Finder:
    """Units and unions by what was typed, fetched once for all rows."""

    def __init__(self, actor: User, reorganisation: Reorganisation, rows: Sequence[dict[str, str]]) -> None:
        self.kind = reorganisation.kind
        units = GrassrootsUnion.objects.visible_to(actor) if actor else GrassrootsUnion.objects.all()
        reach = units.filter(affiliations__union__in=reach_of(reorganisation.union_id)).distinct()
        self.by_code: dict[str, GrassrootsUnion] = {}
        self.by_name: dict[str, list[GrassrootsUnion]] = defaultdict(list)
        for unit in reach:
            self.by_code[unit.code.casefold()] = unit
            self.by_name[unit.marked_key].append(unit)
        self.unions: dict[str, list[Union]] = defaultdict(list)
        for union in Union.objects.filter(pk__in=targets_of(reorganisation)):
            for key in {comparison_key(union.code), comparison_key(union.name)}:
                self.unions[key].append(union)

    def wish(self, cells: dict[str, str]) -> tuple[LineInput | None, list[str]]:
        """Return what one row asks for, or why it cannot be told."""
        faults: list[str] = []
        unit = self._asked(self._unit, cells, faults)
        into = self._asked(self._into, cells, faults) if self.kind == Kind.MERGE else None
        union = self._asked(self._union, cells, faults) if self.kind in MOVING else None
        if faults or unit is None:
            return None, faults
        new_name, note = cells.get("new_name", ""), cells.get("note", "")
        return LineInput(unit, to_union=union, into=into, new_name=new_name, note=note), faults

    def _asked(self, question: Callable[[dict[str, str]], Any], cells: dict[str, str], faults: list[str]) -> Any:
        try:
            return question(cells)
        except LookupError as missing:
            faults.append(str(missing.args[0]))
            return None

    def _unit(self, cells: dict[str, str]) -> GrassrootsUnion:
        code, name = cells.get("code", ""), cells.get("name", "")
        if not code:
            return self._unit_called(name)
        unit = self.by_code.get(code.casefold())
        if unit is None:
            raise LookupError(_("There is no unit with the code %(code)s.") % {"code": code})
        if name and comparison_key(name) != unit.marked_key:
            facts = {"code": code, "known": unit.name, "typed": name}
            raise LookupError(_("The unit %(code)s is called “%(known)s”, not “%(typed)s”.") % facts)
        return unit

    def _unit_called(self, name: str) -> GrassrootsUnion:
        if not name:
            raise LookupError(_("The code of the unit is missing."))
        found = self.by_name.get(comparison_key(name), [])
        if len(found) != 1:
            said = (
                _("Several units are called “%(name)s”; give the code.")
                if found
                else _("No unit is called “%(name)s”.")
            )
            raise LookupError(said % {"name": name})
        return found[0]

    def _into(self, cells: dict[str, str]) -> GrassrootsUnion:
        typed = cells.get("into", "")
        if not typed:
            raise LookupError(_("Say into which unit it is merged."))
        return self.by_code.get(typed.casefold()) or self._unit_called(typed)

    def _union(self, cells: dict[str, str]) -> Union | None:
        typed = cells.get("to_union", "")
        if not typed:
            return None  # the rules say so where one is needed
        found = self.unions.get(comparison_key(typed), [])
        if len(found) != 1:
            raise LookupError(_("No union that could receive the unit is called “%(name)s”.") % {"name": typed})
        return found[0]
