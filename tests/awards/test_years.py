"""The timelines of a unit and of a person: what each reader sees, at a constant number of queries."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override

from awards.received.models import ReceivedAward
from core.links import list_url
from core.panels import panels_for, year_rows
from core.timeline import years_of
from emulation.campaigns.models import Rollout
from emulation.classification.models import Classification
from emulation.contests.models import Contest, ContestEntry, ExternalResult
from emulation.initiatives.models import Initiative, InitiativeAuthor
from emulation.registrations.models import Registration
from emulation.works.models import Work
from tests.awards.conftest import make_own_title
from tests.factories import make_campaign, make_grassroots, make_person, make_rollout, make_title
from tests.shared_rows import shared
from unions.people.models import Employment
from unions.people.services import employ
from unions.units.models import Affiliation

pytestmark = pytest.mark.slow

YEAR = timezone.localdate().year


@pytest.fixture(autouse=True)
def in_english():
    with override("en"):
        yield


@shared
def full(world, office):
    """A teacher with something of every kind in 2024, and awards of the school itself."""
    officer = world.people["officer"]
    teacher = make_person(world.school, "Mai Kim Quế")
    of_unit = {"union": world.union, "grassroots": world.school, "year": 2024, "created_by": officer}
    campaign = make_campaign(world.union, officer, year=2024)
    Registration.objects.create(
        campaign=campaign, title=make_title(), subject_kind="person", person=teacher, state="submitted", **of_unit
    )
    made = Initiative.objects.create(name="Gieo chữ", search_key="gieo chu", state="submitted", **of_unit)
    InitiativeAuthor.objects.create(initiative=made, person=teacher, share_percent=60, is_lead=True)
    InitiativeAuthor.objects.create(initiative=made, person=make_person(world.school), share_percent=40)
    facts = {"union": world.union, "kind": "competition", "year": 2024, "created_by": officer}
    contest = Contest.objects.create(name="Hội thi", held_on=date(2024, 5, 4), **facts)
    ContestEntry.objects.create(contest=contest, grassroots=world.school, person=teacher, rank="first")
    ContestEntry.objects.create(contest=contest, grassroots=world.school, rank="second")
    ExternalResult.objects.create(
        kind="teacher", level="province", contest_name="Hội giảng", person=teacher, rank="third", **of_unit
    )
    Work.objects.create(name="Vườn trường", plaque_text="Chào mừng", plaque_on=date(2024, 9, 5), **of_unit)
    del of_unit["created_by"]
    Classification.objects.create(grade="excellent", decided_on=date(2024, 11, 27), **of_unit)
    for title, who in [
        ("CSTD", {"person": teacher, "grassroots": world.school}),
        ("CO", {"grassroots": world.school}),
    ]:
        ReceivedAward.objects.create(
            union=world.union,
            title=make_title(title, f"Danh hiệu {title}"),
            year=2024,
            decided_on=date(2024, 12, 30),
            decided_by="Thành phố",
            created_by=officer,
            **who,
        )
    whole = office.checked(subject_kind="grassroots", subject=world.school)
    office.issue(office.draft(office.checked(subject=teacher), whole))
    return teacher


def told(world, role, thing):
    return [
        (year.year, str(event.kind), event.words, event.detail)
        for year in years_of(world.people[role], thing)
        for event in year.events
    ]


BY_THE_FEDERATION = [
    (2024, "Registration", "Lao động tiên tiến", "Submitted"),
    (2024, "Award", "Giấy khen GK", "01/QĐ-LĐLĐ"),
    (2024, "Decided elsewhere", "Danh hiệu CSTD", "Thành phố"),
    (2024, "Experience initiative", "Gieo chữ", "Submitted, share of 60%"),
    (2024, "Contest", "Hội thi", "First prize"),
    (2024, "Result elsewhere", "Hội giảng", "Third prize, Level: thành phố"),
    (2018, "Employment", "Trường Tiểu học Chu Văn An", "Began: Giáo viên"),
]


@pytest.mark.one_database(on="sqlite")
def test_a_person_is_told_year_by_year_and_every_line_leads_to_a_page_the_reader_may_open(world, full):
    assert told(world, "officer", full) == told(world, "chair", full) == BY_THE_FEDERATION
    for role in ("officer", "chair", "viewer"):
        links = [event.url for year in years_of(world.people[role], full) for event in year.events]
        assert {world.client(role).get(link).status_code for link in links} == {200}
    assert world.client("stranger_officer").get(full.get_absolute_url()).status_code == 404


def test_an_award_of_an_initiative_stands_in_the_year_of_each_author(world, office, full):
    made = Initiative.objects.get()
    for each in made.authors.all():
        assert all(line[1] != "Award" or line[2] != "Giấy khen SK" for line in told(world, "officer", each.person))
    nomination = office.checked(subject_kind="work", subject=made, title=make_own_title("SK"))
    office.issue(office.draft(nomination))
    for each in made.authors.all():
        assert (2024, "Award", "Giấy khen SK", "Gieo chữ, 02/QĐ-LĐLĐ") in told(world, "officer", each.person)


@pytest.mark.one_database(on="sqlite")
def test_who_moved_between_federations_is_told_by_each_what_it_may_see(world, full):
    Employment.objects.filter(person=full).update(valid_to=date(2024, 12, 31))
    employ(actor=None, person=full, grassroots=world.foreign_school, since=date(2025, 1, 1))
    came = [(2025, "Employment", "Trường THCS Cổ Nhuế", "Began")]
    assert told(world, "stranger_officer", full) == came
    assert told(world, "officer", full) == [
        *BY_THE_FEDERATION[:-1],
        (2024, "Employment", "Trường Tiểu học Chu Văn An", "Left"),
        BY_THE_FEDERATION[-1],
    ]
    assert set(told(world, "viewer", full)) == {*came, *told(world, "officer", full)}


@pytest.mark.one_database(on="sqlite")
def test_the_page_of_a_person_costs_the_same_with_one_line_of_a_kind_and_with_ten(world, office, full):
    client = world.client("officer")
    client.get(full.get_absolute_url())

    def cost():
        with CaptureQueriesContext(connection) as asked:
            assert client.get(full.get_absolute_url()).status_code == 200
        return len(asked)

    one = cost()
    of_unit = {"union": world.union, "grassroots": world.school, "created_by": world.people["officer"]}
    for year in range(2015, 2024):
        made = Initiative.objects.create(name="Gieo chữ", search_key="gieo chu", year=year, **of_unit)
        InitiativeAuthor.objects.create(initiative=made, person=full, share_percent=100, is_lead=True)
        campaign = make_campaign(world.union, world.people["officer"], year=year)
        about = {"subject_kind": "person", "person": full, "year": year, "title": make_title(f"T{year}")}
        Registration.objects.create(campaign=campaign, **about, **of_unit)
    office.issue(office.draft(office.checked(subject=full, title=make_own_title("GK2"))))
    assert cost() == one


def unit_table(world, role, unit):
    return [
        (row.year, {str(column.heading): cell for column, cell in row.cells})
        for row in year_rows(world.people[role], unit)
    ]


def test_a_unit_is_counted_year_by_year(world, full):
    row = {
        "Registrations": 1,
        "Initiatives": 1,
        "Works": 1,
        "Contest prizes": 2,
        "Awards": 2,
        "Decided elsewhere": 2,
        "Grade": "Tasks completed excellently",
    }
    assert unit_table(world, "officer", world.school) == unit_table(world, "chair", world.school) == [(2024, row)]
    assert unit_table(world, "stranger_officer", world.school) == []


def test_a_unit_tells_what_it_won_itself_and_not_the_awards_of_its_people(world, full):
    lines = [line for line in told(world, "officer", world.school) if line[0] == 2024]
    assert lines == [
        (2024, "Numbers", "38 members among 40 workers", ""),
        (2024, "Decided elsewhere", "Danh hiệu CO", "Thành phố"),
        (2024, "Award", "Giấy khen GK", "01/QĐ-LĐLĐ"),
        (2024, "Grade", "Graded for 2024: Tasks completed excellently", ""),
        (2024, "Plaque", "Vườn trường", "Chào mừng"),
        (2024, "Contest", "Hội thi", "Second prize"),
    ]
    panel = next(each for each in panels_for(world.people["officer"], world.school, 2024) if each.position == 30)
    assert [(row.label, row.value) for row in panel.rows] == [
        ("Giấy khen GK", "2024 · 01/QĐ-LĐLĐ"),
        ("Danh hiệu CO", "2024 · Thành phố"),
    ]
    page = world.client("officer").get(world.school.get_absolute_url()).content.decode()
    assert page.index("Giấy khen GK") < page.index("Vườn trường")


def test_awards_received_are_read_by_the_unit_they_were_given_to_and_by_no_other(world, full):
    ReceivedAward.objects.create(
        union=world.union, title=make_title("CF"), year=2024, to_federation=True, created_by=world.people["officer"]
    )
    read = {role: ReceivedAward.objects.visible_to(world.people[role]).count() for role in world.people}
    ours = dict.fromkeys(("leader", "vice", "officer", "clerk", "council", "viewer", "admin"), 3)
    own = dict.fromkeys(("chair", "board", "cluster_lead"), 2)
    assert read == {**ours, **own, "stranger_officer": 0, "stranger_chair": 0}


def test_who_handed_a_unit_on_goes_on_telling_its_own_years_and_not_the_next_ones(world, full):
    Affiliation.objects.filter(grassroots=world.school).update(valid_to=date(2024, 12, 31))
    Affiliation.objects.create(grassroots=world.school, union=world.foreign_union, valid_from=date(2025, 1, 1))
    facts = {"union": world.foreign_union, "grassroots": world.school, "year": 2025}
    Classification.objects.create(grade="not_completed", decided_on=date(2025, 11, 27), **facts)
    assert [year for year, _cells in unit_table(world, "officer", world.school)] == [2024]
    assert [year for year, _cells in unit_table(world, "stranger_officer", world.school)] == [2025, 2024]
    later = "Graded for 2025: Tasks not completed"
    assert later not in str(told(world, "officer", world.school))
    assert later in str(told(world, "stranger_officer", world.school))


def test_units_are_found_by_whether_they_answered_the_running_plans_of_the_year(world):
    officer, client = world.people["officer"], world.client("officer")
    first = make_campaign(world.union, officer, year=YEAR)
    second = make_campaign(world.union, officer, year=YEAR)
    cancelled = make_campaign(world.union, officer, year=YEAR)
    type(cancelled).objects.filter(pk=cancelled.pk).update(state="cancelled")
    known = {"state": "acknowledged", "acknowledged_on": first.launched_on}
    make_rollout(first, world.school, **known)
    waiting = make_rollout(second, world.school)
    make_rollout(first, world.company, **known)
    make_rollout(cancelled, world.company)

    def listed(value):
        table = client.get(f"{reverse('unions:grassroots-list')}?answer={value}", follow=True).context["table"]
        return [str(row.record) for row in table.rows]

    assert {value: listed(value) for value in ("silent", "answered")} == {
        "silent": [str(world.school)],
        "answered": [str(world.company)],
    }
    Rollout.objects.filter(pk=waiting.pk).update(**known)
    assert (listed("silent"), len(listed("answered"))) == ([], 2)
    client.post(reverse("set-year"), {"year": str(YEAR - 1)})
    assert (listed("silent"), listed("answered")) == ([], [])


@pytest.mark.one_database(on="sqlite")
def test_the_list_of_units_costs_the_same_however_it_is_filtered(world):
    client, url = world.client("officer"), list_url("unions:grassroots-list", year=YEAR)
    campaign = make_campaign(world.union, world.people["officer"], year=YEAR)

    def cost(query):
        with CaptureQueriesContext(connection) as asked:
            assert client.get(f"{url}&{query}").status_code == 200
        return len(asked)

    make_rollout(campaign, world.school)
    queries = ("answer=silent", "size=missing", "answer=silent&size=missing")
    client.get(url)
    one = [cost(query) for query in queries]
    for _unit in range(19):
        make_rollout(campaign, make_grassroots(world.union))
    assert [cost(query) for query in queries] == one
