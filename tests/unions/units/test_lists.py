import io
from datetime import date
from urllib.parse import quote

import pytest
from django.urls import reverse
from openpyxl import load_workbook

from accounts.users.services import grant_role
from core.working_year import this_year
from tests.factories import SINCE, make_grassroots, make_person
from unions.people.services import employ
from unions.units.models import Affiliation, Cluster, Headcount
from unions.units.services.entering import enter_enterprise

pytestmark = pytest.mark.slow

ALPHABET = "An Ánh Ân Bình Dung Dũng Đạt Đông Đức Giang Hà Hạ Hoa Hòa Hoan Oanh Ơn Phương Tú Tư Ước Vân Yến"
NAMES = ALPHABET.split()


def rows(client, name, query=""):
    response = client.get(f"{reverse(name)}{query}", follow=True)
    assert response.status_code == 200
    return [str(row.record) for row in response.context["table"].rows]


def exported(client, name, query=""):
    response = client.get(f"{reverse(name)}?export=xlsx{query}", follow=True)
    sheet = load_workbook(io.BytesIO(b"".join(response.streaming_content))).active
    return [list(row) for row in sheet.iter_rows(values_only=True)]


SEEN_UNITS = {
    "admin": {"school", "company", "foreign_school"},
    "leader": {"school", "company"},
    "vice": {"school", "company"},
    "officer": {"school", "company"},
    "clerk": {"school", "company"},
    "council": {"school", "company"},
    "chair": {"school"},
    "board": {"school"},
    "viewer": {"school", "company", "foreign_school"},
    "stranger_officer": {"foreign_school"},
    "stranger_chair": {"foreign_school"},
}


@pytest.mark.one_database(on="sqlite")
@pytest.mark.parametrize("role", SEEN_UNITS)
def test_each_role_reads_the_units_and_people_of_its_branch_and_no_other(world, role):
    people = {
        key: make_person(getattr(world, key), name)
        for key, name in [("school", "Lê Thị An"), ("company", "Lê Thị Ân"), ("foreign_school", "Lê Thị Yến")]
    }
    client = world.client(role)
    assert set(rows(client, "unions:grassroots-list")) == {str(getattr(world, key)) for key in SEEN_UNITS[role]}
    assert set(rows(client, "unions:people")) == {str(people[key]) for key in SEEN_UNITS[role]}
    for key, person in people.items():
        expected = 200 if key in SEEN_UNITS[role] else 404
        assert client.get(person.get_absolute_url()).status_code == expected
        assert client.get(getattr(world, key).get_absolute_url()).status_code == expected


@pytest.mark.one_database(on="sqlite")
@pytest.mark.parametrize(
    ("role", "has_column", "born"),
    [
        ("officer", True, "1988"),
        ("chair", True, "1988"),
        ("leader", True, None),
        ("vice", True, None),
        ("council", True, None),
        ("board", False, None),
        ("clerk", False, None),
        ("cluster_lead", False, None),
        ("viewer", False, None),
        ("admin", False, None),
    ],
)
def test_personal_data_are_seen_by_the_own_chair_and_the_officer_in_list_page_and_export(
    world, role, has_column, born
):
    """Whoever may sit in a council has the column: in an open session it fills for those before the council."""
    person = make_person(world.school, phone="0912345678", member_number="HN-4711")
    client = world.client(role)
    page = client.get(person.get_absolute_url()).content.decode()
    listed = client.get(reverse("unions:people"))
    cells = [row.cells for row in listed.context["table"].rows]
    sheet = exported(client, "unions:people")
    assert [("born" in row.table.columns.names()) for row in listed.context["table"].rows] == [has_column]
    assert ["17/05/1988" in page, "0912345678" in page, "HN-4711" in page] == [born is not None] * 3
    assert ("1988" in str([list(row) for row in cells])) is (born is not None)
    assert ("1988" in str(sheet)) is (born is not None)


def test_people_are_filtered_by_a_unit_found_by_typing_where_the_reader_sees_several(world):
    for unit in (world.school, world.company):
        make_person(unit, f"Lê An {unit.pk}")
    fields = {
        role: world.client(role).get(reverse("unions:people")).context["filter"].form["unit"]
        for role in ("officer", "chair")
    }
    assert {role: field.is_hidden for role, field in fields.items()} == {"officer": False, "chair": True}
    client = world.client("officer")
    found = client.get(reverse("unions:people"), {"pick": "unit", "typed": "chu van an"}).json()["options"]
    assert [option["key"] for option in found] == [str(world.school.pk)]
    assert rows(client, "unions:people", f"?unit={found[0]['key']}") == [f"Lê An {world.school.pk}"]


def test_the_old_unit_sees_a_person_who_moved_without_personal_data(world):
    person = make_person(world.school)
    person.employments.update(valid_to=date(2024, 6, 30))
    employ(actor=None, person=person, grassroots=world.foreign_school, since=date(2024, 7, 1))
    for role, knows in [("officer", False), ("chair", False), ("stranger_officer", True), ("stranger_chair", True)]:
        response = world.client(role).get(person.get_absolute_url())
        assert (response.status_code, "17/05/1988" in response.content.decode()) == (200, knows)
    assert str(world.foreign_school) not in world.client("officer").get(person.get_absolute_url()).content.decode()
    assert str(world.foreign_school) not in str(exported(world.client("officer"), "unions:people"))


def test_a_chair_of_one_unit_who_works_in_another_does_not_read_her_colleagues_there(world):
    person = make_person(world.company)
    grant_role(actor=None, user=world.people["chair"], kind="cluster_lead", since=SINCE, grassroots=world.company)
    page = world.client("chair").get(person.get_absolute_url())
    assert (page.status_code, "17/05/1988" in page.content.decode()) == (200, False)


@pytest.mark.parametrize("typed", ["do thi huong", "ĐỖ THỊ HƯƠNG", "đỗ  thị hương", "Ðỗ Thị Hương", "huong"])
def test_a_person_is_found_with_or_without_marks(world, typed):
    make_person(world.school, "Đỗ Thị Hương")
    make_person(world.school, "Trần Văn Bình")
    assert rows(world.client("chair"), "unions:people", f"?q={typed}") == ["Đỗ Thị Hương"]


def test_a_name_typed_with_marks_ranks_the_exact_ones_first(world):
    for name in ("Đỗ Thị Hường", "Do Thi Huong", "Đỗ Thị Hương", "Đỗ Thị Hưởng"):
        make_person(world.school, name)
    client = world.client("chair")
    assert rows(client, "unions:people", "?q=Hưởng")[0] == "Đỗ Thị Hưởng"
    assert rows(client, "unions:people", "?q=Hường")[0] == "Đỗ Thị Hường"
    assert len(rows(client, "unions:people", "?q=Hường")) == 4


@pytest.mark.parametrize("typed", ["HN-4711", "hn-4711", "0912345678", "0912 345 678", "+84912345678"])
def test_a_person_is_found_by_member_number_and_phone_by_those_who_may_read_them(world, typed):
    make_person(world.school, "Đỗ Thị Hương", phone="0912 345.678", member_number="HN-4711")
    make_person(world.school, "Trần Văn Bình", phone="0912345679", member_number="HN-471")
    people = {role: rows(world.client(role), "unions:people", f"?q={quote(typed)}") for role in ("chair", "officer")}
    assert people == {"chair": ["Đỗ Thị Hương"], "officer": ["Đỗ Thị Hương"]}
    for role in ("clerk", "council", "viewer", "admin", "stranger_officer"):
        assert rows(world.client(role), "unions:people", f"?q={quote(typed)}") == [], role


def test_the_two_ways_of_placing_a_tone_are_one_name(world):
    make_person(world.school, "Nguyễn Thị Hoà")
    make_person(world.school, "Nguyễn Thị Hoa")
    assert rows(world.client("chair"), "unions:people", "?q=hòa") == ["Nguyễn Thị Hoà", "Nguyễn Thị Hoa"]


def test_people_stand_in_the_order_of_the_vietnamese_alphabet(world):
    for name in sorted(NAMES, key=hash):
        make_person(world.school, f"Nguyễn Thị {name}")
    expected = [f"Nguyễn Thị {name}" for name in NAMES]
    client = world.client("chair")
    assert rows(client, "unions:people") == expected
    assert rows(client, "unions:people", "?sort=-full_name") == expected[::-1]


def test_units_stand_in_the_order_of_the_vietnamese_alphabet_and_of_numbers(world):
    for name in ("Trường Mầm non số 10", "Trường Mầm non số 2", "Trường Ấm Áp", "Bệnh viện Đa khoa"):
        make_grassroots(world.foreign_union, name)
    assert rows(world.client("stranger_officer"), "unions:grassroots-list") == [
        "Bệnh viện Đa khoa",
        "Trường Ấm Áp",
        "Trường Mầm non số 2",
        "Trường Mầm non số 10",
        "Trường THCS Cổ Nhuế",
    ]


def test_units_are_filtered_by_each_of_their_facts(world):
    cluster = Cluster.objects.create(union=world.union, name="Cụm thi đua số 2")
    private = make_grassroots(world.union, "Công ty Sông Hồng", sector="production", cluster=cluster)
    private.ownership, private.status = "private", "suspended"
    private.save()
    client = world.client("officer")
    for query in (
        "q=song hong",
        f"q={private.code}",
        f"q={private.code.lower()[2:]}",
        f"cluster={cluster.pk}",
        "ownership=private",
        "status=suspended",
        f"sector={private.sector_id}&status=suspended",
    ):
        assert rows(client, "unions:grassroots-list", f"?{query}") == ["Công ty Sông Hồng"], query


def test_a_filter_ignores_choices_of_another_federation(world):
    client = world.client("officer")
    foreign = world.foreign_union.sectors.first().pk
    everything = {str(world.school), str(world.company)}
    for query in (f"sector={foreign}", f"union={world.foreign_union.pk}", "union=x", "status=nothing", "page=abc"):
        response = client.get(f"{reverse('unions:grassroots-list')}?{query}", follow=True)
        assert response.status_code in {200, 404}
        if response.status_code == 200:
            assert {str(row.record) for row in response.context["table"].rows} <= everything


def test_the_home_page_counts_the_units_without_a_headcount(world):
    year = this_year()
    Headcount.objects.create(grassroots=world.school, year=year, workers=1, women=0, members=1, women_members=0)
    client = world.client("officer")
    todos = [todo for todo in client.get(reverse("home")).context["todos"] if "size=missing" in todo.url]
    assert [todo.count for todo in todos] == [1]
    listed = client.get(todos[0].url).context["table"].rows
    assert [str(row.record) for row in listed] == [str(world.company)]


def test_the_viewer_of_the_city_sees_the_union_of_each_unit_and_filters_by_it(world):
    client = world.client("viewer")
    listed = client.get(reverse("unions:grassroots-list"), follow=True)
    assert "union" in listed.context["table"].columns.names()
    assert rows(client, "unions:grassroots-list", f"?union={world.foreign_union.pk}") == [str(world.foreign_school)]
    own = world.client("officer").get(reverse("unions:grassroots-list"), follow=True)
    assert "union" not in own.context["table"].columns.names()


def test_the_old_union_still_sees_a_unit_that_moved_but_does_not_list_it(world):
    Affiliation.objects.filter(grassroots=world.school).update(valid_to=date(2025, 6, 30))
    Affiliation.objects.create(grassroots=world.school, union=world.foreign_union, valid_from=date(2025, 7, 1))
    client = world.client("officer")
    assert client.get(world.school.get_absolute_url()).status_code == 200
    assert rows(client, "unions:grassroots-list", f"?union={world.union.pk}") == [str(world.company)]


def test_the_tree_shows_the_branch_and_its_units(world):
    def drawn(role):
        def plain(branches):
            return [(branch.union.code, branch.units_in_all, plain(branch.below)) for branch in branches]

        return plain(world.client(role).get(reverse("unions:union-list")).context["branches"])

    assert drawn("viewer") == [("HANOI", 3, [("BACTULIEM", 1, []), ("TAYHO", 2, [])])]
    assert drawn("officer") == [("TAYHO", 2, [])]
    assert drawn("chair") == [("TAYHO", 1, [])]


def test_enterprises_and_accounts_stay_in_their_federation(world):
    enter_enterprise(actor=None, union=world.union, name="Công ty May Hồ Tây")
    foreign = enter_enterprise(actor=None, union=world.foreign_union, name="Công ty Cổ Nhuế")
    client = world.client("officer")
    assert rows(client, "unions:enterprises") == ["Công ty May Hồ Tây"]
    assert client.get(foreign.get_absolute_url()).status_code == 404
    seen = set(rows(client, "accounts:users"))
    assert {"Lý Văn Tú", "chair.bactuliem"} & seen == set()
    assert {"Phạm Quốc Bảo", "Ngô Thị Yến"} <= seen
    assert client.get(world.people["stranger_officer"].get_absolute_url()).status_code == 404


@pytest.mark.parametrize(
    ("role", "status"),
    [
        ("officer", 200),
        ("leader", 200),
        ("clerk", 200),
        ("admin", 200),
        ("chair", 403),
        ("viewer", 403),
        ("council", 403),
    ],
)
def test_accounts_are_read_by_staff_only(world, role, status):
    assert world.client(role).get(reverse("accounts:users")).status_code == status


def test_an_account_is_found_without_marks(world):
    assert rows(world.client("officer"), "accounts:users", "?q=pham quoc") == ["Phạm Quốc Bảo"]
    assert rows(world.client("officer"), "accounts:users", "?role=clerk") == ["Vũ Thị Oanh"]


def test_the_list_leads_those_who_may_correct_the_numbers_of_a_year_to_their_form(world):
    url = reverse("unions:headcount", args=[world.school.pk, this_year()])
    shown = {role: url in world.client(role).get(reverse("unions:grassroots-list"), follow=True).content.decode()
             for role in ("officer", "chair", "leader", "viewer")}  # fmt: skip
    assert shown == {"officer": True, "chair": True, "leader": False, "viewer": False}
