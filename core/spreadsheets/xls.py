"""Excel 97 to 2003."""

import io
from collections.abc import Iterator
from typing import Any

import xlrd

from core.spreadsheets.compound import workbook_stream
from core.spreadsheets.number_formats import number_text
from core.spreadsheets.packages import COMPOUND, check_no_password, not_what_it_says, password_protected
from core.spreadsheets.sheets import Bounds, Sheet, Span


def read_xls(content: bytes, bounds: Bounds) -> Iterator[Sheet]:
    if not content.startswith(COMPOUND):
        raise not_what_it_says()
    check_no_password(content)
    with _opened(content) as book:
        for position, name in enumerate(book.sheet_names()):
            yield _sheet(book, book.sheet_by_index(position), name, bounds)
            book.unload_sheet(position)


def _opened(content: bytes) -> xlrd.Book:
    try:
        stream = workbook_stream(content)
        options = {"logfile": io.StringIO(), "formatting_info": True, "ragged_rows": True, "on_demand": True}
        return xlrd.open_workbook(file_contents=stream, **options)
    except xlrd.XLRDError as broken:
        if "encrypted" in str(broken):
            raise password_protected() from broken
        raise


def _sheet(book: xlrd.Book, read: Any, name: str, bounds: Bounds) -> Sheet:
    sheet = Sheet(name, is_hidden=read.visibility != 0)
    for number in range(read.nrows):
        texts: dict[int, str] = {}
        for column, cell in enumerate(read.row(number)):
            if text := _shown(book, cell).strip():
                bounds.add_cell(texts, number + 1, column, text)
        about = read.rowinfo_map.get(number)
        bounds.add_row(sheet, number + 1, texts, is_hidden=bool(about and about.hidden))
    for top, bottom, left, right in read.merged_cells:
        bounds.add_span(sheet, Span(top + 1, left, bottom, right - 1))
    return sheet


def _shown(book: xlrd.Book, cell: Any) -> str:
    match cell.ctype:
        case xlrd.XL_CELL_TEXT:
            return str(cell.value)
        case xlrd.XL_CELL_NUMBER | xlrd.XL_CELL_DATE:
            code = book.format_map[book.xf_list[cell.xf_index].format_key].format_str
            return number_text(cell.value, code, is_1904=book.datemode == 1)
        case xlrd.XL_CELL_BOOLEAN:
            return "x" if cell.value else ""
        case xlrd.XL_CELL_ERROR:
            return str(xlrd.error_text_from_code.get(cell.value, "#VALUE!"))
    return ""
