"""Joins all sheets of a file into one list; no row is lost."""

from collections.abc import Iterable, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from typing import Protocol

from django.utils.translation import gettext as _

from core.spreadsheets.errors import FileRejected
from core.spreadsheets.headings import Column, Headings, find_headings, named_headings, plain_heading
from core.spreadsheets.sheets import Row, Sheet, cell_at
from unions.imports.set_aside import mark_rows

MOST_LETTERS = 90


class ListColumns(Protocol):
    """What a list is known by; an importer is one."""

    @property
    def columns(self) -> tuple[Column, ...]: ...

    @property
    def ignored_headings(self) -> tuple[str, ...]: ...

    def missing_columns(self, fields: Iterable[str]) -> list[str]: ...

    def settle_columns(self, headings: Headings, rows: Sequence[Row], covered: AbstractSet[int]) -> None: ...


@dataclass
class HeadedSheet:
    sheet: Sheet
    headings: Headings | None
    missing: list[str]

    @property
    def is_complete(self) -> bool:
        return self.headings is not None and not self.missing


def join_sheets(importer: ListColumns, sheets: Sequence[Sheet]) -> tuple[Headings, list[Row]]:
    """Raise FileRejected if no sheet has headings."""
    headed = [_headed(importer, sheet) for sheet in sheets]
    main = next((each for each in headed if each.is_complete), None) or next(
        (each for each in headed if each.headings), None
    )
    if main is None or main.headings is None:
        raise _no_headings(importer)
    names, rows = _padded_names(main), []
    for each, label in zip(headed, _labels(sheets), strict=True):
        own = _rows(each, names, is_main=each is main)
        rows += [row._replace(sheet=label) for row in own] if len(headed) > 1 else own
    headings = named_headings(names, importer.columns, importer.ignored_headings)
    entries = [row for row in mark_rows(rows, names, headings.taken()) if not row.aside]
    importer.settle_columns(headings, entries, _covered_columns(main))
    return headings, rows


def _labels(sheets: Sequence[Sheet]) -> list[str]:
    """Names are shortened for storage and unique."""
    labels: list[str] = []
    for number, sheet in enumerate(sheets, 1):
        name = sheet.name[:MOST_LETTERS]
        labels.append(f"{name} ({number})" if name in labels else name)
    return labels


def _headed(importer: ListColumns, sheet: Sheet) -> HeadedSheet:
    headings = find_headings(sheet.rows, importer.columns, importer.ignored_headings)
    missing = importer.missing_columns(headings.fields.values()) if headings else []
    return HeadedSheet(sheet, headings, missing)


def _no_headings(importer: ListColumns) -> FileRejected:
    examples = ", ".join(str(column.label) for column in importer.columns[:4])
    return FileRejected(
        _("No row of headings was found, such as: %(headings)s. Please bring the row that names the columns too.")
        % {"headings": examples}
    )


def _padded_names(each: HeadedSheet) -> list[str]:
    names = list(each.headings.names) if each.headings else []
    width = max(len(row.cells) for row in each.sheet.rows)
    return names + [""] * (width - len(names))


def _rows(each: HeadedSheet, names: list[str], *, is_main: bool) -> list[Row]:
    """Rows move to the columns of the list; `names` gains unknown headings."""
    rows = each.sheet.rows
    if each.headings is None:
        return [row._replace(aside=_("The sheet has no row of headings.")) for row in rows]
    if not (is_main or each.is_complete):
        reason = _("The sheet has no column: %(columns)s.") % {"columns": ", ".join(each.missing)}
        return [row._replace(aside=reason) for row in rows]
    first = each.headings.row
    above = [row._replace(aside=_("Title or headings of the list.")) for row in rows[:first]]
    return above + (rows[first:] if is_main else _moved_rows(rows[first:], _places(names, _padded_names(each))))


def _places(names: list[str], own: Sequence[str]) -> list[int]:
    """Return the place in the list of each column of a further sheet."""
    free = {place: plain_heading(name) for place, name in enumerate(names)}
    places = []
    for column, name in enumerate(own):
        plain = plain_heading(name)
        if free.get(column) == plain:
            place = column
        elif (place := next((each for each, known in free.items() if plain and known == plain), -1)) < 0:
            place = len(names)
            names.append(name)
        free.pop(place, None)
        places.append(place)
    return places


def _moved_rows(rows: Sequence[Row], places: Sequence[int]) -> list[Row]:
    if places == list(range(len(places))):
        return list(rows)
    column_at = {place: column for column, place in enumerate(places)}
    return [
        row._replace(cells=tuple(cell_at(row, column_at.get(place, len(places))) for place in range(max(places) + 1)))
        for row in rows
    ]


def _covered_columns(each: HeadedSheet) -> set[int]:
    """Columns below a merged heading, without its first."""
    names = _padded_names(each)
    first_cells = {row.number: row.cells for row in each.sheet.rows[: each.headings.row if each.headings else 0]}
    covered: set[int] = set()
    for span in each.sheet.spans:
        cells = first_cells.get(span.top, ())
        if span.left < min(len(cells), len(names)) and cells[span.left] and cells[span.left] in names[span.left]:
            covered |= set(range(span.left + 1, min(span.right + 1, len(names))))
    return covered
