import io
from collections.abc import Mapping

import xlsxwriter
from django.utils.translation import gettext as _

from core.spreadsheets.headings import Column
from unions.imports.choices import ImportKind
from unions.imports.columns import DATE_FIELDS
from unions.imports.files import IMPORTERS
from unions.imports.importers.base import Place
from unions.tree.choices import Level
from unions.units.choices import GrassrootsKind, Ownership
from unions.units.models import Cluster, GrassrootsUnion, Sector

MAX_ROWS = 2_000
# The unions fill in the list themselves, so the headings are Vietnamese in every language of the page.
HEADINGS = {
    "full_name": "Họ và tên",
    "birth_date": "Ngày sinh",
    "gender": "Giới tính",
    "member_number": "Mã đoàn viên",
    "position": "Chức vụ",
    "team": "Bộ phận",
    "since": "Ngày vào làm",
    "phone": "Điện thoại",
    "is_leader": "Lãnh đạo, quản lý",
    "is_direct_worker": "Lao động trực tiếp",
    "code": "Mã",
    "name": "Tên CĐCS",
    "kind": "Loại tổ chức",
    "sector": "Khối",
    "ownership": "Loại hình",
    "cluster": "Cụm",
    "address": "Địa chỉ",
    "founded_on": "Ngày thành lập",
    "workers": "Tổng số CNVCLĐ",
    "women": "CNVCLĐ nữ",
    "members": "Đoàn viên",
    "women_members": "Đoàn viên nữ",
    "union_name": "Tên công đoàn",
    "level": "Cấp",
    "symbol": "Ký hiệu văn bản",
    "place": "Địa danh",
    "level_word": "Tên cấp",
    "upper_line": "Cơ quan chủ quản",
}
TEXT_FIELDS = {"member_number", "phone", "code", "decision", "decision_symbol", "recognition_decision"} | DATE_FIELDS


def blank_list(kind: str, place: Place) -> bytes:
    target = io.BytesIO()
    with xlsxwriter.Workbook(target) as book:
        columns = [column for column in IMPORTERS[kind].columns if _is_offered(kind, column)]
        _write_list(book, columns, _choices(kind, place), _headings(kind))
        _write_notes(book, kind, columns)
    return target.getvalue()


def _headings(kind: str) -> Mapping[str, str]:
    return IMPORTERS[kind].blank_headings or HEADINGS


def _is_offered(kind: str, column: Column) -> bool:
    return column.field in _headings(kind) and not (kind == ImportKind.UNITS and column.field == "since")


def _choices(kind: str, place: Place) -> dict[str, list[str]]:
    if kind == ImportKind.PEOPLE and isinstance(place, GrassrootsUnion):
        teams = list(place.teams.order_by("name").values_list("name", flat=True))
        return {"gender": ["Nam", "Nữ"], "is_leader": ["x"], "is_direct_worker": ["x"], "team": teams}
    if kind == ImportKind.UNIONS:
        return {"level": [str(label) for label in Level.labels]}
    if kind != ImportKind.UNITS or isinstance(place, GrassrootsUnion):
        return dict(IMPORTERS[kind].blank_choices(place))
    return {
        "kind": [str(label) for label in GrassrootsKind.labels],
        "ownership": [str(label) for label in Ownership.labels],
        "sector": [str(sector) for sector in Sector.objects.filter(union=place)],
        "cluster": [str(cluster) for cluster in Cluster.objects.filter(union=place)],
    }


def _write_list(
    book: xlsxwriter.Workbook,
    columns: list[Column],
    choices: Mapping[str, list[str]],
    headings: Mapping[str, str],
) -> None:
    sheet, choice_sheet = book.add_worksheet("DanhSach"), book.add_worksheet("Chon")
    head = book.add_format({"bold": True, "bottom": 1, "text_wrap": True})
    text = book.add_format({"num_format": "@"})
    sheet.freeze_panes(1, 0)
    choice_sheet.hide()
    for index, column in enumerate(columns):
        heading = headings[column.field]
        sheet.write_string(0, index, heading, head)
        width = max(len(heading) + 4, 14)
        sheet.set_column(index, index, width, text if column.field in TEXT_FIELDS else None)
        for row, choice in enumerate(allowed := choices.get(column.field, [])):
            choice_sheet.write_string(row, index, choice)
        if allowed:
            # A new team or cluster may be typed; every other value must be in the list.
            error_type = "information" if column.field in ("team", "cluster") else "stop"
            source = f"=Chon!{_range(index, len(allowed))}"
            validation = {"validate": "list", "source": source, "error_type": error_type}
            sheet.data_validation(1, index, MAX_ROWS, index, validation)


def _range(column: int, rows: int) -> str:
    return xlsxwriter.utility.xl_range_abs(0, column, rows - 1, column)


def _write_notes(book: xlsxwriter.Workbook, kind: str, columns: list[Column]) -> None:
    sheet = book.add_worksheet("GhiChu")
    sheet.set_column(0, 0, 24)
    sheet.set_column(1, 1, 90)
    for row, (heading, note) in enumerate(_notes(kind, columns)):
        sheet.write_string(row, 0, heading)
        sheet.write_string(row, 1, note)


def _notes(kind: str, columns: list[Column]) -> list[tuple[str, str]]:
    notes = {
        "full_name": _("Needed. Family, middle and given name in one cell."),
        "birth_date": _("Day/month/year, such as 17/05/1988, or only the year where the day is not known."),
        "gender": _("Choose from the list; leave it empty where it is not known."),
        "member_number": _("As text. By it a person is found again; without it by name and birth date."),
        "team": _("A team that is not in the unit yet is entered along."),
        "since": _("Day/month/year; empty means today. It is not changed for people who are entered already."),
        "is_leader": _("An x for those who lead the unit or a part of it."),
        "is_direct_worker": _("An x for those who work directly in production."),
        "code": _("Letters without marks, digits and hyphens, such as TAYHO-0123. By it a unit is found again."),
        "name": _("As on the seal. A new name of a unit is entered as a reorganisation, not here."),
        "sector": _("Choose from the list."),
        "ownership": _("Choose from the list."),
        "cluster": _("A cluster that the union does not have yet is entered along."),
        "founded_on": _("Day/month/year of the decision."),
        "union_name": _("As on the seal."),
        "level": _("Choose from the list."),
        "symbol": _("What stands after the hyphen of a number."),
        "place": _("As before the date of a paper."),
        "upper_line": _("In capitals. Left empty, it is that of its neighbours."),
        "workers": _("Whole numbers, dots between the thousands allowed. The four numbers are told together."),
    }
    needed = ", ".join(IMPORTERS[kind].missing_columns([]))
    first = (_("Needed"), needed)
    headings = _headings(kind)
    return [first, *((headings[column.field], notes[column.field]) for column in columns if column.field in notes)]
