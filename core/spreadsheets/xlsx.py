import re
from collections.abc import Iterator
from zipfile import ZipFile

from core.spreadsheets.elements import Attributes
from core.spreadsheets.number_formats import GENERAL, iso_day_text, number_text
from core.spreadsheets.sheets import NOT_COMPUTED, Bounds, Sheet, Span, column_index
from core.spreadsheets.xlsx_book import YES, Book, RunsReader

SPAN = re.compile(r"([A-Z]{1,3})([0-9]{1,7}):([A-Z]{1,3})([0-9]{1,7})")
# A sign that XML cannot hold, such as _x000D_.
ESCAPE = re.compile(r"_x([0-9A-Fa-f]{4})_")
DIGITS = "0123456789"


def read_xlsx(archive: ZipFile, bounds: Bounds) -> Iterator[Sheet]:
    book = Book(archive)
    for name, part, is_hidden in book.sheets:
        sheet = Sheet(name, is_hidden=is_hidden)
        with archive.open(part) as stream:
            _SheetReader(sheet, book, bounds).read(stream)
        yield sheet


class _SheetReader(RunsReader):
    def __init__(self, sheet: Sheet, book: Book, bounds: Bounds) -> None:
        super().__init__()
        self.sheet, self.book, self.bounds = sheet, book, bounds
        self.number, self.column = 0, -1
        self.texts: dict[int, str] = {}
        self._cell: Attributes = {}
        self._has_formula = self._is_hidden = False

    def start_row(self, attributes: Attributes) -> None:
        self.number = max(int(attributes.get("r") or 0), self.number + 1)
        self.column = -1
        self._is_hidden = attributes.get("hidden") in YES

    def end_row(self) -> None:
        self.bounds.add_row(self.sheet, self.number, self.texts, is_hidden=self._is_hidden)
        self.texts = {}

    def start_c(self, attributes: Attributes) -> None:
        self.bounds.pass_cell()
        letters = attributes.get("r", "").rstrip(DIGITS)
        self.column = column_index(letters) if letters else self.column + 1
        self._cell, self._runs, self._has_formula = attributes, [], False

    def start_f(self, _attributes: Attributes) -> None:
        self._has_formula = True

    def start_v(self, _attributes: Attributes) -> None:
        self.collect_text()

    def end_v(self) -> None:
        self._runs.append(self.collected_text())

    def end_c(self) -> None:
        if self._runs or self._has_formula:
            written = "".join(self._runs)
            if text := self._shown(written).strip():
                self.bounds.add_cell(self.texts, self.number, self.column, text)

    def _shown(self, written: str) -> str:
        match self._cell.get("t", "n"):
            case "s":
                return _unescaped(self.book.texts[int(written)])
            case "str" | "inlineStr":
                return _unescaped(written)
            case "b":
                return "x" if written in YES else ""
            case "e":
                return written
            case "d":
                return iso_day_text(written)
        if not written:
            return NOT_COMPUTED if self._has_formula else ""
        return self._number(written)

    def _number(self, written: str) -> str:
        style = self._cell.get("s")
        code = self.book.codes[int(style)] if style else GENERAL
        if code == GENERAL and written.isdecimal() and len(written) < 16:
            return written
        return number_text(float(written), code, is_1904=self.book.is_1904)

    def start_mergecell(self, attributes: Attributes) -> None:
        if match := SPAN.fullmatch(attributes.get("ref", "")):
            left, top, right, bottom = match.groups()
            span = Span(int(top), column_index(left), int(bottom), column_index(right))
            self.bounds.add_span(self.sheet, span)


def _unescaped(text: str) -> str:
    return ESCAPE.sub(lambda match: chr(int(match[1], 16)), text) if "_x" in text else text
