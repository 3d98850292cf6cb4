"""A list to hand in: titled, numbered, printed on A4."""

import tempfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from textwrap import wrap
from typing import IO, Any

import xlsxwriter
from django.http import FileResponse
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _

from core.spreadsheets.writing import (
    DAY,
    MOMENT,
    OPTIONS,
    SHEET_TYPE,
    is_day,
    is_number,
    sheet_name,
    write_value,
)
from core.text import search_key, short_date

FONT = "Times New Roman"
NARROWEST, WIDEST = 6, 45
A4, UPRIGHT = 9, 95
"""Paper A4, and letters across it upright."""


@dataclass(frozen=True)
class ListHead:
    office: str
    title: str
    lines: Sequence[str]
    """The year and the filters in words."""

    def __iter__(self) -> Iterator[tuple[str, str]]:
        """Yield (text, style) of each line."""
        if self.office:
            yield self.office, "office"
        yield self.title, "title"
        for line in wrap(" · ".join(self.lines), UPRIGHT):
            yield line, "line"
        yield _("Exported on %(day)s") % {"day": short_date(timezone.localdate())}, "line"


STYLES: dict[str, dict[str, Any]] = {
    "office": {"bold": True},
    "title": {"bold": True, "font_size": 14, "align": "center_across"},
    "line": {"italic": True, "align": "center_across"},
    "heading": {"bold": True, "border": 1, "text_wrap": True, "align": "center", "valign": "vcenter"},
    "text": {"border": 1, "text_wrap": True, "valign": "top"},
    "number": {"border": 1, "valign": "top"},
    "count": {"border": 1, "valign": "top", "num_format": "#,##0"},
    "day": {"border": 1, "valign": "top", "align": "center", "num_format": DAY},
    "moment": {"border": 1, "valign": "top", "align": "center", "num_format": MOMENT},
}


class ListSheet:
    def __init__(self, book: xlsxwriter.Workbook, name: str, counts: frozenset[int]) -> None:
        self.sheet = book.add_worksheet(name)
        self.styles = {style: book.add_format({"font_name": FONT, **facts}) for style, facts in STYLES.items()}
        self.counts = counts
        """Columns whose numbers are grouped."""
        self.row = 0
        self.widths: list[int] = []

    def write_head(self, head: ListHead, columns: int) -> None:
        for text, style in head:
            self.sheet.write_string(self.row, 0, text, self.styles[style])
            if style != "office":
                for column in range(1, columns):
                    self.sheet.write_blank(self.row, column, None, self.styles[style])
            self.row += 1
        self.row += 1

    def write_headings(self, headings: Sequence[Any]) -> None:
        for column, heading in enumerate(headings):
            self.sheet.write_string(self.row, column, str(heading), self.styles["heading"])
        self.widths = [max((len(word) for word in str(heading).split()), default=0) for heading in headings]
        self.sheet.repeat_rows(self.row)
        self.sheet.freeze_panes(self.row + 1, 0)
        self.row += 1

    def write_row(self, values: Sequence[Any]) -> None:
        for column, value in enumerate(values):
            if value in (None, ""):
                self.sheet.write_blank(self.row, column, None, self.styles["text"])
                continue
            write_value(self.sheet, self.row, column, value, self.styles[self._style(column, value)])
            self.widths[column] = max(self.widths[column], _length(value))
        self.row += 1

    def _style(self, column: int, value: Any) -> str:
        if isinstance(value, datetime):
            return "moment"
        if is_day(value):
            return "day"
        if is_number(value):
            return "count" if column in self.counts and isinstance(value, int) else "number"
        return "text"

    def lay_out(self) -> None:
        """All columns fit the width of one page."""
        widths = [min(max(width, NARROWEST), WIDEST) + 2 for width in self.widths]
        for column, width in enumerate(widths):
            self.sheet.set_column(column, column, width)
        if sum(widths) > UPRIGHT:
            self.sheet.set_landscape()
        self.sheet.set_paper(A4)
        self.sheet.fit_to_pages(1, 0)
        self.sheet.set_margins(left=0.5, right=0.5, top=0.6, bottom=0.7)
        self.sheet.set_footer("&C" + _("Page %(number)s of %(total)s") % {"number": "&P", "total": "&N"})


def _length(value: Any) -> int:
    if isinstance(value, datetime):
        return len(MOMENT)
    return len(DAY) if is_day(value) else max(len(line) for line in str(value).split("\n"))


def write_list(rows: Iterable[Sequence[Any]], head: ListHead, counts: frozenset[int] = frozenset()) -> IO[bytes]:
    """Headings come first; return the rewound file. Columns in `counts` get thousands separators."""
    target = tempfile.TemporaryFile()  # noqa: SIM115 - the response closes it
    lines = iter(rows)
    with xlsxwriter.Workbook(target, OPTIONS) as book:
        sheet = ListSheet(book, sheet_name(head.title), frozenset(column + 1 for column in counts))
        headings = [_("No."), *next(lines)]
        sheet.write_head(head, len(headings))
        sheet.write_headings(headings)
        for number, row in enumerate(lines, 1):
            sheet.write_row([number, *row])
        sheet.lay_out()
    target.seek(0)
    return target


def table_response(table: Any, head: ListHead) -> FileResponse:
    """All pages, filtered and ordered as on the screen."""
    columns = [column for column in table.columns.iterall() if not column.column.exclude_from_export]
    counts = frozenset(
        place for place, column in enumerate(columns) if "num" in str(column.attrs["td"].get("class", "")).split()
    )
    name = f"{slugify(search_key(head.title)) or 'export'}-{timezone.localdate():%Y%m%d}.xlsx"
    file = write_list(table.as_values(), head, counts)
    return FileResponse(file, as_attachment=True, filename=name, content_type=SHEET_TYPE)
