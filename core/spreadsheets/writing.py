import tempfile
from collections.abc import Iterable, Mapping, Sequence
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
    """Write `rows`, of which the first is the heading; return the rewound file."""
    return write_sheets({title: rows})


def write_sheets(sheets: Mapping[str, Iterable[Sequence[Any]]]) -> IO[bytes]:
    """Write a workbook in constant memory, a sheet for each title; return the rewound file.

    Text is written as text, so that a cell that begins with "=" is no formula.
    """
    target = tempfile.TemporaryFile()  # noqa: SIM115 - the response closes it
    options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(target, options) as book:
        head = book.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "top"})
        day = book.add_format({"num_format": "dd/mm/yyyy"})
        for title, rows in sheets.items():
            _write_rows(book.add_worksheet(sheet_name(title)), rows, head, day)
    target.seek(0)
    return target


def _write_rows(sheet: Any, rows: Iterable[Sequence[Any]], head: Any, day: Any) -> None:
    sheet.freeze_panes(1, 0)
    for index, row in enumerate(rows):
        if index == 0:
            for column, label in enumerate(row):
                sheet.set_column(column, column, min(max(len(str(label)) + 4, 14), WIDEST))
        for column, value in enumerate(row):
            _write_cell(sheet, index, column, value, head if index == 0 else None, day)


def sheet_name(title: str) -> str:
    """At most 31 characters without reserved ones."""
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
    """All pages of a list, filtered and ordered as on the screen."""
    stamp = timezone.localdate().strftime("%Y%m%d")
    name = f"{slugify(search_key(title)) or 'export'}-{stamp}.xlsx"
    return FileResponse(
        write_sheet(table.as_values(), title), as_attachment=True, filename=name, content_type=SHEET_TYPE
    )
