import re
from datetime import date

import pytest
from django.core.exceptions import PermissionDenied
from django.core.management import CommandError, call_command
from django.utils import timezone, translation
from openpyxl import load_workbook

from core.audit import history_of
from core.models import AuditEntry
from core.spreadsheets.errors import FileRejected
from core.text import comparison_key
from tests.factories import SINCE, make_person
from tests.unions.imports.importing import imported
from tests.unions.imports.sheets import HEADINGS, book, list_of_people, people, person
from unions.imports.importers.base import Source
from unions.imports.models import SheetImport
from unions.imports.selectors.pages import displayed_changes
from unions.imports.services import checking
from unions.people.models import Employment, Person
from unions.people.rules import birth_fields
from unions.units.models import Team

pytestmark = pytest.mark.one_database(on="sqlite")

IMPORTED = re.compile(r"Imported: import no\. \d+\.")
NONE = {"new": 0, "changed": 0, "unchanged": 0, "wrong": 0}


@pytest.fixture(autouse=True)
def _in_the_source_language():
    with translation.override("en"):
        yield


def totals(**counts):
    return NONE | counts


def facts(unit):
    return sorted(
        (post.person.full_name, post.person.born, post.person.gender, post.person.member_number,
         post.position, str(post.team or ""), post.person.phone, post.valid_from)
        for post in Employment.objects.filter(grassroots=unit).select_related("person", "team")
    )  # fmt: skip


def snapshot():
    return [list(model.objects.order_by("pk").values()) for model in (Person, Employment, Team, AuditEntry)]


def test_a_list_enters_its_people_with_their_posts_and_teams(world):
    counts = imported(world.school, list_of_people(*people(3)))
    today = timezone.localdate()
    assert (counts.totals, counts.written) == (totals(new=3), True)
    assert sorted(counts.new_names) == ["Tổ 0", "Tổ 1", "Tổ 2"]
    assert facts(world.school) == sorted([
        ("Nguyễn Thị Thị An", date(1965, 1, 1), "male", "DV000000", "Giáo viên", "Tổ 0", "0900000000", today),
        ("Trần Thị Thị Ánh", date(1965, 1, 8), "female", "DV000001", "Công nhân", "Tổ 1", "", today),
        ("Lê Thị Thị Ân", date(1965, 1, 15), "male", "DV000002", "Tổ trưởng", "Tổ 2", "", today),
    ])  # fmt: skip
    first = Person.objects.get(member_number="DV000000")
    assert (first.family_name, first.given_name, first.search_key, first.marked_key) == (
        "Nguyễn",
        "An",
        "nguyen thi thi an",
        comparison_key("Nguyễn Thị Thị An"),
    )


def test_each_new_person_of_a_list_has_an_entry_in_the_audit_log(world):
    imported(world.school, list_of_people(*people(2)), actor=world.people["officer"])
    for imported_person in Person.objects.all():
        (entry,) = history_of(imported_person)
        assert (entry.act, entry.actor, entry.detail) == (
            "person.import",
            world.people["officer"],
            {"unit": world.school.code, "import": SheetImport.objects.get().pk},
        )


def test_an_import_is_one_entry_of_the_audit_log(world):
    content = list_of_people(*people(3))
    imported(world.school, content, actor=world.people["officer"])
    entry, key = AuditEntry.objects.latest("pk"), SheetImport.objects.get().pk
    assert (entry.act, entry.actor, entry.object, entry.detail) == (
        "grassroots.import_people",
        world.people["officer"],
        world.school,
        {"name": "a.xlsx", "sha256": Source.of("a.xlsx", content).sha256, **totals(new=3), "aside": 3, "import": key},
    )


def test_the_second_time_nothing_changes(world):
    content = list_of_people(*people(30))
    imported(world.school, content)
    before = snapshot()
    assert imported(world.school, content).totals == totals(unchanged=30)
    assert snapshot() == before


def test_a_dry_run_says_the_same_and_changes_nothing(world):
    content = list_of_people(*people(3))
    before = snapshot()
    counts = imported(world.school, content, dry_run=True)
    assert (counts.totals, counts.written, snapshot() == before) == (totals(new=3), False, True)


def test_what_differs_is_told_old_and_new_and_an_empty_cell_says_nothing(world):
    known = make_person(world.school, "Đỗ Thị Hoà", phone="0912345678", birth_date=None)
    row = [1, "Đỗ Thị Hòa", "17/05/1988", "", "", "Tổ trưởng", "", ""]
    counts = imported(world.school, list_of_people(row), dry_run=True)
    assert counts.totals == totals(changed=1)
    sheet = checking.start_upload(
        actor=world.people["chair"], kind="people", place=world.school, content=list_of_people(row), name="a.xlsx"
    )
    assert displayed_changes(world.people["chair"], sheet, sheet.rows.get(outcome="changed")) == [
        ("Birth date", "", "17/05/1988"),
        ("Position", "Giáo viên", "Tổ trưởng"),
    ]
    imported(world.school, list_of_people(row), actor=world.people["chair"])
    known.refresh_from_db()
    assert (known.full_name, known.birth_date, known.phone, known.revision) == (
        "Đỗ Thị Hoà", date(1988, 5, 17), "0912345678", 2,
    )  # fmt: skip
    assert facts(world.school) == [
        ("Đỗ Thị Hoà", date(1988, 5, 17), "female", None, "Tổ trưởng", "", "0912345678", SINCE)
    ]


@pytest.mark.slow
@pytest.mark.parametrize(
    ("headings", "row", "expected"),
    [
        (["TT", "HỌ TÊN", "Năm sinh"], [1, "Lý Văn Tú", 1988], ("Lý Văn Tú", 1988, "unknown")),
        (["Họ đệm", "Tên", "Ngày, tháng, năm sinh"], ["Lý Văn", "Tú", date(1988, 5, 17)],
         ("Lý Văn Tú", date(1988, 5, 17), "unknown")),
        (["Họ và tên (*)", "Nam", "Nữ"], ["Lý Văn Tú", "x", ""], ("Lý Văn Tú", None, "male")),
        (["Họ và tên", "Ngày sinh nam", "Ngày sinh nữ"], ["Lý Thị Tú", "", "17.5.1988"],
         ("Lý Thị Tú", date(1988, 5, 17), "female")),
        (["Họ và tên", "Ngày sinh"], ["Lý Văn Tú", 32280], ("Lý Văn Tú", date(1988, 5, 17), "unknown")),
        (["Họ và tên", "Ngày sinh"], ["Lý Văn Tú", "1988-05-17"], ("Lý Văn Tú", date(1988, 5, 17), "unknown")),
        (["Họ và tên", "GT"], ["Lý  Văn Tú", "NỮ"], ("Lý Văn Tú", None, "female")),
    ],
)  # fmt: skip
def test_columns_are_known_by_the_spellings_people_use(world, headings, row, expected):
    assert imported(world.school, book(headings, row)).written
    known = Person.objects.get(employments__grassroots=world.school)
    assert (known.full_name, known.born, known.gender) == expected
    assert imported(world.school, book(headings, row)).totals == totals(unchanged=1)


def test_a_heading_in_two_rows_tells_men_and_women_by_the_column_of_the_date(world):
    content = book(
        ["STT", "Họ và tên", "Ngày, tháng, năm sinh", "", "Ghi chú"],
        ["", "", "Nam", "Nữ", ""],
        ["(1)", "(2)", "(3)", "(4)", "(5)"],
        [1, "Lý Văn Tú", "01/02/1980", "", ""],
        [2, "Lê Thị Yến", "", "03/04/1990", ""],
        ["Tổng cộng: 02 người"],
        ["Hà Nội, ngày 05 tháng 02 năm 2024"],
        ["", "Ngô Thị Yến"],
    )
    assert imported(world.school, content).written
    rows = [(name, born, gender) for name, born, gender, *_rest in facts(world.school)]
    assert rows == [("Lê Thị Yến", date(1990, 4, 3), "female"), ("Lý Văn Tú", date(1980, 2, 1), "male")]


def test_pasted_from_excel_goes_the_same_way(world):
    pasted = "\n".join("\t".join(map(str, row)) for row in [HEADINGS, *people(40)])
    assert imported(world.school, pasted.encode(), name="paste.txt", actor=world.people["chair"]).totals == totals(
        new=40
    )


def test_homonyms_are_distinguished_by_birth_date_or_number(world):
    first = make_person(world.school, "Nguyễn Thị Hoa", birth_date=date(1980, 1, 1))
    second = make_person(world.school, "Nguyễn Thị Hoa", birth_date=date(1990, 1, 1), member_number="N2")
    rows = [
        ["", "Nguyễn Thị Hoa", "01/01/1980", "", "", "Tổ trưởng"],
        ["", "Nguyễn Thị Hoa", "", "", "N2", "Kế toán"],
        ["", "Nguyễn Thị Hoa", "02/02/2000", "", "", "Nhân viên"],
    ]
    assert imported(world.school, list_of_people(*rows)).totals == totals(new=1, changed=2)
    assert [post.position for who in (first, second) for post in who.employments.all()] == ["Tổ trưởng", "Kế toán"]


BORN = date(1988, 5, 17)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("known", "typed", "outcome", "born"),
    [
        (None, 1988, "changed", {1988}),
        (1988, 1988, "unchanged", {1988}),
        (1988, 1989, "new", {1988, 1989}),
        (1988, "17/05/1988", "changed", {BORN}),
        (1988, "17/05/1989", "new", {1988, date(1989, 5, 17)}),
        (1988, "", "unchanged", {1988}),
        (BORN, 1988, "unchanged", {BORN}),
        (BORN, 1989, "new", {BORN, 1989}),
    ],
)
def test_a_year_of_birth_finds_the_person_and_a_day_makes_it_exact(world, known, typed, outcome, born):
    person = make_person(world.school, "Lý Văn Tú", **birth_fields(known))
    assert imported(world.school, list_of_people([1, "Lý Văn Tú", typed])).totals == totals(**{outcome: 1})
    person.refresh_from_db()
    assert {person.born for person in Person.objects.all()} == born
    assert imported(world.school, list_of_people([1, "Lý Văn Tú", typed])).totals == totals(unchanged=1)


def test_a_year_does_not_replace_the_day_of_a_member(world):
    known = make_person(world.school, "Lý Văn Tú", birth_date=BORN, member_number="N1")
    counts = imported(world.school, list_of_people([1, "Lý Văn Tú", 1989, "", "N1"]), good_rows=True)
    known.refresh_from_db()
    assert (known.birth_date, counts.wrong[0].faults) == (
        BORN,
        [[2, "The portal has the birth date 17/05/1988. Please check the year, or write the whole date."]],
    )
    other = make_person(world.school, "Lê Thị Yến", birth_date=None, birth_year=1990, member_number="N2")
    imported(world.school, list_of_people([1, "Lê Thị Yến", 1991, "", "N2"]))
    other.refresh_from_db()
    assert other.born == 1991


@pytest.mark.parametrize(
    ("one", "other", "number", "fault"),
    [
        ("1988", "1989", "", ""),
        ("1988", "1988", "", "The same stands in row 5 already."),
        ("1988", "17/05/1988", "", "The same stands in row 5 already."),
        ("17/05/1988", "1988", "", "The same stands in row 5 already."),
        ("17/05/1988", "1989", "", ""),
        ("17/05/1988", "18/05/1988", "", ""),
        ("1988", "1988", "N", ""),
        ("17/05/1988", "1988", "N", ""),
        ("1988", "", "", "Row 5 has the same name. Please add birth dates or member numbers."),
    ],
)
def test_two_rows_of_a_name_are_two_people_by_their_years(world, one, other, number, fault):
    rows = [[at, "Lý Văn Tú", born, "", f"{number}{at}" if number else ""] for at, born in enumerate((one, other))]
    counts = imported(world.school, list_of_people(*rows), dry_run=True)
    assert [reason for result in counts.wrong for _column, reason in result.faults] == ([fault] if fault else [])


def test_nobody_began_to_work_before_the_year_of_birth(world):
    headings = ["Họ và tên", "Năm sinh", "Ngày vào làm"]
    for day, wrong in (("31/12/1987", 1), ("01/01/1988", 0)):
        counts = imported(world.school, book(headings, ["Lý Văn Tú", 1988, day]), dry_run=True)
        assert counts.totals["wrong"] == wrong


def test_all_or_nothing_unless_the_good_rows_are_asked_for(world):
    content = list_of_people(person(0), [2, "", "01/01/1980"], person(2))
    before = snapshot()
    counts = imported(world.school, content)
    assert (counts.totals, counts.written, snapshot() == before) == (totals(new=2, wrong=1), False, True)
    counts = imported(world.school, content, good_rows=True)
    assert (counts.written, len(facts(world.school))) == (True, 2)


@pytest.mark.parametrize("role", ["leader", "clerk", "council", "viewer", "admin", "stranger_chair", "cluster_lead"])
def test_who_does_not_keep_the_unit_imports_nothing(world, role):
    with pytest.raises(PermissionDenied):
        imported(world.school, list_of_people(person(0)), actor=world.people[role])


@pytest.mark.parametrize(
    ("headings", "words"),
    [
        (["Ngày sinh", "Chức vụ"], "Please say which column holds: Full name."),
        (["Số nhà", "Phố"], "No row of headings was found"),
        (["Họ và tên"], "There is no row below the headings."),
    ],
)
def test_a_list_without_names_is_refused_as_a_whole(world, headings, words):
    rows = [] if headings == ["Họ và tên"] else [["a", "b"]]
    with pytest.raises(FileRejected) as refused:
        imported(world.school, book(headings, *rows))
    assert words in refused.value.messages[0]


# The command


@pytest.fixture
def saved(tmp_path):
    def save(content, name="a.xlsx"):
        (tmp_path / name).write_bytes(content)
        return str(tmp_path / name)

    return save


def run_command(capsys, *args, **options):
    try:
        call_command("import_people", *args, **{"language": "en", **options})
        failed = ""
    except CommandError as error:
        failed = str(error)
    return capsys.readouterr().out.splitlines(), failed


@pytest.mark.slow
def test_the_command_imports_and_says_how_many(world, saved, capsys):
    lines, failed = run_command(capsys, saved(list_of_people(*people(2))), grassroots=world.school.code)
    assert (bool(IMPORTED.fullmatch(lines[-1])), failed) == (True, "")
    assert lines[3:-3] == ["Filled rows: 5", "New: 2", "Changed: 0", "Unchanged: 0", "Wrong: 0", "Set aside: 3"]
    assert lines[-3:-1] == ["Entered along: Tổ 0", "Entered along: Tổ 1"]
    lines, _failed = run_command(capsys, saved(list_of_people(*people(2))), grassroots=world.school.code)
    assert "Unchanged: 2" in lines
    assert lines[-1] == "Nothing was changed."


def test_the_command_names_each_wrong_cell_and_hands_the_rows_back(world, saved, capsys, tmp_path):
    content = list_of_people(person(0), [2, "Lý Văn Tú", "31/02/1988", "Gái", "", "=GV"])
    remarks = tmp_path / "remarks.xlsx"
    options = {"grassroots": world.school.code, "good_rows": True, "remarks": remarks}
    lines, failed = run_command(capsys, saved(content), dry_run=True, **options)
    assert lines[:5] == [
        *(f"Row {number}: Title or headings of the list." for number in (1, 2, 4)),
        "Row 6, column C “Ngày sinh”: There is no such day. Dates are written day/month/year.",
        "Row 6, column D “Giới tính”: Please write Nam (male) or Nữ (female), or leave the cell empty.",
    ]
    assert (lines[-1], failed, facts(world.school)) == ("Nothing was changed.", "1 rows were refused.", [])
    lines, failed = run_command(capsys, saved(content), **options)
    assert (bool(IMPORTED.fullmatch(lines[-1])), failed) == (True, "1 rows were refused.")
    assert len(facts(world.school)) == 1
    cells = list(load_workbook(remarks).active.iter_rows())
    assert [cell.value for cell in cells[0]] == [*HEADINGS, "What to mend"]
    assert (cells[1][5].value, cells[1][5].data_type) == ("=GV", "s")
    assert cells[1][8].value.startswith("C “Ngày sinh”: There is no such day.")


def test_the_rows_handed_back_can_be_mended_and_imported_as_they_are(world, saved, capsys, tmp_path):
    remarks = tmp_path / "remarks.xlsx"
    run_command(
        capsys, saved(list_of_people([1, "Lý Văn Tú", "31/02/1988"])), grassroots=world.school.code, remarks=remarks
    )
    book_back = load_workbook(remarks)
    book_back.active["C2"] = "28/02/1988"
    book_back.save(remarks)
    lines, failed = run_command(capsys, str(remarks), grassroots=world.school.code)
    assert (bool(IMPORTED.fullmatch(lines[-1])), failed) == (True, "")


def test_what_the_command_does_not_know_it_asks_by_map(world, saved, capsys):
    path = saved(book(["Họ và tên", "Ngày sinnh", "Sở thích"], ["Lý Văn Tú", "17/05/1988", "cờ"]))
    _lines, failed = run_command(capsys, path, grassroots=world.school.code)
    assert failed == "Please say by --map what these columns are: B “Ngày sinnh” (birth_date?)."
    _lines, failed = run_command(capsys, path, grassroots=world.school.code, map=["Ngày=birth_date"])
    assert failed.startswith(
        "--map Ngày=birth_date: the headings are Họ và tên, Ngày sinnh, Sở thích; the fields are"
    )
    lines, failed = run_command(capsys, path, grassroots=world.school.code, map=["Ngày sinnh=birth_date"])
    assert (lines[0], bool(IMPORTED.fullmatch(lines[-1])), failed) == ("Column that is not read: Sở thích", True, "")
    assert Person.objects.get(full_name="Lý Văn Tú").birth_date == date(1988, 5, 17)


def test_two_columns_for_one_thing_are_asked_about(world, saved, capsys):
    path = saved(book(["Họ và tên", "Ngày sinh", "Năm sinh"], ["Lý Văn Tú", "17/05/1988", 1988]))
    _lines, failed = run_command(capsys, path, grassroots=world.school.code)
    assert failed.endswith("B “Ngày sinh” (birth_date?); C “Năm sinh” (birth_date?).")
    lines, failed = run_command(capsys, path, grassroots=world.school.code, map=["Ngày sinh=birth_date"])
    assert (bool(IMPORTED.fullmatch(lines[-1])), failed) == (True, "")


@pytest.mark.parametrize(
    ("path", "code", "words"),
    [("missing.xlsx", "", "No such file"), ("", "KHONG-CO", "There is no grassroots union with the code KHONG-CO.")],
)
def test_the_command_says_what_it_cannot_find(world, saved, capsys, path, code, words):
    _lines, failed = run_command(
        capsys, path or saved(list_of_people(person(0))), grassroots=code or world.school.code
    )
    assert words in failed
