import io
from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import translation
from openpyxl import load_workbook

from core.models import Job, Notification
from tests.factories import make_person
from tests.unions.imports.sheets import HEADINGS, book, list_of_people, people, person
from unions.imports.models import SheetImport, SheetRow
from unions.imports.services import checking
from unions.people.models import Employment, Person

pytestmark = [pytest.mark.one_database(on="sqlite"), pytest.mark.slow]


@pytest.fixture(autouse=True)
def _in_the_source_language():
    with translation.override("en"):
        yield


@pytest.fixture
def chair(world):
    client = world.client("chair")
    client.cookies["django_language"] = "en"
    return client


def upload(client, unit, content=b"", name="a.xlsx", **typed):
    files = {"file": SimpleUploadedFile(name, content)} if content else {}
    return client.post(reverse("unions:import-people", args=[unit.pk]), {**files, **typed})


def uploaded(client, unit, content):
    """Upload a valid list; return the stored import and the address of its page."""
    answer = upload(client, unit, content)
    assert answer.status_code == 302
    return SheetImport.objects.latest("pk"), answer.url


def page_text(client, url):
    return client.get(url).content.decode()


def test_a_chair_pastes_forty_people_looks_and_imports(world, chair):
    pasted = "\n".join("\t".join(map(str, row)) for row in [HEADINGS, *people(40)])
    answer = upload(chair, world.school, pasted=pasted)
    assert Person.objects.count() == 0
    assert "Import 40 rows" in page_text(chair, answer.url)
    chair.post(answer.url, {"button": "import"})
    sheet = SheetImport.objects.get()
    assert (Employment.objects.filter(grassroots=world.school).count(), sheet.state) == (40, "done")
    assert bool(sheet.file) is False
    assert [(row.outcome, row.cells, row.values) for row in sheet.rows.exclude(outcome="aside")] == [
        ("new", [], {})
    ] * 40


def test_each_reason_stands_at_its_cell_and_the_good_rows_go_by_a_tick(world, chair):
    make_person(world.school, "Lý Văn Tú", birth_date=date(1980, 1, 1), position="Kế toán")
    rows = [person(0), [2, "Trần Văn Bảo", "31/02/1988"], [3, "Lý Văn Tú", "01/01/1980", "", "", "Tổ trưởng"]]
    sheet, url = uploaded(chair, world.school, list_of_people(*rows))
    assert sheet.counts == {"new": 1, "changed": 1, "unchanged": 0, "wrong": 1, "aside": 3}
    page = " ".join(page_text(chair, url).split())
    assert '31/02/1988 <ul class="errorlist"> <li>There is no such day.' in page
    assert "Position: Kế toán → Tổ trưởng" in page
    assert "Trần Văn Bảo" not in page_text(chair, f"{url}?show=new")
    refused = chair.post(url, {"button": "import"})
    assert (refused.status_code, Person.objects.count()) == (422, 1)
    assert "1 rows are wrong." in refused.content.decode()
    chair.post(url, {"button": "import", "good_rows": "on"})
    assert Person.objects.count() == 2
    assert [(row.number, row.name, bool(row.cells)) for row in SheetRow.objects.exclude(outcome="aside")] == [
        (5, "Nguyễn Thị Thị An", False), (6, "Trần Văn Bảo", True), (7, "Lý Văn Tú", False),
    ]  # fmt: skip
    back = chair.get(reverse("unions:import-remarks", args=[sheet.pk]))
    cells = list(load_workbook(io.BytesIO(b"".join(back.streaming_content))).active.values)
    assert (cells[1][1], cells[1][-1][:30]) == ("Trần Văn Bảo", "C “Ngày sinh”: There is no suc")


@pytest.mark.parametrize(
    ("content", "name", "typed", "message"),
    [
        (b"", "", {}, "Please choose a file, or paste rows below."),
        (b"", "", {"pasted": "Lý Văn Tú"}, "No row of headings was found"),
        (b"%PDF-1.7", "a.xlsx", {}, "not what its name says"),
        (book(["Họ và tên"]), "a.xlsx", {}, "There is no row below the headings."),
        (book(["Họ và tên"], ["An"]), "a.docx", {}, "one of these kinds"),
    ],
)
def test_what_is_no_list_is_refused_on_the_page(world, chair, content, name, typed, message):
    answer = upload(chair, world.school, content, name, **typed)
    assert (answer.status_code, SheetImport.objects.count()) == (422, 0)
    assert message in answer.content.decode()


def test_the_page_asks_for_columns_it_is_not_sure_of(world, chair):
    content = book(["Họ và tên", "Ngày sinnh", "Sở thích"], ["Lý Văn Tú", "17/05/1988", "cờ"])
    sheet, url = uploaded(chair, world.school, content)
    columns = reverse("unions:import-columns", args=[sheet.pk])
    assert (sheet.state, columns in page_text(chair, url)) == ("columns", True)
    form = chair.get(columns).context["form"]
    assert {name: field.initial for name, field in form.fields.items()} == {
        "column_0": "full_name",
        "column_1": "birth_date",
        "column_2": "",
    }
    twice = chair.post(columns, {"column_0": "full_name", "column_1": "full_name"})
    assert (twice.status_code, "Two columns cannot both be: Full name." in twice.content.decode()) == (422, True)
    none = chair.post(columns, {"column_1": "birth_date"})
    assert (none.status_code, "which column holds: Full name." in none.content.decode()) == (422, True)
    assert chair.post(columns, {"column_0": "full_name", "column_1": "birth_date"}).status_code == 302
    chair.post(url, {"button": "import"})
    assert Person.objects.get().birth_date == date(1988, 5, 17)


def test_a_long_list_is_checked_and_imported_in_the_background(
    world, chair, monkeypatch, django_capture_on_commit_callbacks
):
    monkeypatch.setattr(checking, "MAX_IMMEDIATE_ROWS", 5)
    with django_capture_on_commit_callbacks(execute=True):
        sheet, url = uploaded(chair, world.school, list_of_people(*people(12)))
    sheet.refresh_from_db()
    assert (sheet.state, sheet.job.state, sheet.job.done, sheet.job.total) == ("ready", "done", 15, 15)
    [told] = Notification.objects.all()
    assert (told.user, told.url) == (world.people["chair"], url)
    with django_capture_on_commit_callbacks(execute=True):
        chair.post(url, {"button": "import"})
    sheet.refresh_from_db()
    assert (sheet.state, sheet.job.state, Person.objects.count()) == ("done", "done", 12)


def test_a_list_that_waits_shows_its_progress(world, chair, monkeypatch):
    monkeypatch.setattr(checking, "MAX_IMMEDIATE_ROWS", 5)
    sheet, url = uploaded(chair, world.school, list_of_people(*people(12)))
    assert 'http-equiv="refresh"' in page_text(chair, url)
    assert chair.post(url, {"button": "check"}).status_code == 409
    Job.objects.update(state="failed", message="interrupted")
    assert "interrupted" in page_text(chair, url)
    monkeypatch.setattr(checking, "MAX_IMMEDIATE_ROWS", 50)
    assert chair.post(url, {"button": "check"}).status_code == 302
    sheet.refresh_from_db()
    assert sheet.state == "ready"


def test_what_has_changed_since_is_shown_anew_and_nothing_imported(world, chair):
    sheet, url = uploaded(chair, world.school, list_of_people(person(0)))
    make_person(world.school, str(person(0)[1]), birth_date=date(1965, 1, 1), gender="male")
    page = chair.post(url, {"button": "import"}, follow=True).content.decode()
    sheet.refresh_from_db()
    assert (sheet.state, sheet.counts["changed"], Person.objects.count()) == ("ready", 1, 1)
    assert "Something has changed since the list was checked." in page


def test_a_list_is_imported_once(world, chair):
    _sheet, url = uploaded(chair, world.school, list_of_people(person(0)))
    assert [chair.post(url, {"button": "import"}).status_code for _time in range(2)] == [302, 409]
    assert Person.objects.count() == 1


def test_a_list_is_seen_by_who_brought_it_alone_and_only_while_the_place_is_theirs(world, chair):
    _sheet, url = uploaded(chair, world.school, list_of_people(person(0)))
    assert {role: world.client(role).get(url).status_code for role in ("officer", "board", "admin", "viewer")} == (
        dict.fromkeys(("officer", "board", "admin", "viewer"), 404)
    )
    world.people["chair"].roles.update(valid_to=date(2020, 1, 1))
    assert chair.get(url).status_code == 404


def test_the_page_costs_the_same_at_one_row_and_at_twenty(world, chair):
    costs = []
    for count in (1, 20):
        _sheet, url = uploaded(chair, world.school, list_of_people(*people(count)))
        chair.get(url)
        with CaptureQueriesContext(connection) as queries:
            chair.get(url)
        costs.append(len(queries))
    assert costs[0] == costs[1]


def test_the_empty_list_has_drop_downs_and_can_be_filled_and_imported(world, chair):
    answer = chair.get(reverse("unions:import-people-blank", args=[world.school.pk]))
    blank = load_workbook(io.BytesIO(answer.content))
    sheet = blank.active
    assert [cell.value for cell in sheet[1]][:4] == ["Họ và tên", "Ngày sinh", "Giới tính", "Mã đoàn viên"]
    lists = {str(each.sqref): each.formula1 for each in sheet.data_validations.dataValidation}
    assert lists["C2:C2001"] == "Chon!$C$1:$C$2"
    assert [cell.value for cell in blank["Chon"]["C"]] == ["Nam", "Nữ"]
    assert blank["GhiChu"]["A2"].value == "Họ và tên"
    sheet["A2"], sheet["B2"], sheet["C2"] = "Lý Văn Tú", "17/05/1988", "Nam"
    filled = io.BytesIO()
    blank.save(filled)
    _sheet, url = uploaded(chair, world.school, filled.getvalue())
    chair.post(url, {"button": "import"})
    assert (Person.objects.get().full_name, Person.objects.get().gender) == ("Lý Văn Tú", "male")


def test_the_empty_list_of_units_offers_the_sectors_of_the_union(world):
    officer = world.client("officer")
    answer = officer.get(reverse("unions:import-union-blank", args=[world.union.pk, "units"]))
    blank = load_workbook(io.BytesIO(answer.content))
    headings = [cell.value for cell in blank.active[1]]
    column = headings.index("Khối") + 1
    offered = [row[column - 1] for row in blank["Chon"].values if row[column - 1]]
    assert offered == [str(sector) for sector in world.union.sectors.order_by("position")]


def test_an_officer_imports_units_and_their_numbers(world):
    officer = world.client("officer")
    content = book(
        ["Mã", "Tên CĐCS", "Khối", "Loại hình", "Tổng số CNVCLĐ", "Nữ", "Đoàn viên", "Nữ đoàn viên"],
        ["TAYHO-900", "Trường Mầm non Hoa Sen", "Khối Giáo dục", "Đơn vị sự nghiệp công lập", 40, 30, 38, 29],
    )
    answer = officer.post(
        reverse("unions:import-union", args=[world.union.pk, "units"]),
        {"file": SimpleUploadedFile("a.xlsx", content)},
    )
    officer.post(answer.url, {"button": "import"})
    unit = world.union.affiliations.get(grassroots__code="TAYHO-900").grassroots
    assert (unit.name, unit.headcounts.get().women_members) == ("Trường Mầm non Hoa Sen", 29)


def test_a_list_whose_file_is_lost_is_asked_for_once_more(world, chair):
    sheet, url = uploaded(chair, world.school, list_of_people(person(0)))
    rows = list(SheetRow.objects.values())
    sheet.file.storage.delete(sheet.file.name)
    asked = "The file of this list is no longer on the server. Please bring the list once more."
    columns = {f"column_{at}": name for at, name in sheet.fields.items()}
    for address, sent in ((url, {"button": "check"}), (reverse("unions:import-columns", args=[sheet.pk]), columns)):
        answer = chair.post(address, sent)
        assert (answer.status_code, asked in answer.content.decode()) == (422, True), address
    assert (list(SheetRow.objects.values()), SheetImport.objects.get().state) == (rows, "ready")
    chair.post(url, {"button": "import"})
    assert (Person.objects.count(), SheetImport.objects.get().state) == (1, "done")


def test_a_long_list_whose_file_is_lost_says_so_where_its_progress_was(
    world, chair, monkeypatch, django_capture_on_commit_callbacks
):
    sheet, url = uploaded(chair, world.school, list_of_people(person(0)))
    sheet.file.storage.delete(sheet.file.name)
    monkeypatch.setattr(checking, "MAX_IMMEDIATE_ROWS", 0)
    with django_capture_on_commit_callbacks(execute=True):
        chair.post(url, {"button": "check"})
    asked = "The file of this list is no longer on the server. Please bring the list once more."
    assert (Job.objects.get().state, Job.objects.get().message) == ("failed", asked)
    assert asked in page_text(chair, url)
