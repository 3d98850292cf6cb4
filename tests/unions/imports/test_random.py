"""Whatever stands in the cells: no error 500, and every filled row is accounted for."""

import io

import pytest
from django.db import transaction
from django.utils import translation
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import Workbook

from core.spreadsheets.errors import FileRejected
from core.spreadsheets.reading import read_sheets
from unions.imports.choices import RowOutcome
from unions.imports.files import open_list
from unions.imports.services.checking import start_upload
from unions.imports.services.writing import start_import

HEADINGS = [
    "STT",
    "Họ và tên",
    "Tên",
    "Ngày sinh",
    "Giới tính",
    "Mã đoàn viên",
    "Bộ phận",
    "Điện thoại",
    "Lãnh đạo",
    "",
]
# What lists have, and what they should not have.
CELLS = [
    None, "", 1, 2.5, True, "1", "II", "x", "-", "không", "#N/A", "=A1", "?", "Nguy?n", "Lê An", "Nguyễn Thị Hoa",
    "Ông Lê An", "Lê An, Lê Bình", "CHỦ TỊCH", "Tổng cộng", "Tổ 1", "Họ và tên", "Tên", "05/09/1987", "1980", 32280,
    "Nam", "Nữ", "0912345678", "DV1", "DV2", "1.08E+11", "Hà Nội, ngày 1 tháng 2 năm 2024", "TrÇn V¨n B×nh",
    "\u202eaoh", "_x0000_", "\ud83d\ude00", "a" * 300,
]  # fmt: skip
CELL = st.sampled_from(CELLS) | st.text(max_size=12) | st.integers() | st.dates()
ROW = st.lists(CELL, max_size=len(HEADINGS))
ORDER = st.permutations(HEADINGS).map(lambda headings: headings[:8])
SHEET = st.tuples(st.lists(ROW, max_size=3), ORDER, st.lists(ROW, max_size=8))


def workbook(sheets):
    book = Workbook()
    book.remove(book.active)
    for above, headings, rows in sheets:
        sheet = book.create_sheet()
        for row in [*above, headings, *rows]:
            sheet.append([_writable(value) for value in row])
        sheet.merge_cells("A2:A4")
        sheet.merge_cells("B1:C1")
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def _writable(value):
    if isinstance(value, str):
        return "".join(char for char in value if char.isprintable() or char == "\n")
    return value


@pytest.mark.slow
@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(st.lists(SHEET, min_size=1, max_size=2), st.booleans())
def test_random_sheets_are_refused_or_every_row_of_them_is_accounted_for(world, sheets, good_rows):
    chair = world.people["chair"]
    with translation.override("en"), transaction.atomic():
        try:
            sheet = start_upload(
                actor=chair, kind="people", place=world.school, content=workbook(sheets), name="a.xlsx"
            )
        except FileRejected:
            return
        if sheet.state == "ready":
            assert sum(sheet.counts.values()) == sheet.row_count == sheet.rows.count()
            assert all(row.faults for row in sheet.rows.filter(outcome__in=(RowOutcome.WRONG, RowOutcome.ASIDE)))
            if good_rows or not sheet.counts["wrong"]:
                assert start_import(actor=chair, sheet=sheet, good_rows=True).state == "done"
        transaction.set_rollback(True)


@pytest.mark.slow
@pytest.mark.one_database(on="sqlite")
@settings(max_examples=25)
@given(st.lists(SHEET, min_size=1, max_size=3))
def test_no_row_is_lost_between_the_sheets_and_the_list(sheets):
    content = workbook(sheets)
    try:
        opened = open_list("people", content, "a.xlsx")
    except FileRejected:
        return
    assert len(opened.rows) == sum(len(sheet.rows) for sheet in read_sheets(content, "a.xlsx"))
