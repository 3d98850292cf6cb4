"""An empty list to fill in: headings, drop-down lists where only some words are right, and notes."""

import io
from typing import Any

import xlsxwriter
from django.utils.translation import gettext as _

from core.spreadsheets.headings import Column
from unions.imports.columns import HEADCOUNTS, PEOPLE, UNIONS, UNITS
from unions.imports.files import IMPORTERS
from unions.imports.models import ImportKind
from unions.tree.choices import Level
from unions.units.choices import GrassrootsKind, Ownership
from unions.units.models import Cluster, Sector

ROWS = 2_000
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
"""The list is filled in and read by people of the union, so its headings are theirs in every language of the page."""
COLUMNS = {
    ImportKind.PEOPLE: PEOPLE,
    ImportKind.UNITS: UNITS,
    ImportKind.HEADCOUNTS: HEADCOUNTS,
    ImportKind.UNIONS: UNIONS,
}
AS_TEXT = {"member_number", "phone", "birth_date", "since", "founded_on", "code"}


def blank_list(kind: str, place: Any) -> bytes:
    """Return the empty list of `kind` for a unit or a union."""
    target = io.BytesIO()
    with xlsxwriter.Workbook(target) as book:
        columns = [column for column in COLUMNS[ImportKind(kind)] if column.field in HEADINGS and _fits(kind, column)]
        _write_list(book, columns, _choices(kind, place))
        _write_notes(book, kind, columns)
    return target.getvalue()


def _fits(kind: str, column: Column) -> bool:
    return not (kind == ImportKind.UNITS and column.field == "since")


def _choices(kind: str, place: Any) -> dict[str, list[str]]:
    if kind == ImportKind.PEOPLE:
        teams = list(place.teams.order_by("name").values_list("name", flat=True))
        return {"gender": ["Nam", "Nữ"], "is_leader": ["x"], "is_direct_worker": ["x"], "team": teams}
    if kind == ImportKind.HEADCOUNTS:
        return {}
    if kind == ImportKind.UNIONS:
        return {"level": [str(label) for label in Level.labels]}
    return {
        "kind": [str(label) for label in GrassrootsKind.labels],
        "ownership": [str(label) for label in Ownership.labels],
        "sector": [str(each) for each in Sector.objects.filter(union=place)],
        "cluster": [str(each) for each in Cluster.objects.filter(union=place)],
    }


def _write_list(book: Any, columns: list[Column], choices: dict[str, list[str]]) -> None:
    sheet, words = book.add_worksheet("DanhSach"), book.add_worksheet("Chon")
    head = book.add_format({"bold": True, "bottom": 1, "text_wrap": True})
    text = book.add_format({"num_format": "@"})
    sheet.freeze_panes(1, 0)
    words.hide()
    for at, column in enumerate(columns):
        heading = HEADINGS[column.field]
        sheet.write_string(0, at, heading, head)
        sheet.set_column(at, at, max(len(heading) + 4, 14), text if column.field in AS_TEXT else None)
        for row, word in enumerate(allowed := choices.get(column.field, [])):
            words.write_string(row, at, word)
        if allowed:
            source = f"=Chon!{_range(at, len(allowed))}"
            strict = "information" if column.field in ("team", "cluster") else "stop"
            sheet.data_validation(1, at, ROWS, at, {"validate": "list", "source": source, "error_type": strict})


def _range(column: int, rows: int) -> str:
    return xlsxwriter.utility.xl_range_abs(0, column, rows - 1, column)


def _write_notes(book: Any, kind: str, columns: list[Column]) -> None:
    sheet = book.add_worksheet("GhiChu")
    sheet.set_column(0, 0, 24)
    sheet.set_column(1, 1, 90)
    for row, (heading, note) in enumerate(_notes(kind, columns)):
        sheet.write_string(row, 0, heading)
        sheet.write_string(row, 1, note)


def _notes(kind: str, columns: list[Column]) -> list[tuple[str, str]]:
    told = {
        "full_name": _("Needed. Family, middle and given name in one cell."),
        "birth_date": _("Day/month/year, such as 17/05/1988."),
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
    needed = ", ".join(IMPORTERS[kind].missing([]))
    first = (_("Needed"), needed)
    return [first, *((HEADINGS[each.field], str(told[each.field])) for each in columns if each.field in told)]
