"""All sheets of a file make one list; columns are found in each, and names are never halved."""

import pytest
from django.utils import translation

from core.spreadsheets.errors import FileRejected
from core.spreadsheets.sheets import Row, Sheet, Span
from unions.imports.importers.people import PeopleImporter
from unions.imports.sheets import join_sheets

pytestmark = pytest.mark.one_database(on="sqlite")
ABOVE = "Title or headings of the list."
PERSON, NAMED = ["Lê An", "01/02/1980"], ["Họ và tên", "Ngày sinh"]


@pytest.fixture(autouse=True)
def _in_the_source_language():
    with translation.override("en"):
        yield


def sheet(*rows, name="DS", spans=()):
    filled = [Row(number, tuple(cells), name) for number, cells in enumerate(rows, 1)]
    return Sheet(name, rows=filled, spans=list(spans))


def joined(*sheets):
    headings, rows = join_sheets(PeopleImporter, sheets)
    return headings, [(row.sheet, row.number, row.cells, row.aside) for row in rows]


def test_sheets_with_the_same_columns_are_one_list():
    headings, rows = joined(sheet(NAMED, PERSON, name="a"), sheet(["Tổ 2"], NAMED, ["Lê Bình", ""], name="b"))
    assert headings.taken() == {0: "full_name", 1: "birth_date"}
    assert rows == [
        ("a", 1, tuple(NAMED), ABOVE), ("a", 2, tuple(PERSON), ""),
        ("b", 1, ("Tổ 2",), ABOVE), ("b", 2, tuple(NAMED), ABOVE), ("b", 3, ("Lê Bình", ""), ""),
    ]  # fmt: skip


def test_columns_in_another_order_and_further_ones_are_brought_to_their_place():
    headings, rows = joined(
        sheet(NAMED, PERSON, name="a"),
        sheet(["Giới tính", "Ngày sinh", "Họ và tên"], ["Nam", "1.2.80", "An"], name="b"),
    )
    assert headings.names == ["Họ và tên", "Ngày sinh", "Giới tính"]
    assert headings.taken() == {0: "full_name", 1: "birth_date", 2: "gender"}
    assert rows[-1] == ("b", 2, ("An", "1.2.80", "Nam"), "")


def test_a_sheet_that_is_no_list_is_set_aside_row_by_row():
    other = sheet(["Ngày sinh", "Giới tính"], ["1980", "Nam"], name="other")
    _headings, rows = joined(sheet(["lời dẫn"], name="notes"), sheet(NAMED, PERSON, name="a"), other)
    assert [(name, number, aside) for name, number, _cells, aside in rows] == [
        ("notes", 1, "The sheet has no row of headings."),
        ("a", 1, ABOVE),
        ("a", 2, ""),
        ("other", 1, "The sheet has no column: Full name."),
        ("other", 2, "The sheet has no column: Full name."),
    ]


def test_a_file_without_headings_is_refused():
    with pytest.raises(FileRejected, match="No row of headings was found, such as: Full name"):
        joined(sheet(["a"], ["b"]))


PARTS = [["Phùng Thị Ánh", "Nguyệt"], ["Đoàn Quý", "Hoà"], ["Lưỡng Thuỳ", "Dương"]]
SIGNATURE = [["TM. BAN CHẤP HÀNH", ""], ["CHỦ TỊCH", ""], ["Nguyễn Hoa", ""]]


def fields_of(*rows, spans=()):
    headings, _rows = joined(sheet(*rows, spans=spans))
    return headings.taken(), headings.doubts


def test_a_name_merged_over_two_or_three_columns_is_joined():
    merged = fields_of(["Họ và tên", ""], *PARTS, *SIGNATURE, spans=[Span(1, 0, 1, 1)])
    assert merged == ({0: "family_part", 1: "given_part"}, {})
    three = fields_of(["Họ và tên"], ["Lê", "Thị", "An"], spans=[Span(1, 0, 1, 2)])
    assert three == ({0: "family_part", 1: "middle_part", 2: "given_part"}, {})


def test_a_heading_merged_over_a_heading_for_each_part_is_read():
    rows = [["STT", "Họ và tên", ""], ["", "Họ đệm", "Tên"], ["1", "Phùng Thị Ánh", "Nguyệt"]]
    assert fields_of(*rows, spans=[Span(1, 1, 1, 2)]) == ({1: "family_part", 2: "given_part"}, {})
    filled_down = [["STT", "Họ và tên", ""], ["STT", "Họ", "Tên"], ["1", "Phùng Thị Ánh", "Nguyệt"]]
    assert fields_of(*filled_down, spans=[Span(1, 1, 1, 2)]) == ({1: "family_part", 2: "given_part"}, {})


def test_words_beside_a_name_without_a_heading_are_asked_about():
    assert fields_of(["Họ và tên", ""], *PARTS)[1] == {0: "family_part", 1: "given_part"}
    seldom = [["Họ và tên", ""], ["Lê An"], ["Lê Bình"], ["Lê Cúc", "Dung"]]
    assert fields_of(*seldom, spans=[Span(1, 0, 1, 1)])[1] == {0: "family_part", 1: "given_part"}


def test_a_merged_title_above_is_no_heading():
    rows = [["DANH SÁCH", ""], ["Họ và tên", ""], *PARTS]
    assert fields_of(*rows, spans=[Span(1, 0, 1, 1)])[1] == {0: "family_part", 1: "given_part"}


def test_figures_beside_a_name_are_no_part_of_it():
    assert fields_of(["Họ và tên", ""], ["Lê An", "12"], ["Lê Bình", "30"]) == ({0: "full_name"}, {})
    assert fields_of(["Họ và tên", ""], ["Lê An"], spans=[Span(1, 0, 1, 1)]) == ({0: "full_name"}, {})


def test_a_column_of_given_names_repeats_the_name_or_ends_it():
    both = ["Họ và tên", "Tên"]
    repeated = [["Phùng Thị Ánh Nguyệt", "Nguyệt"], ["Đoàn Quý Hoà", "Hòa"]]
    assert fields_of(both, *repeated) == ({0: "full_name"}, {})
    assert fields_of(both, *PARTS) == ({0: "family_part", 1: "given_part"}, {})
    assert fields_of(both, *PARTS, *repeated)[1] == {0: "full_name", 1: "given_part"}
