import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _

from core.spreadsheets.errors import FileRejected
from core.spreadsheets.headings import Headings, find_headings
from core.spreadsheets.reading import read_sheets
from core.spreadsheets.sheets import Row
from core.text import tidy
from unions.access import PortalUser
from unions.imports.choices import ImportKind
from unions.imports.importers.base import Place, RowImporter, Source
from unions.imports.importers.people import PeopleImporter
from unions.imports.importers.unions import UnionsImporter
from unions.imports.importers.units import HeadcountsImporter, UnitsImporter

IMPORTERS: dict[str, type[RowImporter]] = {
    ImportKind.PEOPLE: PeopleImporter,
    ImportKind.UNITS: UnitsImporter,
    ImportKind.HEADCOUNTS: HeadcountsImporter,
    ImportKind.UNIONS: UnionsImporter,
}
TOTAL = re.compile(r"(?:tổng cộng|tổng số|cộng)\s*:?(?:\s.*)?", re.IGNORECASE)
SIGNATURE = re.compile(r"(?:người lập (?:biểu|bảng|danh sách)|thủ trưởng|.*, ngày .* tháng .* năm).*", re.IGNORECASE)


@dataclass
class OpenedList:
    kind: str
    source: Source
    headings: Headings
    rows: list[Row]

    @property
    def is_certain(self) -> bool:
        missing = IMPORTERS[self.kind].missing_columns(self.headings.taken().values())
        return not missing and not self.headings.doubts


def open_list(kind: str, content: bytes, name: str) -> OpenedList:
    """Read a file; raises FileRejected if it has no headings or no rows."""
    importer = IMPORTERS[kind]
    rows = next(sheet.rows for sheet in read_sheets(content, name) if sheet.rows and not sheet.is_hidden)
    headings = find_headings(rows, importer.columns, importer.ignored_headings)
    if headings is None:
        examples = ", ".join(str(column.label) for column in importer.columns[:4])
        raise FileRejected(
            _("No row of headings was found, such as: %(headings)s. Please bring the row that names the columns too.")
            % {"headings": examples}
        )
    data = list(data_rows(rows[headings.row :]))
    if not data:
        raise FileRejected(_("There is no row below the headings."))
    return OpenedList(kind, Source.of(name, content), headings, data)


def data_rows(rows: Iterable[Row]) -> Iterable[Row]:
    for row in rows:
        first = tidy(next(cell for cell in row.cells if cell))
        if SIGNATURE.fullmatch(first):
            return
        if not TOTAL.fullmatch(first):
            yield row


def importer_for(
    kind: str, *, place: Place, fields: Mapping[int, str], actor: PortalUser | None, year: int
) -> RowImporter:
    """Return the importer; raises FileRejected for missing or repeated columns."""
    importer = IMPORTERS[kind]
    used = [name for name in fields.values() if name]
    labels = {column.field: str(column.label) for column in importer.columns}
    if missing := importer.missing_columns(used):
        raise FileRejected(_("Please say which column holds: %(columns)s.") % {"columns": ", ".join(missing)})
    if repeated := sorted({labels[name] for name in used if used.count(name) > 1}):
        raise FileRejected(_("Two columns cannot both be: %(columns)s.") % {"columns": ", ".join(repeated)})
    return importer(place=place, fields=fields, actor=actor, year=year)
