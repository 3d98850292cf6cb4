import tempfile
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import IO, Any

import xlsxwriter
from django.utils import timezone
from django.utils.text import slugify

from core.text import search_key

SHEET_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
WIDEST = 60
DAY, MOMENT = "dd/mm/yyyy", "dd/mm/yyyy hh:mm"
OPTIONS = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
"""Text is written as text, so that a cell that begins with "=" is no formula."""


def write_sheet(rows: Iterable[Sequence[Any]], title: str) -> IO[bytes]:
    """Headings come first; return the rewound file."""
    return write_sheets({title: rows})


def write_sheets(sheets: Mapping[str, Iterable[Sequence[Any]]]) -> IO[bytes]:
    """As `write_sheet`, for {title: rows} in constant memory."""
    target = tempfile.TemporaryFile()  # noqa: SIM115 - the response closes it
    with xlsxwriter.Workbook(target, OPTIONS) as book:
        head = book.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "top"})
        day = book.add_format({"num_format": DAY})
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
            if value not in (None, ""):
                write_value(sheet, index, column, value, head if index == 0 else day if is_day(value) else None)


def sheet_name(title: str) -> str:
    """Excel takes 31 characters."""
    return slugify(search_key(title))[:31].strip("-") or "data"


def is_day(value: Any) -> bool:
    return isinstance(value, date)


def is_number(value: Any) -> bool:
    return isinstance(value, int | float | Decimal) and not isinstance(value, bool)


def write_value(sheet: Any, row: int, column: int, value: Any, style: Any) -> None:
    """Days and numbers keep their type; times are those of Hà Nội."""
    if isinstance(value, datetime) and timezone.is_aware(value):
        value = timezone.localtime(value).replace(tzinfo=None)
    if is_day(value):
        sheet.write_datetime(row, column, value, style)
    elif is_number(value):
        sheet.write_number(row, column, value, style)
    else:
        sheet.write_string(row, column, str(value), style)
