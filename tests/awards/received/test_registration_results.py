"""The results of titles that others decide: for a whole list at once, and compared with what was registered."""

from datetime import date, timedelta
from urllib.parse import urlencode

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from awards.received.models import ReceivedAward
from awards.received.selectors import Narrowing, achieved_by, campaigns_to_answer
from awards.received.services.receiving import receive_award
from awards.received.services.registration_results import Result, record_registration_results
from core.choices import ConfirmationState as S
from core.links import list_url
from emulation.registrations.models import Registration
from emulation.sheets.models import RegistrationSheet
from tests.factories import make_campaign, make_person, make_rollout, make_title
from tests.shared_rows import shared
from unions.units.models import GrassrootsUnion, Sector, Team

pytestmark = pytest.mark.django_db
YEAR = 2024
DECIDED = {"decision_symbol": "2816/QĐ-UBND", "decided_on": date(2024, 12, 4), "decided_by": "UBND quận"}


class Sheet:
    """Accepted registrations of one campaign."""

    def __init__(self, world):
        self.world = world
        self.advanced = make_title("LDTT", "Lao động tiên tiến")
        self.fighter = make_title("CSTDCS", "Chiến sĩ thi đua cơ sở")
        self.of_teams = make_title("TTLDTT", "Tập thể lao động tiên tiến", for_person=False, for_collective=True)
        self.campaign = make_campaign(world.union, world.people["officer"], year=YEAR)
        self.number = 0

    def register(self, title=None, unit=None, state="accepted", **subject):
        self.number += 1
        unit = unit or self.world.school
        person = {
            "person": make_person(unit, f"Lê Thị {self.number}", birth_date=date(1970 + self.number % 30, 1, 1))
        }
        decided = {"decided_at": timezone.now(), "decided_by": self.world.people["officer"]}
        return Registration.objects.create(
            union=self.world.union,
            grassroots=unit,
            campaign=self.campaign,
            year=YEAR,
            title=title or self.advanced,
            state=state,
            subject_kind="collective" if subject else "person",
            created_by=self.world.people["chair"],
            **(subject or person),
            **(decided if state == "accepted" else {}),
        )

    def record(self, *results, role="officer", **decision):
        given = [Result(*each) if isinstance(each, tuple) else Result(each, each.title) for each in results]
        return record_registration_results(actor=self.world.people[role], results=given, **DECIDED | decision)


@shared
def sheet(world):
    return Sheet(world)


def test_all_results_of_a_list_are_saved_at_once_with_one_decision(sheet):
    team = Team.objects.create(grassroots=sheet.world.school, name="Tổ 1")
    won, lost, lower = (sheet.register(sheet.fighter) for _each in range(3))
    teams = sheet.register(sheet.of_teams, team=team)
    recorded = sheet.record(won, (lost, None), (lower, sheet.advanced), teams)
    rows = {award.registration: award for award in ReceivedAward.objects.all()}
    assert {row: (award.title, award.recipient) for row, award in rows.items()} == {
        won: (sheet.fighter, won.person),
        lower: (sheet.advanced, lower.person),
        teams: (sheet.of_teams, team),
    }
    assert all({name: getattr(award, name) for name in DECIDED} == DECIDED for award in rows.values())
    assert recorded.without == [lost]


@pytest.mark.parametrize(
    ("role", "state"), [("officer", S.CONFIRMED), ("chair", S.SUBMITTED), ("board", S.SUBMITTED)]
)
def test_results_that_a_unit_enters_wait_for_the_officer(sheet, role, state):
    sheet.record(sheet.register(), role=role)
    assert ReceivedAward.objects.get().state == state


@pytest.mark.one_database(on="sqlite")
@pytest.mark.parametrize("role", ["stranger_chair", "stranger_officer", "leader", "admin"])
def test_nobody_else_enters_results(sheet, role):
    with pytest.raises(PermissionDenied):
        sheet.record(sheet.register(), role=role)


def test_a_list_that_is_sent_twice_changes_nothing_the_second_time(sheet):
    rows = [sheet.register() for _each in range(3)]
    sheet.record(*rows[:2])
    again = sheet.record(*rows)
    assert (again.known, [award.registration for award in again.entered]) == (rows[:2], rows[2:])
    assert ReceivedAward.objects.count() == 3


def test_an_award_entered_before_is_tied_to_its_registration(sheet):
    row = sheet.register()
    facts = {"union": sheet.world.union, "title": row.title, "year": YEAR, "grassroots": row.grassroots}
    before = receive_award(actor=sheet.world.people["officer"], person=row.person, **facts, **DECIDED)
    recorded = sheet.record(row)
    assert (recorded.entered, [award.pk for award in recorded.linked]) == ([], [before.pk])
    assert ReceivedAward.objects.get().registration == row


def test_one_wrong_row_keeps_all_from_being_saved(sheet):
    wrong, right = sheet.register(state="submitted"), sheet.register()
    with pytest.raises(ValidationError) as refused:
        sheet.record(right, wrong)
    assert ([*refused.value.message_dict], ReceivedAward.objects.count()) == ([f"title_{wrong.pk}"], 0)


def test_a_title_is_given_only_to_the_kind_of_subject_it_is_for(sheet):
    row = sheet.register()
    with pytest.raises(ValidationError) as refused:
        sheet.record((row, sheet.of_teams))
    assert [*refused.value.message_dict] == [f"title_{row.pk}"]


def test_nobody_receives_one_title_twice_by_two_registrations(sheet):
    first = sheet.register(sheet.fighter)
    second = Registration.objects.get(pk=sheet.register().pk)
    Registration.objects.filter(pk=second.pk).update(person=first.person)
    second.refresh_from_db()
    with pytest.raises(ValidationError) as refused:
        sheet.record((first, sheet.advanced), second)
    assert [*refused.value.message_dict] == [f"title_{second.pk}"]


@pytest.mark.parametrize(
    ("decision", "fields"),
    [
        ({"decision_symbol": ""}, {"decision_symbol"}),
        ({"decided_on": timezone.localdate() + timedelta(days=1)}, {"decided_on"}),
    ],
)
def test_the_decision_is_named_and_lies_in_the_past(sheet, decision, fields):
    with pytest.raises(ValidationError) as refused:
        sheet.record(sheet.register(), **decision)
    assert set(refused.value.message_dict) == fields


@pytest.mark.one_database(on="sqlite")
@pytest.mark.slow
def test_the_number_of_queries_does_not_grow_with_the_list(sheet, connection_queries):
    few, many = [sheet.register() for _each in range(3)], [sheet.register() for _each in range(30)]
    assert connection_queries(lambda: sheet.record(*few)) >= connection_queries(lambda: sheet.record(*many))


@pytest.fixture
def connection_queries(db):
    def count(act):
        with CaptureQueriesContext(connection) as captured:
            act()
        return len(captured)

    return count


def counts(rows):
    return {row.pk: (row.registered, row.achieved, row.another, row.without) for row in rows}


@pytest.mark.slow
def test_what_was_registered_is_compared_with_what_was_achieved(sheet):
    world = sheet.world
    won, lost, lower = (sheet.register(sheet.fighter) for _each in range(3))
    elsewhere, draft = sheet.register(unit=world.company), sheet.register(state="draft")
    sheet.record(won, (lower, sheet.advanced), elsewhere)
    narrowing = Narrowing(world.people["officer"], YEAR)
    units = achieved_by(GrassrootsUnion.objects.all(), "grassroots", narrowing)
    sectors = achieved_by(Sector.objects.all(), "grassroots__sector", narrowing)
    expected = {world.school.pk: (3, 1, 1, 1), world.company.pk: (1, 1, 0, 0)}
    assert counts(units) == expected
    assert counts(sectors) == {GrassrootsUnion.objects.get(pk=key).sector_id: row for key, row in expected.items()}
    of_title = achieved_by(
        GrassrootsUnion.objects.all(), "grassroots", Narrowing(world.people["officer"], YEAR, sheet.advanced.pk)
    )
    assert (counts(of_title), draft.state, lost.state) == ({world.company.pk: (1, 1, 0, 0)}, "draft", "accepted")


@pytest.mark.slow
def test_a_title_that_the_federation_gave_itself_is_achieved_too(office):
    award = office.issue(office.honour("Lê An")).awards.get()
    registration = Sheet(office.world).register(award.title)
    Registration.objects.filter(pk=registration.pk).update(person=award.person, year=award.year)
    narrowing = Narrowing(office.user("officer"), award.year)
    rows = achieved_by(GrassrootsUnion.objects.all(), "grassroots", narrowing)
    assert counts(rows) == {office.world.school.pk: (1, 1, 0, 0)}


@pytest.mark.slow
def test_each_number_leads_to_as_many_registrations(sheet):
    won, lower = sheet.register(sheet.fighter), sheet.register(sheet.fighter)
    sheet.register(sheet.fighter)
    sheet.record(won, (lower, sheet.advanced))
    client, unit = sheet.world.client("officer"), sheet.world.school.pk
    page = client.get(list_url("awards:achieved-units", year=YEAR)).content.decode()
    for result in ("achieved", "another", "without"):
        address = list_url("emulation:registrations", year=YEAR, grassroots=unit, result=result)
        assert address.replace("&", "&amp;") in page
        assert client.get(address).context["count"] == 1


@pytest.mark.slow
def test_on_the_page_all_are_ticked_and_one_form_saves_all(sheet):
    first, second = sheet.register(sheet.fighter), sheet.register(sheet.fighter)
    make_rollout(sheet.campaign, sheet.world.school)
    client = sheet.world.client("chair")
    address = reverse("awards:registration-results", args=[sheet.campaign.pk])
    page = client.get(address)
    assert [(row.won, row.chosen) for row in page.context["rows"]] == [(True, str(sheet.fighter.pk))] * 2
    sent = {f"won_{first.pk}": "on", f"title_{first.pk}": sheet.advanced.pk, "decision_symbol": "2816/QĐ-UBND"}
    assert client.post(address, sent).status_code == 422
    assert client.post(address, sent | {"decided_on": "04/12/2024", "decided_by": "UBND quận"}).status_code == 302
    assert [(award.registration, award.title) for award in ReceivedAward.objects.all()] == [(first, sheet.advanced)]
    again = client.get(address).context["rows"]
    assert [(row.registration, row.award is not None, row.won) for row in again] == [
        (first, True, False),
        (second, False, False),
    ]


def results_page(sheet, **query):
    return f"{reverse('awards:registration-results', args=[sheet.campaign.pk])}?{urlencode(query)}"


def test_a_unit_is_picked_on_the_page_and_its_title_links_keep_it(sheet):
    own, other = sheet.register(), sheet.register(unit=sheet.world.company)
    client, school = sheet.world.client("officer"), sheet.world.school
    found = client.get(results_page(sheet, pick="grassroots", typed="")).json()
    assert {option["key"] for option in found["options"]} == {str(own.grassroots_id), str(other.grassroots_id)}
    page = client.get(results_page(sheet, grassroots=school.pk))
    assert [row.registration for row in page.context["rows"]] == [own]
    links = [(link["url"], link["count"]) for link in page.context["titles"]]
    assert links == [(f"?grassroots={school.pk}&title={sheet.advanced.pk}", 1)]


def test_where_there_is_one_unit_none_is_picked(sheet):
    sheet.register()
    assert sheet.world.client("officer").get(results_page(sheet)).context["unit_form"] is None


def test_a_unit_out_of_reach_is_not_picked(sheet):
    sheet.register()
    assert sheet.world.client("chair").get(results_page(sheet, grassroots=sheet.world.company.pk)).status_code == 404


@pytest.mark.parametrize(("role", "leads"), [("officer", True), ("leader", False)])
def test_the_comparison_leads_to_the_results_of_each_unit(sheet, role, leads):
    sheet.register()
    page = sheet.world.client(role).get(list_url("awards:achieved-units", year=YEAR)).content.decode()
    assert (results_page(sheet, grassroots=sheet.world.school.pk) in page) is leads


def test_a_unit_with_several_campaigns_has_a_link_each(sheet):
    sheet.register()
    second = make_campaign(sheet.world.union, sheet.world.people["officer"], year=YEAR, name="Đợt cao điểm")
    Registration.objects.filter(pk=sheet.register(sheet.fighter).pk).update(campaign=second)
    campaigns = campaigns_to_answer(sheet.world.people["officer"], YEAR, [sheet.world.school])
    assert campaigns == {sheet.world.school.pk: {sheet.campaign.pk: sheet.campaign.name, second.pk: "Đợt cao điểm"}}


def test_the_sheet_leads_to_its_results(sheet):
    sheet.register()
    stored = RegistrationSheet.objects.create(
        campaign=sheet.campaign,
        union=sheet.world.union,
        grassroots=sheet.world.school,
        year=YEAR,
        created_by=sheet.world.people["chair"],
    )
    page = sheet.world.client("officer").get(stored.get_absolute_url()).content.decode()
    assert results_page(sheet, grassroots=sheet.world.school.pk) in page
