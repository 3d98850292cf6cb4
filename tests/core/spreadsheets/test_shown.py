"""A cell is read as the sheet shows it: days, masked numbers, errors, results of formulas, merged cells."""

import io
from datetime import date, datetime, time
from pathlib import Path

import pytest
import xlsxwriter
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook

from core.spreadsheets.number_formats import number_text
from core.spreadsheets.reading import read_sheets
from core.spreadsheets.sheets import NOT_COMPUTED, Span
from tests.core.spreadsheets.test_reading import ods, text_cell, texts, workbook

SHEETS = Path(__file__).parent / "files"


@pytest.mark.parametrize(
    ("value", "code", "text"),
    [
        (1.0, "General", "1"),
        (1.5, "General", "1.5"),
        (12345678901.0, "General", "12345678901"),
        (1.08e15, "General", "1.08e+15"),
        (32280, "dd/mm/yyyy", "17/05/1988"),
        (32280.75, "m/d/yy h:mm", "17/05/1988"),
        (32280, '[$-42A]d" tháng "m" năm "yyyy', "17/05/1988"),
        (32280, "yyyy", "1988"),
        (0.5, "h:mm", "12:00"),
        (-5, "dd/mm/yyyy", "#####"),
        (108000077, "0000000000", "0108000077"),
        (912345678, "0#########", "0912345678"),
        (912345678, '"0"#########', "0912345678"),
        (912345678, "0000\\ 000\\ 000", "0912 345 678"),
        (912345678, "[Red]0000-000-000;General", "0912-345-678"),
        (912345678, "0000\\.000\\.000", "0912.345.678"),
        (77, "00", "77"),
        (7, "00", "07"),
        (777, "00", "777"),
        (7, "0", "7"),
        (1520000, "#,##0", "1520000"),
        (40, '0" người"', "40"),
        (0.85, "0%", "0.85"),
        (12.5, "0.00", "12.5"),
    ],
)
def test_a_number_is_written_as_its_format_shows_it(value, code, text):
    assert number_text(value, code) == text


def test_days_of_a_workbook_that_counts_from_1904_are_the_same_days():
    assert number_text(30818, "dd/mm/yyyy", is_1904=True) == "17/05/1988"


@pytest.mark.slow
@given(st.floats(allow_nan=False, allow_infinity=False), st.text(max_size=12))
def test_no_format_breaks_a_number(value, code):
    assert isinstance(number_text(value, code), str)


def test_cells_of_every_type_are_what_an_officer_sees():
    book = Workbook()
    for value in (date(1988, 5, 17), datetime.combine(date(1988, 5, 17), time(8)), True, False, " An ", 1.0, "#N/A"):
        book.active.append(["x", value])
    book.active.append(["x", 77])
    book.active["B8"].number_format = "0000"
    target = io.BytesIO()
    book.save(target)
    assert [cells[1] if len(cells) > 1 else "" for cells in texts(target.getvalue())] == [
        "17/05/1988", "17/05/1988", "x", "", "An", "1", "#N/A", "0077",
    ]  # fmt: skip


def test_a_formula_is_its_result_and_one_without_a_result_says_so():
    target = io.BytesIO()
    with xlsxwriter.Workbook(target) as book:
        sheet = book.add_worksheet()
        for row, result in enumerate(["Đỗ Thị Ơn", 5, "#REF!", ""]):
            sheet.write_string(row, 0, "x")
            sheet.write_formula(row, 1, "=A9", value=result)
    assert texts(target.getvalue()) == [("x", "Đỗ Thị Ơn"), ("x", "5"), ("x", "#REF!"), ("x", NOT_COMPUTED)]
    assert texts(workbook(("x", "=A9"))) == [("x", NOT_COMPUTED)]
    assert texts((SHEETS / "formula.xls").read_bytes(), "a.xls")[1] == ("Đỗ Thị Ơn", "17/05/1988")


def test_a_value_merged_down_stands_in_each_row_and_one_merged_across_in_its_first_column():
    book = Workbook()
    for row in (["Tổ 1", "An", ""], [None, "Bình", ""], [None, None, None], [None, "Cúc", ""], [None, "Dung", ""]):
        book.active.append(row)
    book.active.merge_cells("A1:A4")
    book.active.merge_cells("B4:C4")
    target = io.BytesIO()
    book.save(target)
    (sheet,) = read_sheets(target.getvalue(), "a.xlsx")
    assert [row.cells for row in sheet.rows] == [("Tổ 1", "An"), ("Tổ 1", "Bình"), ("Tổ 1", "Cúc"), ("", "Dung")]
    assert sorted(sheet.spans) == [Span(1, 0, 4, 0), Span(4, 1, 4, 2)]


def test_a_workbook_of_the_old_excel_is_read_as_it_is_shown():
    seen, hidden = read_sheets((SHEETS / "shown.xls").read_bytes(), "a.xls")
    assert [row.cells for row in seen.rows] == [
        ("STT", "Họ và tên", "Ngày sinh", "Mã đoàn viên", "Bộ phận", "Lãnh đạo"),
        ("1", "Đỗ Thị Ơn", "17/05/1988", "0108000077", "Tổ 1", "x"),
        ("", "Lê An", "#N/A", "", "Tổ 1"),
    ]
    assert (seen.hidden_rows, hidden.name, hidden.is_hidden) == ([3], "Ẩn", True)


def test_hidden_rows_are_read_and_told():
    book = Workbook()
    for name in ("An", "Bình", "Cúc"):
        book.active.append([name])
    book.active.row_dimensions[2].hidden = True
    book.active.row_dimensions[9].hidden = True
    target = io.BytesIO()
    book.save(target)
    (sheet,) = read_sheets(target.getvalue(), "a.xlsx")
    assert (len(sheet.rows), sheet.hidden_rows) == (3, [2])


def cell(kind, shown, value="", attributes=""):
    names = {"float": "value", "date": "date-value", "boolean": "boolean-value"}
    typed = f"office:{names[kind]}='{value}'" if kind in names else ""
    content = shown if shown.startswith("<") else f"<text:p>{shown}</text:p>"
    return f"<table:table-cell office:value-type='{kind}' {typed} {attributes}>{content}</table:table-cell>"


def test_an_open_document_says_the_same_as_it_shows():
    note = "<office:annotation><text:p>note</text:p></office:annotation>"
    words = "<text:p>An<text:s text:c='2'/>B<text:span>ì</text:span>nh</text:p><text:p>Cúc</text:p>"
    cells = [
        cell("float", "0108000077", 108000077),
        cell("float", "1.520.000", 1520000),
        cell("date", "17/05/88", "1988-05-17"),
        cell("date", "1988", "1988-05-17"),
        cell("string", "Err:502", attributes="calcext:value-type='error'"),
        cell("boolean", "ĐÚNG", "true"),
        cell("string", note + words),
        "<table:table-cell table:formula='of:=A9'/>",
        cell("float", "5", 5, "table:formula='of:=A9'"),
    ]
    assert texts(ods(["".join(cells)]), "a.ods") == [
        ("0108000077", "1520000", "17/05/1988", "1988", "#VALUE!", "x", "An  Bình\nCúc", NOT_COMPUTED, "5")
    ]


def test_repeated_rows_and_cells_of_an_open_document_are_counted_not_built():
    empty = "<table:table-cell table:number-columns-repeated='16384'/>"
    filtered = "table:number-rows-repeated='2' table:visibility='filter'"
    content = ods([
        f"<table:table-row table:number-rows-repeated='1048570'>{empty}</table:table-row>",
        text_cell("An", "table:number-columns-repeated='2'") + empty,
        text_cell("Tổ 1", "table:number-rows-spanned='2'") + text_cell("Bình"),
        "<table:covered-table-cell/>" + text_cell("Cúc"),
        f"<table:table-row {filtered}>{text_cell('Dung')}</table:table-row>",
    ])  # fmt: skip
    (sheet,) = read_sheets(content, "a.ods")
    assert [(row.number, row.cells) for row in sheet.rows] == [
        (1048571, ("An", "An")), (1048572, ("Tổ 1", "Bình")), (1048573, ("Tổ 1", "Cúc")),
        (1048574, ("Dung",)), (1048575, ("Dung",)),
    ]  # fmt: skip
    assert sheet.hidden_rows == [1048574, 1048575]
