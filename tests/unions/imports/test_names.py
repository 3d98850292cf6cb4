"""A name is what stands in the cell of a name, without titles and remarks; what is none is refused."""

import pytest
from django.utils import translation

from unions.imports.cell_readers import InvalidCell, NotedValue, NothingInCell
from unions.imports.names import joined_name, part_of_name, whole_name

pytestmark = pytest.mark.one_database(on="sqlite")


@pytest.fixture(autouse=True)
def _in_the_source_language():
    with translation.override("en"):
        yield


def left_out(*texts):
    return [f"“{text}” is left out of the name." for text in texts]


@pytest.mark.parametrize(
    "name",
    [
        "Phùng Thị Ánh Nguyệt", "PHÙNG THỊ ÁNH NGUYỆT", "phùng thị bảy", "Phùng thị Tám", "Lê An", "Ông Ích Khiêm",
        "Anh Thư Lê", "H'Hen Niê", "Y Moan Êñuôl", "Nguyễn Lê Anh-Thư", "Jean Müller", "Nguyễn Văn Thanh",
        "Đỗ Cô Tấn", "Trần Bà", "Lê Văn Và", "Nguyễn Thị X",
    ],
)  # fmt: skip
def test_a_name_is_taken_as_it_stands(name):
    assert whole_name(name) == name


@pytest.mark.parametrize(
    ("cell", "name", "aside"),
    [
        ("Nguyễn Văn A Lưới (tổ trưởng)", "Nguyễn Văn A Lưới", ["(tổ trưởng)"]),
        ("Ông Đoàn Quý Hoà", "Đoàn Quý Hoà", ["Ông"]),
        ("Bà Phùng Thị Ánh", "Phùng Thị Ánh", ["Bà"]),
        ("ThS. Lưỡng Thuỳ Dương", "Lưỡng Thuỳ Dương", ["ThS."]),
        ("PGS.TS. Lê Văn An", "Lê Văn An", ["PGS.", "TS."]),
        ("Đ/c Trần Thị Bưởi", "Trần Thị Bưởi", ["Đ/c"]),
        ("Đ/c Bà Trần Thị Bưởi", "Trần Thị Bưởi", ["Đ/c", "Bà"]),
        ("đồng chí: Lê An", "Lê An", ["đồng chí:"]),
        ("Phùng Thị Chín - Nghỉ hưu", "Phùng Thị Chín", ["Nghỉ hưu"]),
        ("Phùng Thị Mười *", "Phùng Thị Mười", ["*"]),
        ("1. Phùng Thị Một", "Phùng Thị Một", ["1."]),
        ("12 Phùng Thị Một", "Phùng Thị Một", ["12"]),
        ("Phùng Thị Hai.", "Phùng Thị Hai", ["."]),
        ("-Phùng Thị Ba", "Phùng Thị Ba", ["-"]),
        ("Phùng Thị Ánh Nguyệt (A)", "Phùng Thị Ánh Nguyệt", ["(A)"]),
    ],
)
def test_titles_and_remarks_are_left_out_and_told(cell, name, aside):
    assert whole_name(cell) == NotedValue(name, left_out(*aside))


def test_a_name_broken_over_two_lines_is_one_name():
    assert whole_name("Phùng Thị\nÁnh Nguyệt") == "Phùng Thị Ánh Nguyệt"
    assert whole_name("Phùng Thị \n Ánh") == "Phùng Thị Ánh"


def test_invisible_signs_that_change_nothing_are_taken_away():
    assert whole_name("Lê\u200b \u2068An\u2069") == "Lê An"


def test_one_word_is_taken_and_asked_about():
    assert whole_name("Hoa") == NotedValue("Hoa", ["One word only: please check that this is the whole name."])


TWO = "This may be two people, or a name with a remark. Please write one name in each row."
NO_NAME, NOBODY = "This is not a name.", "This is not the name of a person."
LOST = "Letters were lost when the file was saved."
HALF = "The given name is missing."


@pytest.mark.parametrize(
    ("cell", "reason"),
    [
        ("Phùng Thị Ánh\nĐoàn Quý Hoà", TWO),
        ("Phùng Văn Ba, Đoàn Quý Tư", TWO),
        ("Phùng Văn Năm và Đoàn Quý Sáu", TWO),
        ("Phùng Văn Tèo/ Trần Văn Tý", TWO),
        ("Phùng Văn Tèo - Trần Văn Tý", TWO),
        ("Phùng T.A. Nguyệt", "The name is abbreviated."),
        ("Nguyễn Thị", HALF),
        ("Bà Ánh Nguyệt", "Is “Bà” a form of address?"),
        ("Nguy?n Th? Hoa", LOST),
        ("Nguy\ufffdn Th\ufffd Hà", LOST),
        ("Tr?n An", LOST),
        ("An ?", LOST),
        ("@SUM", "“@” does not belong in a name."),
        ("Lê Thị <b>Hoa</b>", "“<” does not belong in a name."),
        ("Lê <Hoa>", "“<” does not belong in a name."),
        ("Lê Hoa 2", "A name has no digits."),
        ("nt", "“nt” means the row above."),
        ("-nt-", "“-nt-” means the row above."),
        ("Như trên", "“Như trên” means the row above."),
        ("x", NO_NAME),
        ("(khuyết)", NO_NAME),
        ("???", NO_NAME),
        ("Họ và tên", NO_NAME),
        ("TM. BAN CHẤP HÀNH", "The name is abbreviated."),
        ("TM BAN CHẤP HÀNH", NOBODY),
        ("Chủ tịch", NOBODY),
        ("Người lập", NOBODY),
        ("Tổng cộng", NOBODY),
        ("\u202eaoH êL", "Invisible signs in this cell turn the letters round."),
        ("#N/A", "Excel shows an error here instead of a value."),
        ("#FORMULA!", "The file has no result of this formula."),
        ("TRÇN V¡N §øC", "The letters are those of an old font (TCVN3 or VNI)."),
    ],
)
def test_what_is_no_single_whole_name_is_refused_with_the_reason(cell, reason):
    with pytest.raises(InvalidCell) as refused:
        whole_name(cell)
    assert str(refused.value).startswith(reason)


@pytest.mark.parametrize("cell", ["…", "-", "–", "/", "không", "Chưa có", "..."])
def test_a_dash_or_a_word_for_none_is_no_name_and_no_text(cell):
    with pytest.raises(NothingInCell):
        whole_name(cell)


@pytest.mark.parametrize(
    ("values", "name"),
    [
        ({"full_name": "Lê Thị An"}, "Lê Thị An"),
        ({"full_name": "Lê Thị Hoà", "given_part": "Hòa"}, "Lê Thị Hoà"),
        ({"family_part": "Lê Thị", "given_part": "An"}, "Lê Thị An"),
        ({"given_part": "An", "middle_part": "Thị", "family_part": "Lê"}, "Lê Thị An"),
        ({"family_part": "Lê", "given_part": "An"}, "Lê An"),
    ],
)
def test_the_columns_of_a_name_are_joined(values, name):
    assert (joined_name(values), values) == (name, {})


@pytest.mark.parametrize(
    ("values", "reason"),
    [
        ({}, "The name is missing."),
        ({"family_part": "Lê Thị"}, HALF),
        ({"family_part": "Lê", "middle_part": "Thị"}, HALF),
        ({"given_part": "An"}, "The family name is missing."),
        (
            {"full_name": "Phùng Thị Ánh", "given_part": "Nguyệt"},
            "It is not clear whether “Nguyệt” belongs to the name",
        ),
        ({"full_name": "Lê Thị Oanh", "given_part": "anh"}, "It is not clear whether “anh” belongs to the name"),
    ],
)
def test_half_a_name_is_never_taken(values, reason):
    with pytest.raises(InvalidCell) as refused:
        joined_name(values)
    assert str(refused.value).startswith(reason)


def test_a_part_of_a_name_may_end_with_thi():
    assert part_of_name("Nguyễn Thị") == "Nguyễn Thị"
    assert part_of_name("Bà Nguyễn Thị") == NotedValue("Nguyễn Thị", left_out("Bà"))
