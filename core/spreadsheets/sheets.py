"""The bounds do not trust a declared size."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from typing import NamedTuple

from django.utils.translation import gettext_lazy as _

from core.spreadsheets.errors import FileRejected
from core.text import format_number

MOST_ROWS = 50_000
LAST_ROW = 1_048_576
MOST_COLUMNS = 100
MOST_CELLS = 1_000_000
# Filled or not: cells with a format alone are passed over, but not without end.
MOST_ELEMENTS = 5_000_000
# No database keeps them.
UNSTORABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff]")
# A formula whose result the file does not contain.
NOT_COMPUTED = "#FORMULA!"


class Row(NamedTuple):
    number: int
    cells: tuple[str, ...]
    # Where several sheets make one list: the sheet that the number is of.
    sheet: str = ""
    # Why the row is not part of the list; empty for a row of it.
    aside: str = ""

    @property
    def label(self) -> str:
        return f"{self.number} ({self.sheet})" if self.sheet else str(self.number)


class Span(NamedTuple):
    """A merged cell: rows from 1, columns from 0, both ends included."""

    top: int
    left: int
    bottom: int
    right: int


@dataclass
class Sheet:
    """Empty rows are left out."""

    name: str = ""
    is_hidden: bool = False
    rows: list[Row] = field(default_factory=list)
    hidden_rows: list[int] = field(default_factory=list)
    spans: list[Span] = field(default_factory=list)

    def fill_spans_down(self) -> None:
        """A merged value belongs to each of its rows."""
        numbers = [row.number for row in self.rows]
        filled: dict[int, dict[int, str]] = {}
        for span in self.spans:
            first = bisect_left(numbers, span.top)
            if first == len(numbers) or numbers[first] != span.top or span.bottom == span.top:
                continue
            if text := cell_at(self.rows[first], span.left):
                for place in range(first + 1, bisect_right(numbers, span.bottom)):
                    filled.setdefault(place, {})[span.left] = text
        for place, texts in filled.items():
            row = self.rows[place]
            self.rows[place] = row._replace(cells=_with_texts(row.cells, texts))


def cell_at(row: Row, column: int) -> str:
    return row.cells[column] if column < len(row.cells) else ""


def _with_texts(cells: tuple[str, ...], texts: dict[int, str]) -> tuple[str, ...]:
    padded = [*cells, *[""] * (max(texts) + 1 - len(cells))]
    for column, text in texts.items():
        padded[column] = padded[column] or text
    return tuple(padded)


class Bounds:
    """Raises FileRejected beyond the limits."""

    def __init__(self) -> None:
        self.rows = self.cells = self.spans = self.elements = 0

    def pass_cell(self) -> None:
        self.elements += 1
        if self.elements > MOST_ELEMENTS:
            raise too_many_formats()

    def add_cell(self, texts: dict[int, str], row: int, column: int, text: str) -> None:
        if not text.isprintable() and not (text := UNSTORABLE.sub("", text).strip()):
            return
        if column >= MOST_COLUMNS:
            raise _too_far(row, column)
        self.cells += 1
        if self.cells > MOST_CELLS:
            raise too_many_cells()
        texts[column] = text

    def add_row(self, sheet: Sheet, number: int, texts: dict[int, str], *, is_hidden: bool = False) -> None:
        """`texts` are the filled cells by column."""
        if not texts:
            return
        if number > LAST_ROW:
            raise ValueError(number)
        if is_hidden:
            sheet.hidden_rows.append(number)
        self.rows += 1
        if self.rows > MOST_ROWS:
            raise FileRejected(
                _("The file has more than %(most)s filled rows. Please divide it into several files."),
                params={"most": format_number(MOST_ROWS)},
            )
        cells = tuple(texts.get(column, "") for column in range(max(texts) + 1))
        sheet.rows.append(Row(number, cells))

    def add_span(self, sheet: Sheet, span: Span) -> None:
        self.spans += 1
        if self.spans > MOST_CELLS:
            raise too_many_cells()
        sheet.spans.append(span)


def too_many_formats() -> FileRejected:
    return FileRejected(
        _(
            "Too many empty rows and columns of the file have a format. Please copy the rows of the list to a new "
            "file, and choose that one."
        )
    )


def too_many_cells() -> FileRejected:
    return FileRejected(
        _("The file has more than %(most)s filled cells. Please divide it into several files."),
        params={"most": format_number(MOST_CELLS)},
    )


def _too_far(row: int, column: int) -> FileRejected:
    return FileRejected(
        _(
            "The cell %(cell)s is filled and lies beyond column %(last)s, where no list reaches. Please delete the "
            "columns that do not belong to the list, save and choose the file again."
        ),
        params={"cell": f"{column_letter(column)}{row}", "last": column_letter(MOST_COLUMNS - 1)},
    )


def numbered_sheet(lines: Iterable[list[str]], bounds: Bounds) -> Iterator[Sheet]:
    sheet = Sheet()
    for number, cells in enumerate(lines, 1):
        texts: dict[int, str] = {}
        for column, cell in enumerate(cells):
            if text := cell.strip():
                bounds.add_cell(texts, number, column, text)
        bounds.add_row(sheet, number, texts)
    yield sheet


@lru_cache(maxsize=1_000)
def column_index(letters: str) -> int:
    """0 for A, 26 for AA."""
    index = 0
    for letter in letters:
        index = index * 26 + ord(letter) - ord("A") + 1
    return index - 1


def column_letter(index: int) -> str:
    """A for 0, AA for 26."""
    letters = ""
    while index >= 0:
        letters = chr(ord("A") + index % 26) + letters
        index = index // 26 - 1
    return letters
