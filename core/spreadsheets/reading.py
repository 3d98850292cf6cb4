from collections.abc import Iterator
from pathlib import Path

from django.utils.translation import gettext_lazy as _

from core.foreign_files import refuse_broken_file
from core.spreadsheets.delimited import read_delimited
from core.spreadsheets.errors import FileRejected
from core.spreadsheets.legacy_fonts import check_fonts
from core.spreadsheets.ods import read_ods
from core.spreadsheets.packages import open_package
from core.spreadsheets.sheets import Bounds, Row, Sheet, numbered_sheet
from core.spreadsheets.xls import read_xls
from core.spreadsheets.xlsx import read_xlsx
from core.storage import MEGABYTE

KINDS = (".xlsx", ".xls", ".ods", ".csv", ".txt")
MOST_MEGABYTES = 20


def read_rows(content: bytes, name: str) -> list[Row]:
    """Return the rows of the only visible filled sheet; raise FileRejected."""
    filled = [sheet for sheet in read_sheets(content, name) if sheet.rows and not sheet.is_hidden]
    if len(filled) > 1:
        names = ", ".join(f"“{sheet.name}”" for sheet in filled)
        raise FileRejected(
            _("Several sheets have rows: %(names)s. Please keep only the one that is meant."), params={"names": names}
        )
    if not filled:
        raise nothing_in_it()
    return filled[0].rows


def read_sheets(content: bytes, name: str) -> list[Sheet]:
    """Hidden and empty sheets are included; raise FileRejected."""
    suffix = Path(name).suffix.lower()
    _check_outside(content, suffix)
    with refuse_broken_file(damaged()):
        sheets = list(_sheets(content, suffix))
        for sheet in sheets:
            sheet.fill_spans_down()
    seen = [row for sheet in sheets if not sheet.is_hidden for row in sheet.rows]
    if not seen:
        raise nothing_in_it()
    check_fonts(seen)
    return sheets


def _check_outside(content: bytes, suffix: str) -> None:
    if suffix not in KINDS:
        allowed = ", ".join(KINDS)
        raise FileRejected(_("Please choose a file of one of these kinds: %(kinds)s."), params={"kinds": allowed})
    if not content:
        raise nothing_in_it()
    if len(content) > MOST_MEGABYTES * MEGABYTE:
        raise FileRejected(
            _("The file is over %(most)s MB. Please divide it into several files."), params={"most": MOST_MEGABYTES}
        )


def nothing_in_it() -> FileRejected:
    return FileRejected(_("The file is empty: there is no row in it."))


def damaged() -> FileRejected:
    return FileRejected(
        _("The file is damaged or is not what its name says. Please save it again and choose it anew.")
    )


def _sheets(content: bytes, suffix: str) -> Iterator[Sheet]:
    bounds = Bounds()
    if suffix in (".csv", ".txt"):
        yield from numbered_sheet(read_delimited(content), bounds)
    elif suffix == ".xls":
        yield from read_xls(content, bounds)
    else:
        with open_package(content, suffix) as archive:
            yield from (read_xlsx if suffix == ".xlsx" else read_ods)(archive, bounds)
