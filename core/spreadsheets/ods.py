import re
from collections.abc import Iterator
from zipfile import ZipFile

from core.spreadsheets.elements import Attributes, ElementReader
from core.spreadsheets.number_formats import GENERAL, iso_day_text, number_text
from core.spreadsheets.sheets import MOST_COLUMNS, NOT_COMPUTED, Bounds, Sheet, Span

CONTENT = "content.xml"
HIDDEN = ("collapse", "filter")
LEADING_ZERO = re.compile(r"0[0-9 ()-]+")
YEAR = re.compile(r"[0-9]{4}")
MOST_SPACES = 1_000


def read_ods(archive: ZipFile, bounds: Bounds) -> Iterator[Sheet]:
    reader = _ContentReader(bounds)
    with archive.open(CONTENT) as stream:
        reader.read(stream)
    yield from reader.sheets


class _ContentReader(ElementReader):
    def __init__(self, bounds: Bounds) -> None:
        super().__init__()
        self.bounds = bounds
        self.sheets: list[Sheet] = []
        self._hidden_styles: set[str] = set()
        self._style = ""
        self._sheet: Sheet | None = None
        self._number, self._column = 1, 0
        self._row: Attributes = {}
        self._cell: Attributes | None = None
        self._texts: dict[int, str] = {}
        self._paragraphs: list[str] = []
        self._is_note = False

    def start_style(self, attributes: Attributes) -> None:
        self._style = attributes.get("style:name", "")

    def start_table_properties(self, attributes: Attributes) -> None:
        if attributes.get("table:display") == "false":
            self._hidden_styles.add(self._style)

    def start_table(self, attributes: Attributes) -> None:
        if name := attributes.get("table:name"):
            is_hidden = attributes.get("table:style-name") in self._hidden_styles
            self._sheet = Sheet(name, is_hidden=is_hidden)
            self._number = 1

    def end_table(self) -> None:
        if self._sheet:
            self.sheets.append(self._sheet)
        self._sheet = None

    def start_table_row(self, attributes: Attributes) -> None:
        self._row, self._texts, self._column = attributes, {}, 0

    def end_table_row(self) -> None:
        count = int(self._row.get("table:number-rows-repeated", 1))
        is_hidden = self._row.get("table:visibility") in HIDDEN
        if self._sheet and self._texts:
            for number in range(self._number, self._number + count):
                self.bounds.add_row(self._sheet, number, self._texts, is_hidden=is_hidden)
        self._number += count

    def start_table_cell(self, attributes: Attributes) -> None:
        self.bounds.pass_cell()
        self._cell, self._paragraphs = attributes, []

    def end_table_cell(self) -> None:
        cell, self._cell = self._cell or {}, None
        count = int(cell.get("table:number-columns-repeated", 1))
        if text := _shown(cell, "\n".join(self._paragraphs)).strip():
            for column in range(self._column, self._column + min(count, MOST_COLUMNS + 1)):
                self.bounds.add_cell(self._texts, self._number, column, text)
            self._add_span(cell)
        self._column += count

    def start_covered_table_cell(self, attributes: Attributes) -> None:
        self._column += int(attributes.get("table:number-columns-repeated", 1))

    def _add_span(self, cell: Attributes) -> None:
        height, width = (int(cell.get(f"table:number-{what}-spanned", 1)) for what in ("rows", "columns"))
        if self._sheet and (height > 1 or width > 1):
            bottom, right = self._number + height - 1, self._column + width - 1
            self.bounds.add_span(self._sheet, Span(self._number, self._column, bottom, right))

    def start_annotation(self, _attributes: Attributes) -> None:
        self._is_note = True

    def end_annotation(self) -> None:
        self._is_note = False

    def start_p(self, _attributes: Attributes) -> None:
        if self._cell is not None and not self._is_note:
            self.collect_text()

    def start_s(self, attributes: Attributes) -> None:
        self.add_text(" " * min(int(attributes.get("text:c", 1)), MOST_SPACES))

    def start_line_break(self, _attributes: Attributes) -> None:
        self.add_text("\n")

    def end_p(self) -> None:
        if self._cell is not None and not self._is_note:
            self._paragraphs.append(self.collected_text())


def _shown(cell: Attributes, text: str) -> str:
    if cell.get("calcext:value-type") == "error":
        return text if text.startswith("#") else "#VALUE!"
    match cell.get("office:value-type", ""):
        case "boolean":
            return "x" if cell.get("office:boolean-value") == "true" else ""
        case "date":
            return text if YEAR.fullmatch(text) else iso_day_text(cell.get("office:date-value", text))
        case "float" | "currency" | "percentage" if not LEADING_ZERO.fullmatch(text):
            return number_text(float(cell.get("office:value", "nan")), GENERAL)
        case "":
            return text or (NOT_COMPUTED if "table:formula" in cell else "")
        case _:
            return text
