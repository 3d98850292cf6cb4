"""Lists as offices send them, one file for each kind of trap: what must come out of each."""

from pathlib import Path

import pytest
from django.utils import translation

from core.spreadsheets.errors import FileRejected
from unions.imports.models import SheetRow
from unions.imports.services.checking import start_upload
from unions.imports.services.writing import start_import
from unions.people.models import Employment, Person

pytestmark = pytest.mark.one_database(on="sqlite")

CASES = Path(__file__).parent / "cases"
ABOVE = "Title or headings of the list."


@pytest.fixture(autouse=True)
def _in_the_source_language():
    with translation.override("en"):
        yield


@pytest.fixture
def upload(world):
    def upload(name):
        content = (CASES / name).read_bytes()
        return start_upload(
            actor=world.people["chair"], kind="people", place=world.school, content=content, name=name
        )

    return upload


def rows(sheet, *fields):
    """Return row, outcome, name, the fields asked for, and every sentence about the row."""
    return [
        (row.label, row.outcome, row.name, *(row.values.get(field) for field in fields), *sentences(row))
        for row in sheet.rows.exclude(faults=[[None, ABOVE]])
    ]


def sentences(row: SheetRow):
    return [text for _column, text in [*row.notes, *row.faults]]


THREE = ["Phùng Thị Ánh Nguyệt", "Đoàn Quý Hoà", "Lưỡng Thuỳ Dương"]


@pytest.mark.parametrize(
    ("name", "people"),
    [
        ("name-merged-over-two-columns.xlsx", THREE),
        ("name-and-given-name-columns.xlsx", THREE[:2]),
        ("small-from-libreoffice.xls", THREE),
    ],
)
def test_names_are_whole_wherever_they_stand(upload, name, people):
    assert rows(upload(name)) == [(str(number), "new", person) for number, person in enumerate(people, 2)]


def test_a_heading_repeated_on_page_two_is_set_aside(upload):
    assert rows(upload("heading-repeated-on-page-two.xlsx"), "team") == [
        ("2", "new", "Phùng Thị Ánh", "Tổ 1"),
        ("3", "new", "Đoàn Quý Hoà", "Tổ 1"),
        ("4", "aside", "", None, "The headings once more."),
        ("5", "new", "Trần Bưởi", "Tổ 2"),
    ]


def test_the_signature_is_set_aside(upload):
    sheet = upload("signature-block-in-name-column.xlsx")
    assert rows(sheet) == [
        ("2", "new", "Phùng Thị Ánh"),
        ("3", "new", "Đoàn Quý Hoà"),
        ("4", "aside", "", "Part of the signature."),
        ("5", "aside", "", "Part of the signature."),
        ("7", "aside", "", "Below the signature."),
    ]
    assert (sheet.row_count, sheet.counts) == (6, {"new": 2, "changed": 0, "unchanged": 0, "wrong": 0, "aside": 4})


def test_a_year_of_birth_is_stored_as_a_year(world, upload):
    sheet = upload("birth-years-only.xlsx")
    assert rows(sheet, "birth_date") == [("2", "new", "Phùng Thị Hương", 1980), ("3", "new", "Đoàn Hoà", 1979)]
    start_import(actor=world.people["chair"], sheet=sheet, good_rows=False)
    born = Person.objects.filter(full_name__in=["Phùng Thị Hương", "Đoàn Hoà"]).values_list(
        "birth_year", "birth_date"
    )
    assert sorted(born) == [(1979, None), (1980, None)]


def test_a_dash_is_no_team(world, upload):
    sheet = upload("team-is-a-dash.xlsx")
    assert rows(sheet, "team") == [("2", "new", "Phùng Thị Ánh", "Tổ văn phòng"), ("3", "new", "Đoàn Quý Hoà", None)]
    start_import(actor=world.people["chair"], sheet=sheet, good_rows=False)
    teams = Employment.objects.filter(grassroots=world.school).values_list("person__full_name", "team__name")
    assert set(teams) == {("Phùng Thị Ánh", "Tổ văn phòng"), ("Đoàn Quý Hoà", None)}


def test_error_cells_are_wrong_where_they_stand(upload):
    sheet = upload("error-cells.xlsx")
    error = "Excel shows an error here instead of a value."
    assert rows(sheet) == [("2", "wrong", "Phùng Thị Ánh", error), ("3", "wrong", "", error)]
    assert [row.faults[0][0] for row in sheet.rows.filter(outcome="wrong")] == [2, 1]


def test_all_sheets_are_read(upload):
    assert rows(upload("one-sheet-a-team.xlsx")) == [
        ("2 (Tổ 1)", "new", "Phùng Thị Ánh Nguyệt"),
        ("3 (Tổ 1)", "new", "Đoàn Quý Hoà"),
        ("4 (Tổ 1)", "new", "Lưỡng Thuỳ Dương"),
        ("2 (Tổ 2)", "new", "Trần Bưởi"),
        ("2 (Tổ 3)", "new", "Trần Cam"),
    ]


def test_a_team_merged_down_is_that_of_each_row(upload):
    teams = ["Tổ Văn phòng"] * 3 + ["Tổ chuyên môn 1"] * 2
    names = ["Phùng Thị Ánh", "Đoàn Quý Hoà", "Lưỡng Thuỳ Dương", "Trần Bưởi", "Trần Cam"]
    expected = [(str(number), "new", *both) for number, both in enumerate(zip(names, teams, strict=True), 2)]
    assert rows(upload("team-merged-down.xlsx"), "team") == expected


def test_formulas_that_are_not_read_do_not_matter(upload):
    assert rows(upload("formulas-in-numbering-and-total.xlsx")) == [
        ("2", "new", "Phùng Thị Ánh"),
        ("3", "new", "Đoàn Quý Hoà"),
        ("4", "new", "Lưỡng Thuỳ Dương"),
        ("5", "aside", "", "A total."),
    ]


def test_numbers_are_read_as_they_are_shown(upload):
    two, cut = "Two phone numbers stand here. Please leave one of them.", "Excel has cut this number short."
    no_phone = "A phone number has ten digits and begins with 0."
    found = rows(upload("numbers-and-leading-zeros.xlsx"), "member_number", "phone")
    assert [(*row[1:5], *(text[: len(cut)] for text in row[5:])) for row in found] == [
        ("new", "Phùng Thị Ánh", "0108000077", "0912345678"),
        ("new", "Đoàn Quý Hoà", "0108000078", "0912345679"),
        ("new", "Lưỡng Thuỳ Dương", "108000079", "0912345670"),
        ("new", "Trần Bưởi", "0108000080", "0912345671"),
        ("wrong", "Trần Cam", "108000000000000", None, two[: len(cut)]),
        ("wrong", "Trần Quýt", None, None, cut, no_phone[: len(cut)]),
        ("wrong", "Trần Mít", "HN-0012", None, no_phone[: len(cut)]),
        ("new", "Trần Na", "0108000083", "0912345673"),
        ("wrong", "Trần Ổi", "0108000078", "0912345674", "The same stands in row 3 already."[: len(cut)]),
    ]


def test_letters_lost_in_saving_are_wrong_with_the_way_to_save_it_right(upload):
    lost = (
        "Letters were lost when the file was saved. Please save it as .xlsx, or in Excel as “CSV UTF-8”, and choose "
        "it again."
    )
    assert rows(upload("question-marks-in-names.csv")) == [("2", "wrong", "", lost), ("3", "wrong", "", lost)]


def test_a_cell_far_away_is_told_and_takes_no_memory(upload):
    with pytest.raises(FileRejected, match="The cell XFD1048576 is filled and lies beyond column CV"):
        upload("cell-at-the-far-corner.xlsx")
    expected = [(str(number), "new", name) for number, name in enumerate(THREE, 2)]
    assert rows(upload("cell-far-down.xlsx")) == [
        *expected, ("1048576", "aside", "", "Nothing in the columns that are read."),
    ]  # fmt: skip


def test_a_cell_with_more_than_a_name_is_split_where_it_is_sure_and_wrong_where_it_is_not(upload):
    two = "This may be two people, or a name with a remark. Please write one name in each row."
    lost = "Letters were lost when the file was saved."
    said = rows(upload("more-than-a-name-in-the-cell.xlsx"))
    assert [(row[1], row[2], *(text.partition(" Please save")[0] for text in row[3:])) for row in said] == [
        ("new", "Nguyễn Văn A Lưới", "“(tổ trưởng)” is left out of the name."),
        ("new", "Đoàn Quý Hoà", "“Ông” is left out of the name."),
        ("new", "Phùng Thị Ánh", "“Bà” is left out of the name."),
        ("new", "Lưỡng Thuỳ Dương", "“ThS.” is left out of the name."),
        ("new", "Trần Thị Bưởi", "“Đ/c” is left out of the name."),
        ("wrong", "", two),
        ("wrong", "", two),
        ("wrong", "", two),
        ("new", "PHÙNG THỊ ÁNH NGUYỆT"),
        ("new", "phùng thị bảy"),
        ("new", "Phùng thị Tám"),
        ("new", "Phùng Thị Chín", "“Nghỉ hưu” is left out of the name."),
        ("new", "Phùng Thị Mười", "“*” is left out of the name."),
        ("wrong", "", "The name is abbreviated. Please write it in full."),
        ("wrong", "", two),
        ("wrong", "", "The given name is missing. Perhaps it stands in another column."),
        ("new", "Hoa", "One word only: please check that this is the whole name."),
        ("new", "Phùng Thị Một", "“1.” is left out of the name."),
        ("new", "Phùng Thị Hai", "“.” is left out of the name."),
        ("wrong", "", lost),
        ("wrong", "", lost),
        ("new", "Phùng Thị Ba", "“-” is left out of the name."),
        ("wrong", "", "“@” does not belong in a name."),
        ("wrong", "", "“<” does not belong in a name."),
        ("wrong", "Phùng Thị Ánh Nguyệt", "“(A)” is left out of the name.",
         "Row 10 has the same name. Please add birth dates or member numbers."),
        ("wrong", "Trần Thị Bưởi", "“(B)” is left out of the name.",
         "Row 6 has the same name. Please add birth dates or member numbers."),
        ("wrong", "", "“nt” means the row above. Please write it out."),
        ("wrong", "", "“-nt-” means the row above. Please write it out."),
        ("wrong", "", "The name is missing."),
        ("wrong", "", "“Như trên” means the row above. Please write it out."),
        ("wrong", "", "The name is missing."),
        ("wrong", "", "This is not a name."),
        ("wrong", "", "This is not a name."),
    ]  # fmt: skip
