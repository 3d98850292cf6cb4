from collections import Counter
from datetime import date, timedelta

import pytest
from django.utils import timezone, translation

from core.spreadsheets.sheets import column_letter
from tests.factories import make_person
from tests.unions.imports.importing import imported
from tests.unions.imports.sheets import list_of_people, people, person
from unions.people.models import Employment, Person

HEADINGS = ["STT", "Họ và tên", "Ngày sinh", "Giới tính", "Mã đoàn viên", "Chức vụ", "Bộ phận", "Điện thoại",
            "Ngày vào làm", "Lao động trực tiếp", "Nữ"]  # fmt: skip
MANY, FIRST_ROW, KINDS = 5_000, 5, 23
NOT_A_DATE = "This is not a date. Please write day/month/year, such as 17/05/1988."
NO_SUCH_DAY = "There is no such day. Dates are written day/month/year."
AGE = "Please check the birth date: a worker is at least 15 years old and born after 1900."
OLD_FONT = "The letters are those of an old font (TCVN3 or VNI). Please type the cell anew in Unicode."
TOO_MUCH = "At most {most} letters fit here; these are {count}."
MISTAKES = [
    ("B", "", "The name is missing."),
    ("B", "Nguyễn Văn 12", "A name has no digits. Perhaps the columns have shifted."),
    ("B", "???", "This is not a name."),
    ("B", "TrÇn V¨n B×nh", OLD_FONT),
    ("B", "Lê " * 40 + "An", TOO_MUCH.format(most=100, count=122)),
    ("C", "không rõ", NOT_A_DATE),
    ("C", "31/02/1988", NO_SUCH_DAY),
    ("C", "12/25/1988", NO_SUCH_DAY),
    ("C", "01/02/88", "Please write the year with four digits, such as 17/05/1988."),
    ("C", "01/02/1888", AGE),
    ("C", f"{timezone.localdate() - timedelta(days=3_000):%d/%m/%Y}", AGE),
    ("C", "#N/A", "Excel shows an error here instead of a value."),
    ("D", "Gái", "Please write Nam (male) or Nữ (female), or leave the cell empty."),
    ("D", ("Nam", "x"), "This row says both man and woman."),
    ("E", "1.23E+11", "Excel has cut this number short. Please format the column as text and type the number anew."),
    ("E", "9" * 21, "A member number has at most 20 signs."),
    ("E", "số?", "This is not a member number."),
    ("E", "DV000000", "The same stands in row 5 already."),
    ("E", "NGOAI", "This member number belongs to somebody who does not work in this unit today."),
    ("E", "TRONG", "This member number belongs to Đặng Thị Cúc."),
    ("F", "Giáo viên " * 12, TOO_MUCH.format(most=100, count=119)),
    ("G", "Tổ " * 80, TOO_MUCH.format(most=200, count=239)),
    ("H", "12345", "A phone number has ten digits and begins with 0."),
    ("I", "01/01/1960", "This day lies before the birth date."),
    ("J", "có lẽ", "Please put an x here or leave the cell empty."),
]


@pytest.fixture(autouse=True)
def _in_the_source_language():
    with translation.override("en"):
        yield


def with_mistakes(rows):
    """Make each mistake twenty times; return the expected (row, column, reason)."""
    expected = set()
    for number in range(500):
        place = 7 + number * 3
        column, value, reason = MISTAKES[number % len(MISTAKES)]
        row = rows[place] = [*rows[place], "", "", ""]
        if isinstance(value, tuple):
            value, row[10] = value
        if value in ("NGOAI", "TRONG"):
            value += f"-{number // len(MISTAKES)}"
        row[ord(column) - ord("A")] = value
        expected.add((place + FIRST_ROW, column, reason))
    return expected


@pytest.mark.slow
@pytest.mark.one_database(on="postgresql")
def test_thousands_of_people_come_once(world):
    content = list_of_people(*people(MANY))
    assert imported(world.school, content).counts == Counter(new=MANY)
    assert (Person.objects.count(), Employment.objects.filter(grassroots=world.school).count()) == (MANY, MANY)
    before = Person.objects.order_by("pk").values_list("pk", "full_name", "revision")
    rows = list(before)
    assert imported(world.school, content).counts == Counter(unchanged=MANY)
    assert list(before.all()) == rows


@pytest.mark.one_database(on="sqlite")
@pytest.mark.slow
def test_five_hundred_mistakes_are_named_at_their_cells_and_no_other(world):
    for number in range(20):
        make_person(world.company, "Lê Thị Xa", member_number=f"NGOAI-{number}")
        make_person(world.school, "Đặng Thị Cúc", member_number=f"TRONG-{number}", birth_date=date(1970, 1, 1))
    rows = people(2_000)
    expected = with_mistakes(rows)
    counts = imported(world.school, list_of_people(*rows, headings=HEADINGS), good_rows=True)
    named = {(row.number, column_letter(column), reason) for row in counts.wrong for column, reason in row.faults}
    assert named == expected
    assert (len(expected), len({reason for _row, _column, reason in expected})) == (500, KINDS)
    assert counts.counts == Counter(new=1_500, wrong=500)
    assert Person.objects.filter(employments__grassroots=world.school).count() == 1_520


def test_the_people_of_the_lists_are_different_people():
    assert len({(row[1], row[2]) for row in people(MANY)}) == MANY
    assert person(3) == person(3)
