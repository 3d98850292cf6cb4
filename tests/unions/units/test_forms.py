import uuid
from datetime import date

import pytest
from django.db.models import Count
from django.urls import reverse

from core.models import AuditEntry
from core.working_year import this_year
from tests.factories import make_person
from unions.people.models import Employment, Person
from unions.units.models import Enterprise, GrassrootsUnion, Headcount, Team
from unions.units.services.entering import enter_team

pytestmark = pytest.mark.one_database(on="sqlite")

MODELS = (Person, Employment, Team, Headcount, GrassrootsUnion, Enterprise, AuditEntry)
HUGE = "9" * 400


def row_counts():
    return [model.objects.aggregate(rows=Count("pk"))["rows"] for model in MODELS]


def person_data(**changes):
    return {
        "full_name": "Đỗ  thị Hương",
        "gender": "female",
        "birth_date": "05/02/1990",
        "member_number": "HN-77",
        "phone": "0912345678",
        "position": "Giáo viên",
        "since": "01/09/2020",
    } | changes


def unit_data(world, **changes):
    return {
        "code": "TAYHO-MOI",
        "name": "Trường THCS Đông Thái",
        "kind": "union",
        "ownership": "public_service",
        "sector": world.union.sectors.first().pk,
        "since": "01/09/2020",
    } | changes


def headcount_data(**changes):
    return {"workers": "40", "women": "30", "members": "38", "women_members": "29"} | changes


@pytest.mark.parametrize("role", ["chair", "board", "officer"])
def test_users_responsible_for_the_unit_enter_a_person(world, role):
    team = enter_team(actor=None, grassroots=world.school, name="Tổ 4")
    address = reverse("unions:person-new", args=[world.school.pk])
    response = world.client(role).post(address, person_data(team=team.pk, is_leader="on"))
    person = Person.objects.get()
    post = person.employments.get()
    assert response["Location"] == person.get_absolute_url()
    assert (person.full_name, person.given_name, person.search_key) == ("Đỗ thị Hương", "Hương", "do thi huong")
    assert (person.birth_date, person.member_number, person.gender) == (date(1990, 2, 5), "HN-77", "female")
    assert (post.grassroots, post.team, post.position, post.is_leader) == (world.school, team, "Giáo viên", True)
    assert (post.is_direct_worker, post.valid_from) == (False, date(2020, 9, 1))
    assert AuditEntry.objects.get(act="person.enter").actor == world.people[role]


@pytest.mark.slow
@pytest.mark.parametrize(
    ("role", "status"),
    [("leader", 403), ("clerk", 403), ("viewer", 403), ("cluster_lead", 403), ("stranger_officer", 404),
     ("stranger_chair", 404), ("anonymous", 302)],
)  # fmt: skip
def test_nobody_else_enters_anything_into_a_unit(world, role, status):
    before = row_counts()
    client = world.client(role)
    team = Team.objects.create(grassroots=world.school, name="Tổ 1")
    before[MODELS.index(Team)] += 1
    for name, args, sent in [
        ("person-new", [world.school.pk], person_data()),
        ("headcount", [world.school.pk, this_year()], headcount_data()),
        ("team-new", [world.school.pk], {"name": "Tổ 4"}),
        ("team-edit", [team.pk], {"name": "Tổ 4"}),
    ]:
        address = reverse(f"unions:{name}", args=args)
        assert (client.get(address).status_code, client.post(address, sent).status_code) == (status, status), name
    assert row_counts() == before


@pytest.mark.slow
@pytest.mark.parametrize(
    ("changes", "wrong"),
    [
        ({"full_name": ""}, "full_name"),
        ({"full_name": "\u200b \u00a0"}, "full_name"),
        ({"full_name": HUGE}, "full_name"),
        ({"full_name": "Đỗ\x00Hương"}, "full_name"),
        ({"gender": "other"}, "gender"),
        ({"birth_date": "31/02/1990"}, "birth_date"),
        ({"birth_date": "90"}, "birth_date"),
        ({"birth_date": "0000"}, "birth_date"),
        ({"birth_date": "2990"}, "birth_date"),
        ({"birth_date": "01/01/2990"}, "birth_date"),
        ({"birth_date": "01/01/1899"}, "birth_date"),
        ({"member_number": HUGE}, "member_number"),
        ({"position": HUGE}, "position"),
        ({"phone": HUGE}, "phone"),
        ({"since": ""}, "since"),
        ({"since": "32/01/2020"}, "since"),
        ({"since": "01/01/2990"}, "since"),
        ({"team": "x"}, "team"),
        ({"team": "999999999999999999999999"}, "team"),
    ],
)
def test_an_invalid_value_of_a_person_shows_an_error_at_its_field(world, changes, wrong):
    before = row_counts()
    response = world.client("chair").post(
        reverse("unions:person-new", args=[world.school.pk]), person_data(**changes)
    )
    assert (response.status_code, list(response.context["form"].errors)) == (422, [wrong])
    assert row_counts() == before


def test_the_team_of_another_unit_cannot_be_named(world):
    foreign = enter_team(actor=None, grassroots=world.foreign_school, name="Tổ 4")
    before = row_counts()
    sent = person_data(team=foreign.pk)
    response = world.client("chair").post(reverse("unions:person-new", args=[world.school.pk]), sent)
    assert (response.status_code, list(response.context["form"].errors)) == (422, ["team"])
    assert row_counts() == before


def test_a_member_number_of_an_invisible_person_is_taken(world):
    make_person(world.foreign_school, member_number="HN-77")
    before = row_counts()
    response = world.client("chair").post(reverse("unions:person-new", args=[world.school.pk]), person_data())
    assert (response.status_code, list(response.context["form"].errors)) == (422, ["member_number"])
    assert row_counts() == before


def test_a_double_click_enters_a_person_once(world):
    client, once = world.client("chair"), uuid.uuid4().hex
    address = reverse("unions:person-new", args=[world.school.pk])
    assert client.post(address, person_data(once=once)).status_code == 302
    assert client.post(address, person_data(once=once, member_number="")).status_code == 409
    assert Person.objects.count() == 1


@pytest.mark.slow
def test_only_the_year_of_birth_is_entered_kept_and_later_made_a_date(world):
    client = world.client("chair")
    client.post(reverse("unions:person-new", args=[world.school.pk]), person_data(birth_date=" 1990 "))
    person = Person.objects.get()
    assert (person.birth_date, person.birth_year, person.born) == (None, 1990, 1990)
    assert b"<dd>1990</dd>" in b"".join(client.get(person.get_absolute_url()).content.split())
    address = reverse("unions:person-edit", args=[person.pk])
    form = client.get(address).context["form"]
    assert form["birth_date"].value() == "1990"
    client.post(address, edit_data(person, birth_date="05/02/1990", position="Giáo viên"))
    person.refresh_from_db()
    assert (person.birth_date, person.birth_year) == (date(1990, 2, 5), None)
    entry = AuditEntry.objects.get(act="row.correct")
    assert entry.detail == {"birth_date": ["None", "1990-02-05"], "birth_year": ["1990", "None"]}


def edit_data(person, **changes):
    sent = person_data(full_name=person.full_name, member_number=person.member_number or "")
    return {**sent, "revision": person.revision, **changes}


def test_a_correction_updates_the_keys_and_the_audit_log_keeps_the_old_values(world):
    person = make_person(world.school, "Nguyễn Thị Ánh")
    address = reverse("unions:person-edit", args=[person.pk])
    sent = edit_data(person, full_name="Nguyễn Thị Ân", position="Tổ trưởng")
    assert world.client("chair").post(address, sent).status_code == 302
    person.refresh_from_db()
    assert (person.full_name, person.given_name, person.search_key) == ("Nguyễn Thị Ân", "Ân", "nguyen thi an")
    assert person.revision == 2
    assert person.employments.get().position == "Tổ trưởng"
    entries = AuditEntry.objects.filter(act="row.correct").order_by("pk")
    person_entry, post_entry = (entry.detail for entry in entries)
    assert person_entry["full_name"] == ["Nguyễn Thị Ánh", "Nguyễn Thị Ân"]
    assert (sorted(person_entry), post_entry["changed"]) == (
        ["birth_date", "full_name", "phone"], {"position": ["Giáo viên", "Tổ trưởng"]},
    )  # fmt: skip


@pytest.mark.slow
def test_a_stale_page_changes_nothing(world):
    person = make_person(world.school, "Nguyễn Thị Ánh")
    address = reverse("unions:person-edit", args=[person.pk])
    stale = edit_data(person, full_name="Tên Cũ")
    assert world.client("officer").post(address, edit_data(person, full_name="Nguyễn Thị Ân")).status_code == 302
    before = row_counts()
    assert world.client("chair").post(address, stale).status_code == 409
    assert Person.objects.get().full_name == "Nguyễn Thị Ân"
    assert row_counts() == before


@pytest.mark.parametrize(
    ("changes", "wrong"),
    [({"full_name": ""}, "full_name"), ({"birth_date": "01/13/1990"}, "birth_date"), ({"revision": "x"}, "revision")],
)
def test_an_invalid_correction_shows_an_error_at_its_field(world, changes, wrong):
    person = make_person(world.school, "Nguyễn Thị Ánh")
    response = world.client("chair").post(
        reverse("unions:person-edit", args=[person.pk]), edit_data(person, **changes)
    )
    assert (response.status_code, list(response.context["form"].errors)) == (422, [wrong])
    person.refresh_from_db()
    assert (person.full_name, person.revision) == ("Nguyễn Thị Ánh", 1)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("role", "status"), [("leader", 403), ("viewer", 403), ("stranger_officer", 404), ("stranger_chair", 404)]
)
def test_only_users_responsible_for_the_unit_correct_a_person(world, role, status):
    person = make_person(world.school)
    address = reverse("unions:person-edit", args=[person.pk])
    client = world.client(role)
    assert client.get(address).status_code == status
    assert client.post(address, edit_data(person, full_name="Tên Khác")).status_code == status
    person.refresh_from_db()
    assert person.revision == 1


@pytest.mark.slow
@pytest.mark.parametrize("role", ["chair", "officer"])
def test_the_headcount_of_a_year_is_entered_once_and_then_corrected(world, role):
    client = world.client(role)
    address = reverse("unions:headcount", args=[world.school.pk, this_year()])
    assert client.post(address, headcount_data()).status_code == 302
    assert client.post(address, headcount_data(workers="41")).status_code == 409
    correction = client.get(address)["Location"]
    assert client.get(correction).context["form"].initial["workers"] == 40
    sent = headcount_data(workers="41", year=this_year(), revision=1)
    assert client.post(correction, sent).url == world.school.get_absolute_url()
    assert list(world.school.headcounts.filter(year=this_year()).values_list("workers", "members")) == [(41, 38)]


@pytest.mark.parametrize(
    ("changes", "wrong"),
    [
        ({"workers": ""}, ["workers"]),
        ({"workers": "-1"}, ["workers"]),
        ({"workers": "1,5"}, ["workers"]),
        ({"workers": HUGE}, ["workers"]),
        ({"women": "41"}, ["women"]),
        ({"members": "41"}, ["members"]),
        ({"women_members": "31"}, ["women_members"]),
    ],
)
def test_impossible_numbers_show_an_error_at_their_field(world, changes, wrong):
    before = row_counts()
    address = reverse("unions:headcount", args=[world.school.pk, this_year()])
    response = world.client("chair").post(address, headcount_data(**changes))
    assert (response.status_code, list(response.context["form"].errors)) == (422, wrong)
    assert row_counts() == before


@pytest.mark.parametrize("year", [1000, 2014, 99999999])
def test_a_headcount_of_an_unknown_year_answers_404(world, year):
    address = reverse("unions:headcount", args=[world.school.pk, year])
    assert world.client("chair").post(address, headcount_data()).status_code == 404


def test_a_team_is_entered_once_and_renamed(world):
    client = world.client("chair")
    address = reverse("unions:team-new", args=[world.school.pk])
    assert client.post(address, {"name": "Tổ 4 và 5"}).status_code == 302
    again = client.post(address, {"name": " Tổ  4 và 5 "})
    assert (again.status_code, list(again.context["form"].errors)) == (422, ["name"])
    team = world.school.teams.get()
    rename = reverse("unions:team-edit", args=[team.pk])
    assert client.post(rename, {"name": "Tổ Văn", "revision": 1}).status_code == 302
    assert client.post(rename, {"name": "", "revision": 2}).status_code == 422
    assert client.post(rename, {"name": HUGE, "revision": 2}).status_code == 422
    assert [str(team) for team in world.school.teams.all()] == ["Tổ Văn"]


def test_an_officer_enters_a_unit_and_an_enterprise(world):
    client = world.client("officer")
    enterprise = reverse("unions:enterprise-new", args=[world.union.pk])
    assert client.post(enterprise, {"name": "Công ty Sao Mai", "founded_on": "01/02/2010"}).status_code == 302
    assert client.post(enterprise, {"name": "Công ty Sao Mai"}).status_code == 422
    employer = Enterprise.objects.get()
    address = reverse("unions:grassroots-new", args=[world.union.pk])
    assert client.post(address, unit_data(world, enterprise=employer.pk)).status_code == 302
    unit = GrassrootsUnion.objects.get(code="TAYHO-MOI")
    assert (unit.union, unit.enterprise, unit.founded_on) == (world.union, employer, date(2020, 9, 1))


@pytest.mark.slow
@pytest.mark.parametrize(
    ("changes", "wrong"),
    [
        ({"code": ""}, "code"),
        ({"code": "có dấu"}, "code"),
        ({"name": HUGE}, "name"),
        ({"kind": "x"}, "kind"),
        ({"since": "2020-99-01"}, "since"),
        ({"sector": "999"}, "sector"),
    ],
)
def test_an_invalid_value_of_a_unit_shows_an_error_at_its_field(world, changes, wrong):
    before = row_counts()
    address = reverse("unions:grassroots-new", args=[world.union.pk])
    response = world.client("officer").post(address, unit_data(world, **changes))
    assert (response.status_code, list(response.context["form"].errors)) == (422, [wrong])
    assert row_counts() == before


def test_a_code_is_taken_once_and_a_foreign_sector_cannot_be_named(world):
    before = row_counts()
    address = reverse("unions:grassroots-new", args=[world.union.pk])
    client = world.client("officer")
    foreign = world.foreign_union.sectors.first().pk
    assert list(client.post(address, unit_data(world, code=world.school.code)).context["form"].errors) == ["code"]
    assert list(client.post(address, unit_data(world, sector=foreign)).context["form"].errors) == ["sector"]
    assert row_counts() == before


@pytest.mark.parametrize(
    ("role", "status"),
    [("leader", 403), ("chair", 403), ("viewer", 403), ("stranger_officer", 404), ("stranger_chair", 404)],
)
def test_only_the_officer_of_the_union_enters_units_under_it(world, role, status):
    before = row_counts()
    for name, sent in [("grassroots-new", unit_data(world)), ("enterprise-new", {"name": "Công ty Sao Mai"})]:
        address = reverse(f"unions:{name}", args=[world.union.pk])
        assert world.client(role).post(address, sent).status_code == status
    assert row_counts() == before
