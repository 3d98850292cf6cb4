from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from core.spreadsheets.errors import FileRejected
from core.spreadsheets.headings import Headings
from core.spreadsheets.reading import nothing_in_it, read_sheets
from core.spreadsheets.sheets import Row, Sheet
from core.text import format_number
from unions.access import PortalUser
from unions.imports.choices import ImportKind
from unions.imports.importers.base import Place, RowImporter, Source
from unions.imports.importers.numbers import HeadcountsImporter
from unions.imports.importers.people import PeopleImporter
from unions.imports.importers.unions import UnionsImporter
from unions.imports.importers.units import UnitsImporter
from unions.imports.sheets import join_sheets

IMPORTERS: dict[str, type[RowImporter]] = {
    ImportKind.PEOPLE: PeopleImporter,
    ImportKind.UNITS: UnitsImporter,
    ImportKind.HEADCOUNTS: HeadcountsImporter,
    ImportKind.UNIONS: UnionsImporter,
}


def register_importer(kind: ImportKind, importer: type[RowImporter]) -> None:
    """A higher feature brings a kind of list."""
    IMPORTERS[kind] = importer


# The sheets that our own empty lists have beside the list.
OWN_SHEETS = ("Chon", "GhiChu")
SAMPLES, SAMPLED_ROWS, SAMPLE_LENGTH = 3, 200, 40
# So many numbers of hidden rows are named.
MAX_NUMBERS = 20


@dataclass
class OpenedList:
    """Rows outside the list have a reason in `aside`."""

    kind: str
    source: Source
    headings: Headings
    rows: list[Row]
    # What the user should know about the file: sheets and rows that are hidden.
    notices: list[str]

    @property
    def samples(self) -> dict[int, list[str]]:
        """The first different values of each column."""
        samples: dict[int, list[str]] = {}
        for row in [row for row in self.rows if not row.aside][:SAMPLED_ROWS]:
            for column, text in enumerate(row.cells):
                known = samples.setdefault(column, []) if text else []
                if text and text not in known and len(known) < SAMPLES:
                    known.append(text[:SAMPLE_LENGTH])
        return samples

    @property
    def is_certain(self) -> bool:
        missing = IMPORTERS[self.kind].missing_columns(self.headings.taken().values())
        return not missing and not self.headings.doubts


def open_list(kind: str, content: bytes, name: str) -> OpenedList:
    """Raise FileRejected without headings or rows."""
    sheets = [sheet for sheet in read_sheets(content, name) if sheet.rows and sheet.name not in OWN_SHEETS]
    visible = [sheet for sheet in sheets if not sheet.is_hidden]
    if not visible:
        raise nothing_in_it()
    headings, rows = join_sheets(IMPORTERS[kind], visible)
    if all(row.aside for row in rows):
        raise FileRejected(_("There is no row below the headings."))
    return OpenedList(kind, Source.of(name, content), headings, rows, list(_notices(sheets)))


def _notices(sheets: Sequence[Sheet]) -> Iterator[str]:
    for sheet in sheets:
        facts: dict[str, str] = {"sheet": sheet.name}
        if sheet.is_hidden:
            facts["count"] = format_number(len(sheet.rows))
            yield _("The sheet “%(sheet)s” is hidden and is not read; it has %(count)s rows.") % facts
        elif sheet.hidden_rows:
            facts["count"] = format_number(len(sheet.hidden_rows))
            facts["rows"] = ", ".join(map(str, sheet.hidden_rows[:MAX_NUMBERS]))
            yield _("%(count)s rows are hidden or filtered out in “%(sheet)s”; they are read too: %(rows)s.") % facts


def importer_for(
    kind: str, *, place: Place, fields: Mapping[int, str], actor: PortalUser | None, year: int
) -> RowImporter:
    """Raise FileRejected for missing or repeated columns."""
    importer = IMPORTERS[kind]
    used = [name for name in fields.values() if name]
    labels = {column.field: str(column.label) for column in importer.columns}
    if missing := importer.missing_columns(used):
        raise FileRejected(_("Please say which column holds: %(columns)s.") % {"columns": ", ".join(missing)})
    if repeated := sorted({labels[name] for name in used if used.count(name) > 1}):
        raise FileRejected(_("Two columns cannot both be: %(columns)s.") % {"columns": ", ".join(repeated)})
    return importer(place=place, fields=fields, actor=actor, year=year)
