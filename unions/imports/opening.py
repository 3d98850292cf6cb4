"""From a file to a list: its headings found, its columns taken for something, its rows of data."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from core.intake import Headings, Refused, Row, find_headings, read_rows
from core.text import tidy
from unions.imports.judging import Judge, Source
from unions.imports.people import PeopleJudge
from unions.imports.unions import UnionsJudge
from unions.imports.units import HeadcountsJudge, UnitsJudge
from unions.models.imports import ImportKind

JUDGES: dict[str, type[Judge]] = {
    ImportKind.PEOPLE: PeopleJudge,
    ImportKind.UNITS: UnitsJudge,
    ImportKind.HEADCOUNTS: HeadcountsJudge,
    ImportKind.UNIONS: UnionsJudge,
}
TOTAL = re.compile(r"(?:tổng cộng|tổng số|cộng)\s*:?(?:\s.*)?", re.IGNORECASE)
SIGNATURE = re.compile(r"(?:người lập (?:biểu|bảng|danh sách)|thủ trưởng|.*, ngày .* tháng .* năm).*", re.IGNORECASE)


@dataclass
class Opened:
    """A list that could be read."""

    kind: str
    source: Source
    headings: Headings
    rows: list[Row]

    @property
    def missing(self) -> list[str]:
        """What must still be named before the rows can be judged."""
        return JUDGES[self.kind].missing(self.headings.taken().values())

    @property
    def is_certain(self) -> bool:
        return not self.missing and not self.headings.doubts


def open_list(kind: str, content: bytes, name: str) -> Opened:
    """Read a file; raise Refused where there is no list in it."""
    judge = JUDGES[kind]
    rows = read_rows(content, name)
    headings = find_headings(rows, judge.columns, judge.ignored)
    if headings is None:
        known = ", ".join(str(column.label) for column in judge.columns[:4])
        raise Refused(
            _("No row of headings was found, such as: %(headings)s. Please bring the row that names the columns too.")
            % {"headings": known}
        )
    data = list(data_rows(rows[headings.row :]))
    if not data:
        raise Refused(_("There is no row below the headings."))
    return Opened(kind, Source.of(name, content), headings, data)


def data_rows(rows: Iterable[Row]) -> Iterable[Row]:
    """Leave out totals, and what stands below the place of the signature."""
    for row in rows:
        first = tidy(next(cell for cell in row.cells if cell))
        if SIGNATURE.fullmatch(first):
            return
        if not TOTAL.fullmatch(first):
            yield row


def judge_for(kind: str, *, place: Any, fields: Mapping[int, str], actor: Any, year: int) -> Judge:
    """Return who judges the rows; raise Refused while columns are missing or named twice."""
    judge = JUDGES[kind]
    taken = [name for name in fields.values() if name]
    labels = {column.field: str(column.label) for column in judge.columns}
    if missing := judge.missing(taken):
        raise Refused(_("Please say which column holds: %(columns)s.") % {"columns": ", ".join(missing)})
    if twice := sorted({labels[name] for name in taken if taken.count(name) > 1}):
        raise Refused(_("Two columns cannot both be: %(columns)s.") % {"columns": ", ".join(twice)})
    return judge(place=place, fields=fields, actor=actor, year=year)
