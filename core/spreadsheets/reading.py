import io
import warnings
from collections.abc import Iterable, Iterator
from datetime import date, datetime
from pathlib import Path
from typing import Any, NamedTuple

from django.utils.translation import gettext_lazy as _
from python_calamine import CalamineError, CalamineWorkbook, PasswordError, SheetTypeEnum, SheetVisibleEnum

from core.files import MEGABYTE
from core.spreadsheets.compound import check_compound, formulas_in_xls
from core.spreadsheets.delimited import read_delimited
from core.spreadsheets.errors import FileRejected
from core.spreadsheets.legacy_fonts import check_fonts
from core.spreadsheets.packages import check_package, formulas_in_ods, formulas_in_xlsx

KINDS = (".xlsx", ".xls", ".ods", ".csv", ".txt")
MOST_ROWS = 50_000
MOST_COLUMNS = 100
MOST_MEGABYTES = 20
FORMULAS = {".xlsx": formulas_in_xlsx, ".xls": formulas_in_xls, ".ods": formulas_in_ods}


class Row(NamedTuple):
    number: int
    cells: tuple[str, ...]


def read_rows(content: bytes, name: str) -> list[Row]:
    """Return the rows of the first visible sheet that is not empty; raise FileRejected."""
    suffix = Path(name).suffix.lower()
    _check_outside(content, suffix)
    values = read_delimited(content) if suffix in (".csv", ".txt") else _workbook_rows(content, suffix)
    rows = list(_numbered(values))
    if not rows:
        raise FileRejected(_("The file is empty: there is no row in it."))
    check_fonts(rows)
    return rows


def _check_outside(content: bytes, suffix: str) -> None:
    if suffix not in KINDS:
        allowed = ", ".join(KINDS)
        raise FileRejected(_("Please choose a file of one of these kinds: %(kinds)s."), params={"kinds": allowed})
    if not content:
        raise FileRejected(_("The file is empty: there is no row in it."))
    if len(content) > MOST_MEGABYTES * MEGABYTE:
        raise FileRejected(
            _("The file is over %(most)s MB. Please divide it into several files."), params={"most": MOST_MEGABYTES}
        )
    if suffix in (".xlsx", ".ods"):
        check_package(content, suffix)
    elif suffix == ".xls":
        check_compound(content)


def _workbook_rows(content: bytes, suffix: str) -> Iterator[list[Any]]:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            book = CalamineWorkbook.from_filelike(io.BytesIO(content))
            position, sheet = _first_filled(book)
    except PasswordError as locked:
        raise FileRejected(_("The file is protected by a password. Please save it without one.")) from locked
    except (CalamineError, OSError, ValueError) as broken:
        raise FileRejected(
            _("The file is damaged or is not what its name says. Please save it again and choose it anew.")
        ) from broken
    if sheet is None:
        return
    last_row, last_column = sheet.end
    check_size(last_row + 1, last_column + 1)
    _check_formulas(FORMULAS[suffix](content, position))
    yield from sheet.to_python(skip_empty_area=False)


def _first_filled(book: CalamineWorkbook) -> tuple[int, Any]:
    for position, about in enumerate(book.sheets_metadata):
        if about.typ == SheetTypeEnum.WorkSheet and about.visible == SheetVisibleEnum.Visible:
            sheet = book.get_sheet_by_index(position)
            if sheet.end is not None:
                return position, sheet
    return 0, None


def check_size(height: int, width: int) -> None:
    if height > MOST_ROWS:
        raise FileRejected(
            _("The sheet has %(rows)s rows; at most %(most)s are read at once. Please divide it."),
            params={"rows": height, "most": MOST_ROWS},
        )
    if width > MOST_COLUMNS:
        raise FileRejected(
            _("The sheet has %(columns)s columns; a list has at most %(most)s. Please delete the empty ones."),
            params={"columns": width, "most": MOST_COLUMNS},
        )


def _check_formulas(formulas: Iterable[tuple[int, int]]) -> None:
    """A formula may show another value on each computer, so it is refused."""
    cells = [f"{column_letter(column)}{row + 1}" for row, column in formulas]
    if cells:
        raise FileRejected(
            _(
                "The sheet computes %(count)s cells by formulas, first %(cells)s. Please copy the columns, paste "
                "them as values, save and choose the file again."
            ),
            params={"count": len(cells), "cells": ", ".join(cells[:5])},
        )


def _numbered(values: Iterable[list[Any]]) -> Iterator[Row]:
    for number, raw in enumerate(values, 1):
        cells = [cell_text(value) for value in raw]
        if number > MOST_ROWS or len(cells) > MOST_COLUMNS:
            check_size(number, len(cells))
        if any(cells):
            yield Row(number, tuple(cells))


def cell_text(value: Any) -> str:
    """Return the cell as an officer reads it: 1 for 1.0, 17/05/1988 for a day."""
    if isinstance(value, str):
        return value.strip()
    if isinstance(value, bool):
        return "x" if value else ""
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() else f"{value:.15g}"
    if isinstance(value, datetime):
        return f"{value:%d/%m/%Y}"
    if isinstance(value, date):
        return f"{value:%d/%m}/{value.year:04d}"
    return "" if value is None else str(value)


def column_letter(index: int) -> str:
    """A for 0, Z for 25, AA for 26."""
    letters = ""
    while index >= 0:
        letters = chr(ord("A") + index % 26) + letters
        index = index // 26 - 1
    return letters
