"""A pasted list becomes drafts: read, matched, mended, entered."""

import re

import pytest
from django.urls import reverse

from emulation.initiatives.models import Initiative
from emulation.registrations.models import Registration
from emulation.sheets.services.sheets import open_sheet
from emulation.works.models import Work
from tests.emulation.campaigning import running
from tests.factories import make_person, make_title
from tests.shared_rows import shared
from unions.people.models import Person
from unions.units.models import Team

pytestmark = pytest.mark.one_database(on="sqlite")

HEADINGS = "STT\tHọ và tên\tNgày sinh\tChức vụ\tDanh hiệu thi đua\tTên sáng kiến"


@shared
def titles(db):
    return make_title(), make_title("CSTDCS", "Chiến sĩ thi đua cơ sở")


@shared
def sheet(world, titles):
    campaign = running(world, *titles)
    return open_sheet(actor=world.people["chair"], campaign=campaign, grassroots=world.school)


@shared
def people(world):
    return [
        make_person(world.school, "Lê Văn An", birth_date=None),
        make_person(world.school, "Đỗ Thị Hường"),
    ]


def lines(*rows):
    return "\n".join([HEADINGS, *("\t".join(row) for row in rows)])


def paste(client, sheet, text):
    return client.post(reverse("emulation:sheet-paste", args=[sheet.pk]), {"pasted": text})


def fields_of(page):
    """What the browser would send from the page of the list."""
    html = page.content.decode()
    fields = dict(re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', html))
    fields["text"] = page.context["opened"].text
    fields |= {f"column-{place}": field for place, field in page.context["opened"].fields.items()}
    for row in page.context["wrong"]:
        fields[f"person-{row.listed.number}"] = row.chosen
        fields |= {cell.name: cell.text for cell in row.cells if cell.name}
    return fields


def save(client, sheet, page, **mended):
    fields = fields_of(page) | {name.replace("_", "-"): value for name, value in mended.items()}
    return client.post(reverse("emulation:sheet-paste", args=[sheet.pk]), fields | {"step": "save"})


def registered():
    rows = Registration.objects.select_related("person", "title").order_by("person__sort_key", "title__code")
    return [(row.person.full_name, row.title.code) for row in rows]


@pytest.mark.slow
def test_each_title_of_a_row_becomes_a_draft_and_the_initiative_gets_its_author(world, sheet, people):
    client = world.client("chair")
    text = lines(
        ("1", "Lê Văn An", "", "Giáo viên", "LĐTT; CSTĐCS", "Dạy phân số bằng trò chơi gấp giấy"),
        ("2", "Đỗ Thị Hường", "17/05/1988", "Giáo viên", "Lao động tiên tiến", ""),
    )
    page = paste(client, sheet, text)
    assert (page.status_code, page.context["wrong"], page.context["new_rows"]) == (200, [], 3)
    answer = save(client, sheet, page)
    assert answer.url == sheet.get_absolute_url()
    assert registered() == [("Lê Văn An", "CSTDCS"), ("Lê Văn An", "LDTT"), ("Đỗ Thị Hường", "LDTT")]
    initiative = Initiative.objects.get()
    assert (initiative.name, initiative.campaign, [str(row) for row in initiative.authors.all()]) == (
        "Dạy phân số bằng trò chơi gấp giấy",
        sheet.campaign,
        ["Lê Văn An (100%)"],
    )


@pytest.mark.slow
def test_five_wrong_rows_are_told_at_their_cells_and_mended_in_place(world, sheet, people):
    make_person(world.school, "Ngô Thị Mai", birth_date=None, position="Giáo viên")
    second = make_person(world.school, "Ngô Thị Mai", birth_date=None, position="Văn thư")
    client = world.client("chair")
    page = paste(
        client,
        sheet,
        lines(
            ("1", "Le Van An", "", "", "LĐTT", ""),
            ("2", "Đỗ Thị Hường", "17/05/1988", "", "LĐTTT", ""),
            ("3", "Ngô Thị Mai", "", "", "LĐTT", ""),
            ("4", "Vũ Thị Lan", "", "Giáo viên", "LĐTT", ""),
            ("5", "Đỗ Thị Hường", "31/02/1988", "", "CSTĐCS", ""),
        ),
    )
    assert [[cell.label for cell in row.cells] for row in page.context["wrong"]] == [
        ["Họ và tên"],
        ["Danh hiệu thi đua"],
        ["Họ và tên"],
        ["Họ và tên"],
        ["Ngày sinh"],
    ]
    refused = save(client, sheet, page)
    assert (refused.status_code, registered()) == (422, [])
    post = second.employments.get().pk
    mended = {"cell_3_4": "LDTT", "person_4": str(post), "person_5": "new", "cell_6_2": "17/05/1988"}
    answer = save(client, sheet, refused, **mended)
    assert answer.status_code == 302
    assert registered() == [
        ("Lê Văn An", "LDTT"),
        ("Đỗ Thị Hường", "CSTDCS"),
        ("Đỗ Thị Hường", "LDTT"),
        ("Vũ Thị Lan", "LDTT"),
        ("Ngô Thị Mai", "LDTT"),
    ]
    assert Registration.objects.get(person=second).title.code == "LDTT"
    assert Person.objects.working_in(world.school).filter(full_name="Vũ Thị Lan").count() == 1


@pytest.mark.slow
def test_the_same_list_again_and_a_double_click_enter_nothing_twice(world, sheet, people):
    client, text = world.client("chair"), lines(("1", "Lê Văn An", "", "", "LĐTT", ""))
    page = paste(client, sheet, text)
    assert save(client, sheet, page).status_code == 302
    assert save(client, sheet, page).status_code == 409
    again = paste(client, sheet, text)
    assert (again.context["wrong"], again.context["new_rows"]) == ([], 0)
    assert registered() == [("Lê Văn An", "LDTT")]


def test_columns_without_headings_are_told_by_their_cells(world, sheet, people):
    text = "1\tLê Văn An\t1990\tLĐTT\n2\tĐỗ Thị Hường\t1988\tCSTĐCS"
    page = paste(world.client("chair"), sheet, text)
    assert page.context["opened"].fields == {1: "full_name", 2: "birth_date", 3: "title"}
    assert page.context["wrong"] == []


def test_a_column_for_each_title_with_an_x_is_understood(world, sheet, people):
    text = "Họ và tên\tLĐTT\tCSTĐCS\nLê Văn An\tx\tx\nĐỗ Thị Hường\tx\t"
    client = world.client("chair")
    save(client, sheet, paste(client, sheet, text))
    assert registered() == [("Lê Văn An", "CSTDCS"), ("Lê Văn An", "LDTT"), ("Đỗ Thị Hường", "LDTT")]


def test_rows_without_a_title_get_the_one_that_is_chosen_for_all(world, sheet, people, titles):
    client = world.client("chair")
    page = paste(client, sheet, "Họ và tên\nLê Văn An\nĐỗ Thị Hường")
    assert page.context["asks_title"]
    save(client, sheet, page, title=str(titles[0].pk))
    assert registered() == [("Lê Văn An", "LDTT"), ("Đỗ Thị Hường", "LDTT")]


def test_a_stranger_finds_no_sheet_and_the_officer_may_not_write_on_it(world, sheet):
    address = reverse("emulation:sheet-paste", args=[sheet.pk])
    assert world.client("stranger_chair").get(address).status_code == 404
    assert world.client("officer").get(address).status_code == 403


@pytest.mark.parametrize("written", ["LĐTT", "ldtt", "Lao động tiên tiến", "LĐ tiên tiến", "Danh hiệu LĐTT"])
def test_a_title_is_known_however_it_is_written(world, sheet, people, written):
    page = paste(world.client("chair"), sheet, lines(("1", "Lê Văn An", "", "", written, "")))
    assert [title.code for title in page.context["good"][0].titles] == ["LDTT"]


def test_a_list_that_is_too_long_is_refused_and_stays_in_its_field(world, sheet):
    text = lines(*([str(number), "Lê Văn An", "", "", "LĐTT", ""] for number in range(501)))
    page = paste(world.client("chair"), sheet, text)
    assert (page.status_code, page.context["form"]["pasted"].value()) == (422, text)


def test_of_many_wrong_rows_fifty_are_shown_at_once(world, sheet):
    rows = ([str(row), f"Vũ Thị {chr(65 + row % 25)}{chr(97 + row // 25)}", "", "", "LĐTT", ""] for row in range(55))
    page = paste(world.client("chair"), sheet, lines(*rows))
    assert (len(page.context["wrong"]), page.context["wrong_count"]) == (50, 55)


JUNK = {
    "nothing": {"text": ""},
    "no columns": {"text": "a"},
    "no row numbers": {"text": "\tHọ và tên\nx\tLê Văn An", "column-0": "full_name"},
    "an unknown column": {"text": "\tA\n1\tLê Văn An", "column-0": "x:NIX", "column-99": "full_name"},
    "half a quote": {"text": '\t"A\n1\tLê'},
    "an answer about nobody": {"text": "\tA\n1\tLê Văn An", "column-0": "full_name", "person-1": "999999999999"},
    "no letter": {"text": "\tA\n1\tb", "column-0": "title", "cell-1-0": "\0", "title": "x"},
}


@pytest.mark.parametrize("posted", JUNK.values(), ids=JUNK.keys())
@pytest.mark.parametrize("step", ["check", "save"])
def test_what_the_page_never_sends_is_answered_without_an_error(world, sheet, people, posted, step):
    address = reverse("emulation:sheet-paste", args=[sheet.pk])
    answer = world.client("chair").post(address, posted | {"step": step})
    assert answer.status_code in {200, 302, 422}
    assert not Registration.objects.exists()


COLUMNS = ["Họ và tên", "Tập thể", "Danh hiệu", "Tên sáng kiến", "Loại", "Tác giả", "Tên công trình", "Giá trị"]


@shared
def collectives(world, sheet):
    titles = [
        make_title("TTLDTT", "Tập thể lao động tiên tiến", for_person=False, for_collective=True),
        make_title("DVXS", "Đơn vị xuất sắc", for_person=False, for_grassroots=True),
    ]
    sheet.campaign.titles.add(*titles)
    return Team.objects.create(grassroots=world.school, name="Tổ 1")


def wide(*rows):
    cells = [[row.get(heading, "") for heading in COLUMNS] for row in rows]
    return "\n".join("\t".join(line) for line in [COLUMNS, *cells])


def test_teams_and_the_unit_itself_stand_beside_people(world, sheet, people, collectives):
    client = world.client("chair")
    page = paste(
        client,
        sheet,
        wide(
            {"Họ và tên": "Lê Văn An", "Danh hiệu": "LĐTT"},
            {"Tập thể": "tổ 1", "Danh hiệu": "Tập thể LĐTT"},
            {"Họ và tên": "Tổ 1", "Danh hiệu": "TTLDTT"},
            {"Tập thể": "CĐCS", "Danh hiệu": "Đơn vị xuất sắc"},
        ),
    )
    assert [row.listed.number for row in page.context["wrong"]] == [4]  # the team once more
    assert save(client, sheet, page, person_4="out").status_code == 302
    rows = Registration.objects.order_by("pk")
    assert [(row.subject, row.title.code) for row in rows] == [
        (people[0], "LDTT"),
        (collectives, "TTLDTT"),
        (world.school, "DVXS"),
    ]


@pytest.mark.parametrize(
    ("row", "label"),
    [
        ({"Tập thể": "Tổ 9", "Danh hiệu": "TTLDTT"}, "Tập thể"),
        ({"Tập thể": "Tổ 1", "Họ và tên": "Lê Văn An", "Danh hiệu": "TTLDTT"}, "Tập thể"),
        ({"Tập thể": "Tổ 1", "Danh hiệu": "LĐTT"}, "Danh hiệu"),
        ({"Họ và tên": "Lê Văn An", "Danh hiệu": "TTLDTT"}, "Danh hiệu"),
        ({"Tác giả": "Lê Văn An; Vũ Không Ai", "Tên sáng kiến": "Vườn rau lớp em"}, "Tác giả"),
        ({"Họ và tên": "Lê Văn An", "Tên sáng kiến": "Vườn rau", "Loại": "phát minh"}, "Loại"),
        ({"Tên công trình": "Nhà xe", "Giá trị": "nhiều"}, "Giá trị"),
    ],
)
def test_what_is_wrong_about_a_collective_or_a_work_is_told_at_its_cell(
    world, sheet, people, collectives, row, label
):
    page = paste(world.client("chair"), sheet, wide(row))
    assert [[cell.label for cell in wrong.cells] for wrong in page.context["wrong"]] == [[label]]


def test_initiatives_topics_and_works_come_with_authors_kind_and_value(world, sheet, people):
    client = world.client("chair")
    page = paste(
        client,
        sheet,
        wide(
            {"Tác giả": "Lê Văn An; Đỗ Thị Hường", "Tên sáng kiến": "Vườn rau lớp em", "Loại": "SKKN"},
            {"Họ và tên": "Đỗ Thị Hường", "Danh hiệu": "LĐTT", "Tên sáng kiến": "Sân chơi xanh", "Loại": "Đề tài"},
            {"Tên công trình": "Nhà xe giáo viên", "Giá trị": "150.000.000"},
            {"Tên công trình": "nhà xe giáo viên"},
        ),
    )
    assert (page.context["wrong"], page.context["new_rows"]) == ([], 1)
    assert save(client, sheet, page).status_code == 302
    found = Initiative.objects.order_by("pk")
    assert [(row.name, row.kind, [str(author) for author in row.authors.all()]) for row in found] == [
        ("Vườn rau lớp em", "experience", ["Lê Văn An (50%)", "Đỗ Thị Hường (50%)"]),
        ("Sân chơi xanh", "research", ["Đỗ Thị Hường (100%)"]),
    ]
    work = Work.objects.get()
    assert (work.name.lower(), work.campaign, work.state) == ("nhà xe giáo viên", sheet.campaign, "submitted")
    assert work.value == 150_000_000
    assert registered() == [("Đỗ Thị Hường", "LDTT")]


def test_a_list_of_works_alone_is_entered_once(world, sheet):
    client, text = world.client("chair"), wide({"Tên công trình": "Nhà xe giáo viên"})
    for _twice in range(2):
        assert save(client, sheet, paste(client, sheet, text)).status_code == 302
    assert Work.objects.count() == 1
