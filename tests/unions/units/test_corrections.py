"""What was typed of a unit is mended: by whom, in which order of days, and what stands in the way of removing it."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse

from core.corrections import CORRECTIONS, declared, remove
from core.editing import EditConflict
from core.history import history_lines
from core.signed_papers import SIGNED_PAPERS, SignedPaper
from core.workflow import MoveNotAllowed
from tests.factories import SINCE, make_grassroots, make_person
from unions.units.models import Affiliation, Enterprise, GrassrootsUnion, Headcount, Team
from unions.units.services.correcting import (
    correct_affiliation,
    correct_enterprise,
    correct_headcount,
    correct_name,
    correct_team,
    correct_unit,
)
from unions.units.services.entering import enter_enterprise, enter_team

DAY = timedelta(days=1)
NUMBERS = {"workers": 50, "women": 30, "members": 45, "women_members": 29}


def changes_of(owner):
    line = history_lines(owner)[0]
    return line.about, {(change.label, change.old, change.new) for change in line.changes}


def refused(wrong, action):
    with pytest.raises(ValidationError) as error:
        action()
    return sorted(error.value.message_dict) == sorted(wrong)


@pytest.fixture
def rows(world):
    """A row of each kind that is typed about the school, and its employer."""
    school = world.school
    return {
        "unions.GrassrootsUnion": school,
        "unions.GrassrootsName": school.names.get(),
        "unions.Affiliation": school.affiliations.get(),
        "unions.Headcount": school.headcounts.get(),
        "unions.Team": enter_team(actor=None, grassroots=school, name="Tổ 4"),
        "unions.Enterprise": enter_enterprise(actor=None, union=world.union, name="Công ty Sao Mai"),
        "unions.Sector": school.sector,
    }


@pytest.mark.slow
@pytest.mark.one_database(on="sqlite")
@pytest.mark.parametrize(
    ("label", "expected"),
    [
        ("unions.GrassrootsUnion", ["officer"]),
        ("unions.GrassrootsName", ["officer"]),
        ("unions.Affiliation", ["officer"]),
        ("unions.Headcount", ["officer", "chair", "board"]),
        ("unions.Team", ["officer", "chair", "board"]),
        ("unions.Enterprise", ["officer"]),
        ("unions.Sector", ["officer", "admin"]),
    ],
)
def test_who_may_correct_is_who_may_enter(world, rows, label, expected):
    roles = ["officer", "chair", "board", "leader", "clerk", "viewer", "admin", "stranger_officer", "stranger_chair"]
    assert [role for role in roles if declared(type(rows[label])).may(world.people[role], rows[label])] == expected


def test_the_numbers_of_a_past_year_are_corrected_and_the_unit_shows_the_old_ones(world):
    headcount = world.school.headcounts.get()
    correct_headcount(headcount, actor=world.people["chair"], expected_revision=1, year=2023, **NUMBERS)
    row = world.school.headcounts.get()
    assert (row.year, row.workers, row.members, row.revision) == (2023, 50, 45, 2)
    about, changes = changes_of(world.school)
    assert about == "Trường Tiểu học Chu Văn An 2023"
    assert changes == {
        ("năm", "2024", "2023"),
        ("số CNVCLĐ", "40", "50"),
        ("số đoàn viên", "38", "45"),
    }
    with pytest.raises(EditConflict):
        correct_headcount(row, actor=world.people["officer"], expected_revision=1, year=2023, **NUMBERS)


def test_numbers_are_not_moved_to_a_year_that_has_some_nor_to_an_unknown_one(world):
    headcount = world.school.headcounts.get()
    Headcount.objects.create(grassroots=world.school, year=2023, **NUMBERS)
    officer = world.people["officer"]
    for year in (2023, 2014, 3000):
        assert refused(
            ["year"],
            lambda year=year: correct_headcount(headcount, actor=officer, expected_revision=1, year=year, **NUMBERS),
        )
    more_women = {**NUMBERS, "women": 51}
    assert refused(
        ["women"],
        lambda: correct_headcount(headcount, actor=officer, expected_revision=1, year=2024, **more_women),
    )


def test_a_misspelt_name_is_corrected_with_the_keys_of_the_unit(world):
    school, row = world.school, world.school.names.get()
    correct_name(
        row, actor=world.people["officer"], expected_revision=1, name=" Trường  Chu Văn Ân ", valid_from=SINCE
    )
    school.refresh_from_db()
    assert (school.name, school.search_key) == ("Trường Chu Văn Ân", "truong chu van an")
    assert school.name_on(SINCE) == "Trường Chu Văn Ân"
    assert changes_of(school)[1] == {("tên", "Trường Tiểu học Chu Văn An", "Trường Chu Văn Ân")}


@pytest.fixture
def two_links(world):
    """The company was under the foreign union first."""
    second = world.company.affiliations.get()
    Affiliation.objects.create(
        grassroots=world.company, union=world.foreign_union, valid_from=date(2010, 1, 1), valid_to=SINCE - DAY
    )
    GrassrootsUnion.objects.filter(pk=world.company.pk).update(founded_on=date(2005, 1, 1))
    world.company.refresh_from_db()
    return second


@pytest.mark.parametrize("day", [date(2010, 1, 2), date(2017, 5, 1), date(2019, 5, 1)])
def test_the_union_before_ends_the_day_before_the_corrected_first_day(world, two_links, day):
    correct_affiliation(two_links, actor=world.people["officer"], expected_revision=1, valid_from=day, basis="12/QĐ")
    first, second = world.company.affiliations.order_by("valid_from")
    assert (first.valid_to, second.valid_from, second.basis) == (day - DAY, day, "12/QĐ")
    assert len([line for line in history_lines(world.company) if line.about]) == 2


@pytest.mark.parametrize("day", [date(2010, 1, 1), date(2004, 1, 1), date(3000, 1, 1)])
def test_a_first_day_leaves_the_row_before_at_least_a_day_and_is_not_to_come(world, two_links, day):
    officer = world.people["officer"]
    assert refused(
        ["valid_from"],
        lambda: correct_affiliation(two_links, actor=officer, expected_revision=1, valid_from=day, basis=""),
    )
    assert world.company.affiliations.get(pk=two_links.pk).valid_from == SINCE


def test_a_day_that_a_signed_paper_set_stays_and_its_words_may_be_corrected(world, two_links, monkeypatch):
    papers = {"unions.Affiliation": [lambda link: [SignedPaper("Quyết định 12/QĐ-LĐLĐ")]]}
    monkeypatch.setattr(SIGNED_PAPERS, "_items", papers)
    facts = {"actor": world.people["officer"], "expected_revision": 1}
    with pytest.raises(MoveNotAllowed):
        correct_affiliation(two_links, valid_from=SINCE + DAY, basis="", **facts)
    assert correct_affiliation(two_links, valid_from=SINCE, basis="12/QĐ", **facts).basis == "12/QĐ"


def test_the_facts_of_a_unit_are_corrected(world):
    officer, school = world.people["officer"], world.school
    values = {"code": "TAYHO-CVA", "address": "Số 17 phố Thụy Khuê", "founded_on": date(1959, 10, 10)}
    correct_unit(school, actor=officer, expected_revision=1, **values)
    school.refresh_from_db()
    assert {name: getattr(school, name) for name in values} == values
    assert ("ngày thành lập", "01/01/2018", "10/10/1959") in changes_of(school)[1]
    for wrong in ({"founded_on": SINCE + DAY}, {"founded_on": date(3000, 1, 1)}, {"code": world.company.code}):
        assert refused(
            list(wrong), lambda wrong=wrong: correct_unit(school, actor=officer, expected_revision=2, **wrong)
        )


@pytest.mark.one_database(on="sqlite")
def test_the_form_of_a_unit_shows_the_name_only_where_no_dated_name_holds_it(world):
    client, address = world.client("officer"), reverse("unions:grassroots-edit", args=[world.school.pk])
    assert "name" not in client.get(address).context["form"].fields
    world.school.names.all().delete()
    sent = {"code": "CVA", "kind": "union", "ownership": "public_service", "sector": world.school.sector_id}
    client.post(address, {**sent, "name": "Trường  Chu Văn Ân", "revision": 1})
    world.school.refresh_from_db()
    assert (world.school.name, world.school.search_key) == ("Trường Chu Văn Ân", "truong chu van an")
    client.post(address, {**sent, "name": "", "revision": 2})
    assert world.school.revision == 2


def test_a_team_or_an_enterprise_takes_no_name_of_another(world):
    officer = world.people["officer"]
    first, second = (enter_team(actor=None, grassroots=world.school, name=name) for name in ("Tổ 4", "Tổ 5"))
    assert refused(["name"], lambda: correct_team(second, actor=officer, expected_revision=1, name=first.name))
    assert correct_team(second, actor=officer, expected_revision=1, name="Tổ Văn").name == "Tổ Văn"
    mai, sen = (enter_enterprise(actor=None, union=world.union, name=name) for name in ("Sao Mai", "Sen"))
    assert refused(["name"], lambda: correct_enterprise(sen, actor=officer, expected_revision=1, name=mai.name))
    assert (
        correct_enterprise(sen, actor=officer, expected_revision=1, name="Sen Vàng", tax_code="01").tax_code == "01"
    )


def test_a_row_on_which_nothing_stands_is_removed_and_its_owner_remembers_it(world):
    chair = world.people["chair"]
    team = enter_team(actor=None, grassroots=world.school, name="Tổ 4")
    assert remove(team, actor=chair, reason="Nhập nhầm.") == world.school
    assert not Team.objects.exists()
    line = history_lines(world.school)[0]
    assert (line.sentence, line.about, line.reason) == ("đã xóa nội dung nhập nhầm", "Tổ 4", "Nhập nhầm.")
    assert [(change.old, change.new) for change in line.changes] == [("Tổ 4", "(để trống)")]


def test_a_unit_entered_by_mistake_is_removed_with_its_dated_rows_while_nothing_stands_on_it(world):
    officer, unit = world.people["officer"], make_grassroots(world.union)
    with pytest.raises(MoveNotAllowed) as error:
        remove(unit, actor=officer, reason="Nhập trùng.")
    assert error.value.messages == [
        f"Chưa thể xóa “{unit}” vì còn hồ sơ liên quan: 1 số liệu lao động, đoàn viên theo năm."
    ]
    remove(unit.headcounts.get(), actor=officer, reason="Nhập trùng.")
    assert remove(unit, actor=officer, reason="Nhập trùng.") == world.union
    assert not GrassrootsUnion.objects.filter(pk=unit.pk).exists()


def test_what_stands_on_a_row_is_named_and_keeps_it(world):
    officer, school = world.people["officer"], world.school
    team = enter_team(actor=None, grassroots=school, name="Tổ 4")
    make_person(school, team=team)
    mai = enter_enterprise(actor=None, union=world.union, name="Sao Mai")
    correct_unit(school, actor=officer, expected_revision=1, enterprise=mai)
    for row in (team, mai, school, school.sector):
        with pytest.raises(MoveNotAllowed):
            remove(row, actor=officer, reason="Nhập nhầm.")
    assert (Team.objects.count(), Enterprise.objects.count()) == (1, 1)


def test_removing_needs_a_reason_and_somebody_who_may(world):
    team = enter_team(actor=None, grassroots=world.school, name="Tổ 4")
    assert refused(["reason"], lambda: remove(team, actor=world.people["chair"], reason=" "))
    with pytest.raises(PermissionDenied):
        remove(team, actor=world.people["viewer"], reason="Nhập nhầm.")


@pytest.mark.one_database(on="sqlite")
def test_the_forms_offer_removal_and_say_before_the_first_key_what_stands_in_the_way(world):
    client = world.client("chair")
    team = enter_team(actor=None, grassroots=world.school, name="Tổ 4")
    url = reverse("remove", args=["unions.team", team.pk])
    assert url in client.get(reverse("unions:team-edit", args=[team.pk])).content.decode()
    assert client.get(url).status_code == 200
    make_person(world.school, team=team)
    late = client.get(url)
    assert (late.status_code, "quá trình công tác" in late.content.decode()) == (409, True)
    assert client.get(reverse("remove", args=["emulation.externalresult", 1])).status_code == 404


@pytest.mark.one_database(on="sqlite")
@pytest.mark.slow
def test_the_page_of_a_unit_leads_the_officer_to_every_form(world, rows):
    unit_page = world.client("officer").get(world.school.get_absolute_url()).content.decode()
    named = (
        "unions.GrassrootsUnion",
        "unions.GrassrootsName",
        "unions.Affiliation",
        "unions.Headcount",
        "unions.Team",
    )
    forms = {label: reverse(CORRECTIONS.items(label)[0].page, args=[rows[label].pk]) for label in named}
    assert [label for label, url in forms.items() if url not in unit_page] == []


@pytest.mark.one_database(on="sqlite")
def test_a_dissolved_unit_gets_nobody_and_no_team_and_keeps_a_way_to_correct_its_past(world):
    GrassrootsUnion.objects.filter(pk=world.school.pk).update(status="dissolved", dissolved_on=date(2025, 7, 1))
    client, headcount = world.client("officer"), world.school.headcounts.get()
    answers = {
        name: client.get(reverse(f"unions:{name}", args=args)).status_code
        for name, args in {
            "person-new": [world.school.pk],
            "team-new": [world.school.pk],
            "grassroots-edit": [world.school.pk],
            "headcount-edit": [headcount.pk],
            "headcount": [world.school.pk, 2023],
        }.items()
    }
    assert answers == {
        "person-new": 409,
        "team-new": 409,
        "grassroots-edit": 200,
        "headcount-edit": 200,
        "headcount": 200,
    }
