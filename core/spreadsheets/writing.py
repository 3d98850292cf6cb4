"""Spreadsheets out: memory does not grow with the rows, and no cell can become a formula."""

import tempfile
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import IO, Any

import xlsxwriter
from django.http import FileResponse
from django.utils import timezone
from django.utils.text import slugify

from core.text import search_key

SHEET_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
WIDEST = 60


def write_sheet(rows: Iterable[Sequence[Any]], title: str) -> IO[bytes]:
    """Write `rows` (the first is the heading) into one sheet; return the file, rewound.

    Text is always written as text: a cell that begins with "=" stays what it was.
    """
    target = tempfile.TemporaryFile()  # noqa: SIM115 - the response closes it
    options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(target, options) as book:
        sheet = book.add_worksheet(sheet_name(title))
        head = book.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "top"})
        day = book.add_format({"num_format": "dd/mm/yyyy"})
        sheet.freeze_panes(1, 0)
        for index, row in enumerate(rows):
            if index == 0:
                for column, label in enumerate(row):
                    sheet.set_column(column, column, min(max(len(str(label)) + 4, 14), WIDEST))
            for column, value in enumerate(row):
                _write_cell(sheet, index, column, value, head if index == 0 else None, day)
    target.seek(0)
    return target


def sheet_name(title: str) -> str:
    """Return `title` as spreadsheets allow the name of a sheet: 31 letters, none of those with a meaning."""
    return slugify(search_key(title))[:31].strip("-") or "data"


def _write_cell(sheet: Any, row: int, column: int, value: Any, style: Any, day: Any) -> None:
    if isinstance(value, datetime):
        value = timezone.localtime(value).replace(tzinfo=None) if timezone.is_aware(value) else value
    if isinstance(value, date):
        sheet.write_datetime(row, column, value, day)
    elif isinstance(value, int | float) and not isinstance(value, bool):
        sheet.write_number(row, column, value, style)
    elif value not in (None, ""):
        sheet.write_string(row, column, str(value), style)


def table_response(table: Any, title: str) -> FileResponse:
    """Return the rows of a list as a spreadsheet, all pages, as filtered and ordered on the screen."""
    stamp = timezone.localdate().strftime("%Y%m%d")
    name = f"{slugify(search_key(title)) or 'export'}-{stamp}.xlsx"
    return FileResponse(
        write_sheet(table.as_values(), title), as_attachment=True, filename=name, content_type=SHEET_TYPE
    )
