"""Spreadsheets that leave the house: text stays text, days are days, and no cell can compute."""

import io
from datetime import UTC, date, datetime, time
from decimal import Decimal

import pytest
from django.utils.functional import lazystr
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook

from core.spreadsheets.writing import write_sheet

HEADING = ["Họ và tên", "Ngày sinh", "Số"]
# What a file of XML cannot hold at all, and what it tells in another way than it was told.
PRINTABLE = st.text(st.characters(exclude_categories=("Cs", "Cc", "Cn", "Co")), min_size=1, max_size=200)


def read_back(*rows):
    with write_sheet(rows, "Danh sách") as written:
        return load_workbook(io.BytesIO(written.read())).active


def test_words_days_and_numbers_come_back_as_what_they_were():
    sheet = read_back(HEADING, ["Đỗ Thị Ơn", date(1988, 5, 17), 12], [lazystr("Ẩn"), None, Decimal("1.5")])
    assert list(sheet.values) == [
        tuple(HEADING),
        ("Đỗ Thị Ơn", datetime.combine(date(1988, 5, 17), time()), 12),
        ("Ẩn", None, 1.5),
    ]
    assert sheet["B2"].number_format == "dd/mm/yyyy"


@pytest.mark.parametrize("typed", ["=1+1", '=HYPERLINK("http://evil")', "+84912345678", "-1", "@SUM(A1)", "{=1}"])
def test_what_looks_like_a_formula_stays_text(typed):
    cell = read_back(["A"], [typed])["A2"]
    assert (cell.value, cell.data_type) == (typed, "s")


def test_an_address_is_not_made_a_link():
    assert read_back(["A"], ["https://example.org/"])["A2"].hyperlink is None


def test_a_number_kept_as_text_keeps_its_noughts():
    assert read_back(["A"], ["00123"])["A2"].value == "00123"


def test_a_moment_is_written_as_the_clock_in_ha_noi_showed_it():
    cell = read_back(["A"], [datetime(2024, 12, 31, 18, 30, tzinfo=UTC)])["A2"]
    assert cell.value.isoformat() == "2025-01-01T01:30:00"


def test_yes_and_no_are_words_and_nothing_is_an_empty_cell():
    assert list(read_back(["A", "B", "C"], [True, "", None]).values)[1] == ("True", None, None)


@given(st.lists(PRINTABLE, min_size=1, max_size=4))
@pytest.mark.slow
def test_any_text_comes_back_as_it_was_and_never_as_a_formula(texts):
    cells = read_back(["A"] * len(texts), texts)[2]
    assert [(cell.value, cell.data_type) for cell in cells] == [(text, "s") for text in texts]


@pytest.mark.parametrize("title", ["", "Kế hoạch [2020]: */?\\", "x" * 60])
def test_any_title_makes_a_sheet(title):
    with write_sheet([["A"]], title) as written:
        assert load_workbook(io.BytesIO(written.read())).active["A1"].value == "A"
