"""From a file to a list: its headings found, its columns taken for something, its rows of data."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from core.spreadsheets.errors import FileRejected
from core.spreadsheets.headings import Headings, find_headings
from core.spreadsheets.reading import Row, read_rows
from core.text import tidy
from unions.access import PortalUser
from unions.imports.importers.base import RowImporter, Source
from unions.imports.importers.people import PeopleImporter
from unions.imports.importers.unions import UnionsImporter
from unions.imports.importers.units import HeadcountsImporter, UnitsImporter
from unions.imports.models import ImportKind

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
    """A list that could be read."""

    kind: str
    source: Source
    headings: Headings
    rows: list[Row]

    @property
    def missing(self) -> list[str]:
        """What must still be named before the rows can be judged."""
        return IMPORTERS[self.kind].missing(self.headings.taken().values())

    @property
    def is_certain(self) -> bool:
        return not self.missing and not self.headings.doubts


def open_list(kind: str, content: bytes, name: str) -> OpenedList:
    """Read a file; raise Refused where there is no list in it."""
    judge = IMPORTERS[kind]
    rows = read_rows(content, name)
    headings = find_headings(rows, judge.columns, judge.ignored)
    if headings is None:
        known = ", ".join(str(column.label) for column in judge.columns[:4])
        raise FileRejected(
            _("No row of headings was found, such as: %(headings)s. Please bring the row that names the columns too.")
            % {"headings": known}
        )
    data = list(data_rows(rows[headings.row :]))
    if not data:
        raise FileRejected(_("There is no row below the headings."))
    return OpenedList(kind, Source.of(name, content), headings, data)


def data_rows(rows: Iterable[Row]) -> Iterable[Row]:
    """Leave out totals, and what stands below the place of the signature."""
    for row in rows:
        first = tidy(next(cell for cell in row.cells if cell))
        if SIGNATURE.fullmatch(first):
            return
        if not TOTAL.fullmatch(first):
            yield row


def importer_for(
    kind: str, *, place: Any, fields: Mapping[int, str], actor: PortalUser | None, year: int
) -> RowImporter:
    """Return who judges the rows; raise Refused while columns are missing or named twice."""
    judge = IMPORTERS[kind]
    taken = [name for name in fields.values() if name]
    labels = {column.field: str(column.label) for column in judge.columns}
    if missing := judge.missing(taken):
        raise FileRejected(_("Please say which column holds: %(columns)s.") % {"columns": ", ".join(missing)})
    if twice := sorted({labels[name] for name in taken if taken.count(name) > 1}):
        raise FileRejected(_("Two columns cannot both be: %(columns)s.") % {"columns": ", ".join(twice)})
    return judge(place=place, fields=fields, actor=actor, year=year)
