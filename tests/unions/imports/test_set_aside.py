"""Rows that are about nobody are set aside with their reason; a person is not."""

import pytest
from django.utils import translation

from core.spreadsheets.sheets import Row
from unions.imports.set_aside import mark_rows

pytestmark = pytest.mark.one_database(on="sqlite")
HEADINGS = ["STT", "Họ và tên", "Chức vụ", "Ngày sinh", "Ghi chú"]
FIELDS = {1: "full_name", 2: "position", 3: "birth_date"}
AGAIN, NUMBER, NOTHING = "The headings once more.", "Nothing but a number.", "Nothing in the columns that are read."
SIGNED, BELOW = "Part of the signature.", "Below the signature."
TOTAL, GROUP = "A total.", "The heading of a group."


@pytest.fixture(autouse=True)
def _in_the_source_language():
    with translation.override("en"):
        yield


def reasons(*rows, headings=HEADINGS, fields=FIELDS):
    given = [Row(number, tuple(cells)) for number, cells in enumerate(rows, 1)]
    return [row.aside for row in mark_rows(given, headings, fields)]


@pytest.mark.parametrize(
    "cells",
    [
        ["1", "Lê An", "GV"],
        ["", "Lê An", "GV"],
        ["", "Tô Thị Hoa"],
        ["", "Trương An"],
        ["", "Kỳ Văn An"],
        ["1", "Tổ 1"],
        ["1", "CHỦ TỊCH"],
        ["2", "Lê An", "Chủ tịch"],
        ["", "Lê An", "Chủ tịch"],
        ["2", "", "GV"],
        ["", "", "GV", "01/02/1980"],
        ["#FORMULA!", "Lê An", "GV"],
        ["", "Tổng Thị Cộng", "GV"],
    ],
)
def test_a_row_that_may_be_a_person_is_left_in_the_list(cells):
    assert reasons(cells) == [""]


@pytest.mark.parametrize(
    ("cells", "reason"),
    [
        (HEADINGS, AGAIN),
        (["STT", "HỌ VÀ TÊN", "CHỨC VỤ"], AGAIN),
        (["(1)", "(2)", "(3)", "(4)"], AGAIN),
        (["25"], NUMBER),
        (["25", "", "", "", "nghỉ"], NUMBER),
        (["Tổng"], TOTAL),
        (["Tổng cộng: 02 người"], TOTAL),
        (["", "Cộng", "12"], TOTAL),
        (["Tổng số", "", "", "12"], TOTAL),
        (["", "(Danh sách gồm 03 người)"], TOTAL),
        (["Tổ Văn phòng"], NOTHING),
        (["", "", "", "", "ghi thêm"], NOTHING),
        (["", "Tổ chuyên môn 1"], GROUP),
        (["", "TỔ 1"], GROUP),
        (["", "Ban giám hiệu"], GROUP),
        (["II", "Hành chính"], GROUP),
        (["A", "Khối gián tiếp"], GROUP),
        (["", "BGH"], GROUP),
        (["", "TM. BAN CHẤP HÀNH"], SIGNED),
        (["T/M BCH"], SIGNED),
        (["", "CHỦ TỊCH"], SIGNED),
        (["KT. HIỆU TRƯỞNG"], SIGNED),
        (["Người lập biểu", "", "", "CHỦ TỊCH"], SIGNED),
        (["", "", "", "Hà Nội, ngày 05 tháng 02 năm 2024"], SIGNED),
        (["", "", "Ngày … tháng … năm"], SIGNED),
        (["", "(Ký, ghi rõ họ tên)"], SIGNED),
        (["Nơi nhận:"], SIGNED),
    ],
)
def test_a_row_about_nobody_is_set_aside_with_its_reason(cells, reason):
    assert reasons(cells) == [reason]


def test_who_stands_below_a_signature_is_the_signatory_until_the_list_goes_on():
    assert reasons(
        ["1", "Lê An", "GV"], ["", "CHỦ TỊCH"], ["", "Nguyễn Hoa"], ["", "Trần Bình", "Lê Cúc"],
        ["2", "Lê Dung"], ["", "Lê Giang", "GV"], ["", "CHỦ TỊCH"], ["", "Nguyễn Hoa"],
        ["", "Lê Hạ", "GV", "01/02/1980"], ["", "CHỦ TỊCH"], HEADINGS, ["", "Lê Yến", "GV"],
    ) == ["", SIGNED, BELOW, BELOW, "", "", SIGNED, BELOW, "", SIGNED, AGAIN, ""]  # fmt: skip


def test_each_sheet_begins_anew_and_what_was_set_aside_before_keeps_its_reason():
    rows = [Row(1, ("", "CHỦ TỊCH"), "a"), Row(1, ("", "Lê An", "GV"), "b"), Row(2, ("x",), "b", "Title")]
    assert [row.aside for row in mark_rows(rows, HEADINGS, FIELDS)] == [SIGNED, "", "Title"]


def test_names_of_units_are_no_headings_of_groups():
    units = {1: "name", 2: "code"}
    headings = ["STT", "Tên đơn vị", "Mã"]
    rows = [["", "Trường Mầm non Hoa Sen"], ["", "Công ty TNHH An Bình"], ["", "Khối Giáo dục"], ["I", "Hành chính"]]
    assert reasons(*rows, headings=headings, fields=units) == ["", "", GROUP, GROUP]
