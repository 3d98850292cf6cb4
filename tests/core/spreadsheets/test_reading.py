"""Files from offices: read when they are lists, refused by name when they are not."""

import io
import struct
import zipfile
from datetime import date
from pathlib import Path

import pytest
import xlsxwriter
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook

from core.spreadsheets import packages as packages_module
from core.spreadsheets import sheets as sheets_module
from core.spreadsheets.errors import FileRejected
from core.spreadsheets.headings import Column, find_headings
from core.spreadsheets.reading import read_rows, read_sheets
from core.spreadsheets.sheets import Row, column_letter

SHEETS = Path(__file__).parent / "files"
HEADING = ("Họ và tên", "Ngày sinh", "STT")
PERSON = ("Đỗ Thị Ơn", "17/05/1988", "1")


@pytest.fixture(autouse=True)
def _in_the_source_language():
    with translation.override("en"):
        yield


def workbook(*rows, **cells):
    book = Workbook()
    for row in rows:
        book.active.append(row)
    for place, value in cells.items():
        book.active[place] = value
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def repacked(content, **replaced):
    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as new:
        for part in old.infolist():
            new.writestr(part.filename, replaced.get(part.filename.replace("/", "_"), old.read(part)))
        for name, extra in replaced.items():
            if name.startswith("new_"):
                new.writestr(name.removeprefix("new_"), extra)
    return target.getvalue()


def ods(rows, manifest=""):
    """Each row is the cells of a row, or a whole row element."""
    whole = (
        row if row.startswith("<table:table-row") else f"<table:table-row>{row}</table:table-row>" for row in rows
    )
    rows = "".join(whole)
    names = (
        'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
        'xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" '
        'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"'
    )
    content = (
        f"<office:document-content {names}><office:body><office:spreadsheet><table:table table:name='DS'>{rows}"
        "</table:table></office:spreadsheet></office:body></office:document-content>"
    )
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("content.xml", content)
        archive.writestr("META-INF/manifest.xml", f"<manifest>{manifest}</manifest>")
    return target.getvalue()


def text_cell(words, attributes=""):
    return f"<table:table-cell office:value-type='string' {attributes}><text:p>{words}</text:p></table:table-cell>"


def texts(content, name="danh-sach.xlsx"):
    return [row.cells for row in read_rows(content, name)]


def refusal(content, name="danh-sach.xlsx"):
    with pytest.raises(FileRejected) as refused:
        read_rows(content, name)
    return " ".join(refused.value.messages)


LIST = [(1, HEADING), (2, PERSON)]
PLAIN_TEXT = "\n".join(";".join(row) for row in (HEADING, PERSON))


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.xlsx", workbook(HEADING, ("Đỗ Thị Ơn", date(1988, 5, 17), 1))),
        ("a.xls", (SHEETS / "people.xls").read_bytes()),
        ("A.ODS", ods(["".join(map(text_cell, HEADING)), "".join(map(text_cell, PERSON))])),
        ("a.csv", PLAIN_TEXT.encode()),
        ("a.csv", PLAIN_TEXT.encode("utf-8-sig")),
        ("a.csv", PLAIN_TEXT.encode("utf-16")),
        ("a.csv", PLAIN_TEXT.encode("utf-16-le")),
        ("a.csv", PLAIN_TEXT.replace(";", ",").encode()),
        ("a.txt", PLAIN_TEXT.replace(";", "\t").encode()),
    ],
    ids=["xlsx", "xls", "ods", "utf-8", "utf-8-sig", "utf-16", "utf-16 unmarked", "comma", "pasted"],
)
def test_the_same_list_in_every_kind_of_file_is_the_same_rows(name, content):
    assert [(row.number, row.cells) for row in read_rows(content, name)] == LIST


def test_a_list_of_an_old_windows_is_read():
    """Windows-1258 writes the vowel with its circumflex or horn, then the tone."""
    written = "Ho\u0323 tên;Tô\u0309\nNguyê\u0303n Văn Ba\u0309o;Đưc".encode("cp1258")
    assert read_rows(written, "a.csv") == [Row(1, ("Họ tên", "Tổ")), Row(2, ("Nguyễn Văn Bảo", "Đưc"))]


def test_empty_rows_keep_the_numbers_of_the_sheet():
    assert [row.number for row in read_rows(workbook(A3="Họ và tên", A7="An"), "a.xlsx")] == [3, 7]


def sheets_of(**contents):
    book = Workbook()
    book.remove(book.active)
    for name, words in contents.items():
        sheet = book.create_sheet(name)
        sheet.append(words)
        sheet.sheet_state = "hidden" if name.startswith("hidden") else "visible"
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def test_all_sheets_are_read_and_the_hidden_ones_are_marked():
    sheets = read_sheets(sheets_of(hidden=["a"], empty=[], list=["b"], more=["c"]), "a.xlsx")
    assert [(sheet.name, sheet.is_hidden, [row.cells for row in sheet.rows]) for sheet in sheets] == [
        ("hidden", True, [("a",)]), ("empty", False, []), ("list", False, [("b",)]), ("more", False, [("c",)]),
    ]  # fmt: skip


def test_where_one_sheet_is_wanted_it_is_the_only_one_with_rows_to_be_seen():
    assert texts(sheets_of(hidden=["a"], empty=[], list=["b"])) == [("b",)]
    assert "Several sheets have rows: “list”, “more”." in refusal(sheets_of(list=["b"], more=["c"]))
    assert "The file is empty" in refusal(sheets_of(hidden=["a"], empty=[]))


def bomb():
    return repacked(workbook(HEADING), **{"new_xl/media/a.xml": b" " * (packages_module.MOST_UNPACKED + 1)})


def with_dtd(words):
    return repacked(workbook(HEADING), xl_sharedStrings_xml=b"", **{"new_xl/extra.xml": words})


REFUSED = {
    "password": ((SHEETS / "locked.xlsx").read_bytes(), "a.xlsx", "protected by a password"),
    "password, renamed": ((SHEETS / "locked.xlsx").read_bytes(), "a.xls", "protected by a password"),
    "password, ods": (ods([text_cell("An")], "<manifest:encryption-data/>"), "a.ods", "protected by a password"),
    "document type": (with_dtd(b'<!DOCTYPE x SYSTEM "http://localhost/x">'), "a.xlsx", "external entities"),
    "entity": (with_dtd(b" " * 300_000 + b"<!entity a 'b'>"), "a.xlsx", "external entities"),
    "two bytes a letter": (with_dtd("<!DOCTYPE x>".encode("utf-16")), "a.xlsx", "not what its name says"),
    "picture": (b"\x89PNG\r\n\x1a\n" + b"\0" * 50, "a.xlsx", "not what its name says"),
    "page of the web": (b"<html><table><tr><td>An</td></tr></table></html>", "a.xls", "not what its name says"),
    "page as text": (b"<html><table><tr><td>An</td></tr></table></html>", "a.csv", "not what its name says"),
    "workbook as text": (workbook(HEADING), "a.csv", "not what its name says"),
    "other archive": (repacked(ods([])), "a.xlsx", "not what its name says"),
    "cut short": (workbook(HEADING)[:900], "a.xlsx", "not what its name says"),
    "another kind": (b"x", "a.docx", "one of these kinds: .xlsx, .xls, .ods, .csv, .txt"),
    "nothing": (b"", "a.xlsx", "The file is empty"),
    "no row": (workbook(), "a.xlsx", "The file is empty"),
    "TCVN3": (workbook(("Hä vµ tªn",), ("TrÇn V¨n §øc",), ("NguyÔn ThÞ H¹nh",)), "a.xlsx", "TCVN3 or VNI"),
    "VNI column": (
        workbook(("Họ và tên", "Tổ"), *[("Traàn Vaên Ñöùc", "Tổ Văn")] * 5), "a.xlsx", "TCVN3 or VNI"
    ),
    "TCVN3 as text": ("TrÇn V¨n §øc;NguyÔn ThÞ H¹nh".encode("latin-1"), "a.csv", "TCVN3 or VNI"),
}  # fmt: skip


@pytest.mark.parametrize("case", REFUSED)
def test_what_is_no_list_is_refused_by_name(case):
    content, name, words = REFUSED[case]
    assert words in refusal(content, name)


def test_a_zip_bomb_is_not_opened(monkeypatch):
    monkeypatch.setattr(packages_module, "MOST_UNPACKED", 1024 * 1024)
    assert "unpacks to more than 1 MB" in refusal(bomb())


def test_an_archive_that_lies_about_its_sizes_is_refused():
    content = bytearray(bomb_with_small_label())
    assert "not what its name says" in refusal(bytes(content))


def bomb_with_small_label():
    content = repacked(workbook(HEADING), **{"new_xl/media/a.xml": b" " * 500_000})
    return content.replace((500_000).to_bytes(4, "little"), (50).to_bytes(4, "little"))


def test_a_password_of_the_old_excel_is_named():
    content = (SHEETS / "people.xls").read_bytes()
    start = content.index(b"\x09\x08\x10\x00") + 4 + 16
    locked = content[:start] + b"\x2f\x00" + content[start + 2 :]
    assert "protected by a password" in refusal(locked, "a.xls")


@pytest.mark.parametrize("name", ["a.xlsx", "a.csv"])
def test_more_filled_rows_or_cells_than_the_limits_are_not_read(monkeypatch, name):
    def content(rows, width=1):
        lines = [["An"] * width] * rows
        return workbook(*lines) if name == "a.xlsx" else "\n".join(";".join(line) for line in lines).encode()

    monkeypatch.setattr(sheets_module, "MOST_ROWS", 3)
    assert len(read_rows(content(3), name)) == 3
    assert "more than 3 filled rows" in refusal(content(4), name)
    monkeypatch.setattr(sheets_module, "MOST_CELLS", 5)
    assert "more than 5 filled cells" in refusal(content(2, width=3), name)
    monkeypatch.setattr(sheets_module, "MOST_COLUMNS", 2)
    assert "The cell C1 is filled and lies beyond column B" in refusal(content(1, width=3), name)


def test_a_container_whose_sectors_follow_each_other_without_end_is_refused():
    content = bytearray((SHEETS / "people.xls").read_bytes())
    (table,) = struct.unpack_from("<I", content, 76)
    for sector in range(128):
        struct.pack_into("<I", content, (table + 1) * 512 + sector * 4, sector)
    assert "damaged or is not what its name says" in refusal(bytes(content), "a.xls")


def test_one_mangled_cell_does_not_refuse_the_file():
    rows = read_rows(workbook(("Họ và tên",), ("Trần Văn Đức",), ("TrÇn V¨n B×nh",)), "a.xlsx")
    assert rows[2].cells == ("TrÇn V¨n B×nh",)


def test_text_that_only_looks_computed_stays_text():
    target = io.BytesIO()
    with xlsxwriter.Workbook(target, {"strings_to_formulas": False}) as book:
        book.add_worksheet().write_string(0, 0, "=1+1")
    assert texts(target.getvalue()) == [("=1+1",)]


@given(st.binary(max_size=600), st.sampled_from([".xlsx", ".xls", ".ods", ".csv"]), st.booleans())
def test_no_bytes_break_the_reader(noise, suffix, headed):
    head = {".xls": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", ".csv": b""}.get(suffix, b"PK\x03\x04")
    try:
        rows = read_rows(head + noise if headed else noise, f"a{suffix}")
    except FileRejected:
        return
    assert all(any(row.cells) for row in rows)


@pytest.mark.parametrize(("index", "letter"), [(0, "A"), (25, "Z"), (26, "AA"), (51, "AZ"), (52, "BA"), (701, "ZZ")])
def test_columns_have_the_letters_of_a_sheet(index, letter):
    assert column_letter(index) == letter


COLUMNS = (
    Column("name", "Full name", ("ho va ten", "ho ten")),
    Column("born", "Birth date", ("ngay sinh", "nam sinh", "ngay thang nam sinh")),
    Column("women", "Women", ("tong so nu",)),
    Column("workers", "Workers", ("tong so cnvcld",)),
)


def found_in(*rows):
    return find_headings([Row(number, row) for number, row in enumerate(rows, 1)], COLUMNS, ("stt", "ghi chu"))


def test_headings_are_found_below_titles_in_any_spelling():
    found = found_in(("DANH SÁCH ĐOÀN VIÊN", ""), ("Năm 2024", ""), ("STT", "HỌ VÀ TÊN (*)", "Năm sinh", "Ghi chú"))
    assert (found.row, found.fields, found.doubts) == (3, {0: "", 1: "name", 2: "born", 3: ""}, {})


def test_a_heading_in_two_rows_with_numbers_below_is_one():
    found = found_in(("STT", "Tổng số", ""), ("", "CNVCLĐ", "Nữ"), ("(1)", "(2)", "(3)"), ("1", "40", "30"))
    assert (found.row, found.fields) == (3, {0: "", 1: "workers", 2: "women"})


def test_what_resembles_a_heading_or_stands_twice_is_doubted():
    found = found_in(("Họ và tên", "Ngày sinnh", "Sở thích"), ("An", "", ""))
    assert (found.fields, found.doubts) == ({0: "name"}, {1: "born"})
    found = found_in(("Họ và tên", "Ngày sinh", "Năm sinh"), ("An", "", ""))
    assert (found.doubts, found.taken()) == ({1: "born", 2: "born"}, {0: "name"})
    assert found.left_out() == ["Ngày sinh", "Năm sinh"]


def test_a_sheet_without_headings_has_none():
    assert found_in(("An", "1"), ("Bình", "2")) is None
