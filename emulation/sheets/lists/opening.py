"""A file or pasted text becomes rows with columns."""

import csv
import io
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from core.spreadsheets.errors import FileRejected
from core.spreadsheets.headings import find_headings
from core.spreadsheets.reading import nothing_in_it, read_sheets
from core.spreadsheets.sheets import Row, Sheet
from core.text import format_number, plain_number
from emulation.sheets.lists.columns import COLUMNS, IGNORED, RegistrationColumns, columns_by_content, label_of
from emulation.sheets.lists.titles import TitleReader
from unions.imports.files import OWN_SHEETS
from unions.imports.set_aside import mark_rows
from unions.imports.sheets import join_sheets

MOST_ROWS = 500
MARK = "x:"
"""Begins the field of a column whose x registers for the title of the code behind it."""


@dataclass
class OpenedRows:
    names: list[str]
    fields: dict[int, str]
    rows: list[Row]
    aside: list[str] = field(default_factory=list)
    """What does not belong to the list, with the reason."""

    @property
    def text(self) -> str:
        """The list alone, with the numbers of its rows, as it is sent back and forth until it is right."""
        written = io.StringIO()
        writer = csv.writer(written, delimiter="\t", lineterminator="\n")
        writer.writerow(["", *self.names])
        width = len(self.names)
        for row in self.rows:
            writer.writerow([row.number, *row.cells[:width], *[""] * (width - len(row.cells))])
        return written.getvalue()


def open_rows(content: bytes, name: str, titles: TitleReader) -> OpenedRows:
    """Raise FileRejected for a file without rows."""
    sheets = [sheet for sheet in read_sheets(content, name) if sheet.rows and sheet.name not in OWN_SHEETS]
    visible = [sheet for sheet in sheets if not sheet.is_hidden]
    if not visible:
        raise nothing_in_it()
    if any(find_headings(sheet.rows, COLUMNS, IGNORED) for sheet in visible):
        opened = _with_headings(visible, titles)
    else:
        opened = _without_headings(visible, titles)
    if not opened.rows:
        raise FileRejected(_("There is no row below the headings."))
    return opened


def check_length(opened: OpenedRows) -> OpenedRows:
    if len(opened.rows) > MOST_ROWS:
        text = _("The list has more than %(most)s rows. Please divide it.")
        raise FileRejected(text, params={"most": format_number(MOST_ROWS)})
    return opened


def _with_headings(sheets: Sequence[Sheet], titles: TitleReader) -> OpenedRows:
    headings, rows = join_sheets(RegistrationColumns, sheets)
    fields = {place: name for place, name in headings.fields.items() if name} | headings.doubts
    fields |= {
        place: f"{MARK}{code}"
        for place, name in enumerate(headings.names)
        if place not in headings.fields and place not in headings.doubts and (code := titles.offers(name))
    }
    return _sorted(headings.names, _once(fields), rows)


def _once(fields: Mapping[int, str]) -> dict[int, str]:
    """Of two columns for one field the first is read."""
    seen: set[str] = set()
    kept = {}
    for place, name in sorted(fields.items()):
        if name not in seen:
            kept[place] = name
            seen.add(name)
    return kept


def _without_headings(sheets: Sequence[Sheet], titles: TitleReader) -> OpenedRows:
    rows = [row for sheet in sheets for row in sheet.rows]
    fields = columns_by_content(rows, titles)
    if "full_name" not in fields.values():
        raise FileRejected(_("No column of names was found. Please copy the row of headings too."))
    width = max(len(row.cells) for row in rows)
    return _sorted([label_of(fields.get(place, "")) for place in range(width)], fields, rows)


def _sorted(names: list[str], fields: dict[int, str], rows: Sequence[Row]) -> OpenedRows:
    opened = OpenedRows(names, fields, [])
    for row in mark_rows(rows, names, fields):
        if row.aside:
            text = " ".join(filter(None, row.cells))[:80]
            opened.aside.append(_("Row %(number)s: %(reason)s “%(text)s”") % _told(row, text))
        else:
            opened.rows.append(row)
    if len({row.number for row in opened.rows}) < len(opened.rows):  # several sheets
        opened.rows = [row._replace(number=number) for number, row in enumerate(opened.rows, 1)]
    return opened


def _told(row: Row, text: str) -> dict[str, str]:
    return {"number": row.label, "reason": row.aside, "text": text}


def reopened(text: str, fields: Mapping[int, str], mended: Mapping[tuple[int, int], str]) -> OpenedRows:
    """`text` was made by `OpenedRows.text`; cells are mended by row and column."""
    (_corner, *names), *lines = [line for line in _cells(text) if line] or [[""]]
    numbered = [(plain_number(label) or 0, cells) for label, *cells in lines]
    rows = [
        Row(number, tuple(mended.get((number, place), cell).strip() for place, cell in enumerate(cells)))
        for number, cells in numbered
    ]
    known = {place: field for place, field in fields.items() if place < len(names)}
    return check_length(OpenedRows(names, known, rows))


def _cells(text: str) -> Iterator[list[str]]:
    try:
        yield from csv.reader(io.StringIO(text, newline=""), delimiter="\t")
    except csv.Error as broken:
        raise FileRejected(_("The text cannot be divided into columns. Please save it as .xlsx.")) from broken
