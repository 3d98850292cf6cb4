from typing import NamedTuple, TypeVar
from zipfile import ZipFile

from core.spreadsheets.elements import Attributes, ElementReader
from core.spreadsheets.number_formats import GENERAL, built_in_code
from core.spreadsheets.packages import not_what_it_says
from core.spreadsheets.sheets import MOST_CELLS, too_many_cells

BOOK, RELATIONS = "xl/workbook.xml", "xl/_rels/workbook.xml.rels"
YES = ("1", "true")
T = TypeVar("T", bound=ElementReader)


class SheetPart(NamedTuple):
    name: str
    part: str
    is_hidden: bool


class Book:
    def __init__(self, archive: ZipFile) -> None:
        if RELATIONS not in archive.namelist():
            raise not_what_it_says()
        relations = _read_part(archive, RELATIONS, _Relations())
        index = _read_part(archive, BOOK, _Index())
        self.is_1904 = index.is_1904
        self.sheets = [
            SheetPart(name, part, is_hidden)
            for name, key, is_hidden in index.sheets
            if (part := relations.parts.get(key, "")) in archive.namelist()
        ]
        self.texts = _read_part(archive, relations.kinds.get("sharedStrings", ""), _Texts()).texts
        self.codes = _read_part(archive, relations.kinds.get("styles", ""), _Formats()).codes


def _read_part(archive: ZipFile, part: str, reader: T) -> T:
    if part in archive.namelist():
        with archive.open(part) as stream:
            reader.read(stream)
    return reader


class _Relations(ElementReader):
    def __init__(self) -> None:
        super().__init__()
        # Parts by the key that the book uses, and by the last word of their type.
        self.parts: dict[str, str] = {}
        self.kinds: dict[str, str] = {}

    def start_relationship(self, attributes: Attributes) -> None:
        target = attributes.get("Target", "")
        part = target.lstrip("/") if target.startswith("/") else f"xl/{target}"
        self.parts[attributes.get("Id", "")] = part
        self.kinds[attributes.get("Type", "").rpartition("/")[2]] = part


class _Index(ElementReader):
    def __init__(self) -> None:
        super().__init__()
        self.is_1904 = False
        self.sheets: list[tuple[str, str, bool]] = []

    def start_workbookpr(self, attributes: Attributes) -> None:
        self.is_1904 = attributes.get("date1904") in YES

    def start_sheet(self, attributes: Attributes) -> None:
        key = next((value for name, value in attributes.items() if name.endswith(":id")), "")
        self.sheets.append((attributes.get("name", ""), key, attributes.get("state", "visible") != "visible"))


class RunsReader(ElementReader):
    """Runs of pronunciation are left out."""

    def __init__(self) -> None:
        super().__init__()
        self._runs: list[str] = []
        self._is_spoken = False

    def start_rph(self, _attributes: Attributes) -> None:
        self._is_spoken = True

    def end_rph(self) -> None:
        self._is_spoken = False

    def start_t(self, _attributes: Attributes) -> None:
        self.collect_text()

    def end_t(self) -> None:
        run = self.collected_text()
        if not self._is_spoken:
            self._runs.append(run)


class _Texts(RunsReader):
    def __init__(self) -> None:
        super().__init__()
        self.texts: list[str] = []

    def start_si(self, _attributes: Attributes) -> None:
        self._runs = []

    def end_si(self) -> None:
        if len(self.texts) == MOST_CELLS:
            raise too_many_cells()
        self.texts.append("".join(self._runs))


class _Formats(ElementReader):
    """Format codes in the order in which cells number their style."""

    def __init__(self) -> None:
        super().__init__()
        self.codes: list[str] = []
        self._own: dict[int, str] = {}
        self._is_cell_style = False

    def start_numfmt(self, attributes: Attributes) -> None:
        self._own[int(attributes["numFmtId"])] = attributes.get("formatCode", GENERAL)

    def start_cellxfs(self, _attributes: Attributes) -> None:
        self._is_cell_style = True

    def end_cellxfs(self) -> None:
        self._is_cell_style = False

    def start_xf(self, attributes: Attributes) -> None:
        if self._is_cell_style:
            number = int(attributes.get("numFmtId", 0))
            self.codes.append(self._own.get(number) or built_in_code(number))
