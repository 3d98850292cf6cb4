"""Recognises repeated headings, groups, totals and signatures.

Such rows are kept with a reason, so that the sums of a file come out.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence

from django.utils.translation import gettext as _

from core.spreadsheets.headings import numbers_columns, plain_heading
from core.spreadsheets.sheets import Row, cell_at
from core.text import tidy

NAME_FIELDS = ("full_name", "family_part", "given_part", "name", "union_name")
NUMBERING_HEADINGS = {"stt", "tt", "so tt", "so thu tu", "no"}
NUMBER = re.compile(r"\(?\d{1,5}[.)]?")
LEVEL = re.compile(r"\(?(?:[IVX]{1,5}|[A-HĐ])[.)]?")
# The patterns are matched with small letters; marks matter, because Tô and Trương are family names.
TOTAL = re.compile(
    r"(?:tổng|cộng)(?: (?:cộng|số))?(?: ?[:(.=\d].*)?|(?:tổng cộng|tổng số)\b.*"
    r"|\(?(?:ấn định |tổng )?danh sách (?:này )?(?:có|gồm|trên)\b.*"
)
OFFICE = (
    r"(?:(?:phó|quyền) )?(?:chủ tịch|bí thư|giám đốc|tổng giám đốc|hiệu trưởng|thủ trưởng"
    r"|trưởng (?:phòng|ban|khoa|đơn vị))"
)
SIGNATURE = re.compile(
    rf"(?:t/?m|k/?t|t/?l|t/?uq|thay mặt)(?:[. ].*|$)|{OFFICE}(?: (?:công đoàn|cđcs|đơn vị).*)?"
    r"|(?:người|cán bộ) (?:lập|kê khai|tổng hợp|kiểm tra|duyệt)(?: .*)?"
    r"|(?:ban chấp hành|ban thường vụ|đại diện|xác nhận|phê duyệt|duyệt|nơi nhận|ý kiến)\b.*"
    r"|\(?(?:đã )?ký(?:,| tên| và| ghi).*|\(?ký\)?|.*\bngày\b.*\btháng\b.*\bnăm\b.*"
)
GROUP = re.compile(
    r"(?:tổ|phòng|khối|bộ phận|phân xưởng|xưởng|chuyền|đội|khoa|nhóm|cụm|lớp|điểm trường|chi nhánh|cơ sở|trường"
    r"|công ty|công đoàn|cđcs|hội đồng|ban (?:giám|chấp|thường|kiểm|quản|lãnh|bảo|hành|tổ|tài)|cán bộ|giáo viên"
    r"|nhân viên|công nhân|lao động|đoàn viên|danh sách|gián tiếp|trực tiếp)(?: .+|\d+)|bgh|bch"
)
UNIT_GROUP = re.compile(r"(?:khối|cụm|lĩnh vực)\b.*")


def mark_rows(rows: Iterable[Row], names: Sequence[str], fields: Mapping[int, str]) -> Iterator[Row]:
    """Rows outside the list get a reason in `aside`."""
    sorter, sheet = RowSorter(names, fields), ""
    for row in rows:
        if row.sheet != sheet:
            sorter, sheet = RowSorter(names, fields), row.sheet
        yield row if row.aside else row._replace(aside=sorter.reason(row))


class RowSorter:
    def __init__(self, names: Sequence[str], fields: Mapping[int, str]) -> None:
        self.headings = [plain_heading(name) for name in names]
        self.heading_texts = {name.lower() for name in names if name}
        self.read = [column for column, field in fields.items() if field]
        self.of_name = [column for column in self.read if fields[column] in NAME_FIELDS]
        self.numbering = [column for column, name in enumerate(self.headings) if name in NUMBERING_HEADINGS]
        self.group = GROUP if any(fields[column] in NAME_FIELDS[:3] for column in self.of_name) else UNIT_GROUP
        self.is_below_signature = False

    def reason(self, row: Row) -> str:
        """Return "" for a row of the list."""
        if self._repeats_headings(row) or numbers_columns(row):
            self.is_below_signature = False
            return _("The headings once more.")
        if self._is_numbered(row):
            self.is_below_signature = False
            return "" if self._is_read(row) else _("Nothing but a number.")
        return self._reason_of_unnumbered(row)

    def _reason_of_unnumbered(self, row: Row) -> str:
        if self._says(row, SIGNATURE):
            self.is_below_signature = True
            return _("Part of the signature.")
        if self._says(row, TOTAL):
            return _("A total.")
        if self.is_below_signature and not self._has_figures(row):
            return _("Below the signature.")
        self.is_below_signature = False
        if not self._is_read(row):
            return _("Nothing in the columns that are read.")
        return _("The heading of a group.") if self._is_group(row) else ""

    def _repeats_headings(self, row: Row) -> bool:
        if not any(cell.lower() in self.heading_texts for cell in row.cells):
            return False
        filled = {column: plain_heading(cell) for column, cell in enumerate(row.cells) if cell}
        same = [column for column, text in filled.items() if text and text == self._heading(column)]
        return len(same) == len(filled) or (len(same) > 1 and len(same) * 2 >= len(filled))

    def _heading(self, column: int) -> str:
        return self.headings[column] if column < len(self.headings) else ""

    def _is_numbered(self, row: Row) -> bool:
        return any(NUMBER.fullmatch(cell_at(row, column)) for column in self.numbering)

    def _is_read(self, row: Row) -> bool:
        return any(cell_at(row, column) for column in self.read)

    def _says(self, row: Row, pattern: re.Pattern[str]) -> bool:
        """The first filled cell and the name are compared."""
        first = next(cell for cell in row.cells if cell)
        texts = [first, *(cell_at(row, column) for column in self.of_name)]
        return any(pattern.fullmatch(tidy(text).lower()) for text in texts if text)

    def _has_figures(self, row: Row) -> bool:
        others = [column for column in self.read if column not in self.of_name]
        return any(char.isdigit() for column in others for char in cell_at(row, column))

    def _is_group(self, row: Row) -> bool:
        if any(cell_at(row, column) for column in self.read if column not in self.of_name):
            return False
        is_level = any(LEVEL.fullmatch(cell_at(row, column)) for column in self.numbering)
        return is_level or any(self.group.fullmatch(tidy(cell_at(row, column)).lower()) for column in self.of_name)
