"""What a unit enters of awards waits for the officer; until then it neither counts nor proves a chain."""

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.base import ContentFile
from django.urls import reverse

from awards.received.contributions import awards_to_confirm, person_events, todos
from awards.received.models import ReceivedAward
from awards.received.services.receiving import (
    confirm_received_awards,
    correct_received_award,
    move_received_award,
    receive_award,
)
from core.choices import ConfirmationState as S
from core.links import list_url
from emulation.eligibility.history import AWARD_HISTORY, AwardHeld, TitleOfPerson
from reports.indicators.scope import Scope
from reports.indicators.selectors import queries
from tests.awards.conftest import make_own_title
from tests.factories import make_person, make_title
from tests.security.sample_world import PDF
from tests.shared_rows import shared
from unions.units.models import Team

pytestmark = pytest.mark.django_db
DECIDED = {"decision_symbol": "12/QĐ-THCS", "decided_on": date(2023, 6, 2), "decided_by": "Hiệu trưởng"}


@shared
def person(world):
    return make_person(world.school, "Mai Kim Quế")


def received(world, role, **facts):
    facts = {"title": make_title(), "year": 2023, "grassroots": world.school, **DECIDED, **facts}
    return receive_award(actor=world.people[role], union=world.union, **facts)


def held(person):
    kinds = [history.awards_of([("person", person.pk)]) for history in AWARD_HISTORY.items()]
    return [award for awards in kinds for award in awards]


def counts(world, person):
    """In the figures, in the history of the person, as proof of a chain."""
    figures = queries.received(Scope.of_year(world.union, 2023)).count()
    return figures, len(list(person_events(world.people["officer"], person))), len(held(person))


@pytest.mark.parametrize(
    ("role", "state"), [("officer", S.CONFIRMED), ("chair", S.SUBMITTED), ("board", S.SUBMITTED)]
)
def test_what_the_officer_enters_counts_at_once_and_what_a_unit_enters_once_confirmed(world, person, role, state):
    award = received(world, role, person=person)
    before = counts(world, person)
    if state == S.SUBMITTED:
        move_received_award(award, "confirm", actor=world.people["officer"])
    assert (award.state, before, counts(world, person)) == (
        state,
        (1, 1, 1) if state == S.CONFIRMED else (0, 0, 0),
        (1, 1, 1),
    )


@pytest.mark.one_database(on="sqlite")
@pytest.mark.parametrize("role", ["leader", "clerk", "council", "viewer", "admin", "stranger_chair"])
def test_nobody_else_enters_one(world, person, role):
    with pytest.raises(PermissionDenied):
        received(world, role, person=person)


def test_what_the_unit_changes_waits_again_and_what_came_back_is_sent_again(world, person):
    chair, officer = world.people["chair"], world.people["officer"]
    award = received(world, "officer", person=person)
    award = correct_received_award(award, actor=chair, expected_revision=1, decision_symbol="13/QĐ-THCS")
    states = [award.state]
    states.append(move_received_award(award, "return", actor=officer, reason="Thiếu bản quét.").state)
    todo = list(awards_to_confirm(chair, 2023))
    states.append(move_received_award(award, "submit", actor=chair).state)
    assert states == [S.SUBMITTED, S.RETURNED, S.SUBMITTED]
    assert [(row[1], row[4]) for row in todo] == [(S.RETURNED, 1)]


@pytest.mark.one_database(on="sqlite")
@pytest.mark.slow
def test_many_are_confirmed_from_the_list_in_a_constant_number_of_queries(world, django_assert_max_num_queries):
    for number in range(12):
        born = date(1980, 1, 1 + number)
        received(world, "chair", person=make_person(world.school, f"Lê Thị {number}", birth_date=born))
    client = world.client("officer")
    page = client.get(list_url("awards:received-awards", year=2023, state=S.SUBMITTED)).content.decode()
    assert reverse("awards:received-awards-confirm") in page
    with django_assert_max_num_queries(20):
        outcome = confirm_received_awards(actor=world.people["officer"], awards=ReceivedAward.objects.all())
    assert (len(outcome.done), ReceivedAward.objects.counted().count()) == (12, 12)


def test_the_history_names_title_year_decision_and_what_was_revoked(world, person):
    award = received(world, "officer", person=person, scope="thematic")
    first = held(person)
    correct_received_award(award, actor=world.people["officer"], expected_revision=1, revoked_on=date(2024, 1, 5))
    facts = ("LDTT", "title", 2023, date(2023, 6, 2), "thematic", False, "12/QĐ-THCS")
    said = AwardHeld(("person", person.pk), *facts, union=world.union.pk, issuer=award.decided_by)
    assert first == [said]
    assert held(person) == [said._replace(revoked=True)]
    assert queries.received(Scope.of_year(world.union, 2023)).count() == 0


def test_the_history_is_of_the_subject_asked_for_and_of_no_other_of_the_unit(world, person):
    team, title = Team.objects.create(grassroots=world.school, name="Tổ 1"), make_title("TT", for_collective=True)
    whole = make_title("CO", for_grassroots=True)
    received(world, "officer", person=person)
    received(world, "officer", team=team, title=title)
    received(world, "officer", title=whole)
    asked = [("person", person.pk), ("collective", team.pk), ("grassroots", world.school.pk)]
    found = [award for history in AWARD_HISTORY.items() for award in history.awards_of(asked)]
    assert [(award.subject, award.code) for award in found] == list(zip(asked, ["LDTT", "TT", "CO"], strict=True))
    people = [row for each in AWARD_HISTORY.items() for row in each.people_with(["LDTT"], [world.school.pk], [2023])]
    assert people == [TitleOfPerson(person.pk, world.school.pk, 2023, "LDTT")]


@pytest.mark.parametrize(
    ("facts", "field"),
    [
        ({"title": ("TT", {"for_person": False, "for_collective": True})}, "title"),
        ({"revoked_on": date(2023, 6, 1)}, "revoked_on"),
    ],
)
def test_a_title_is_for_its_kind_of_subject_and_days_are_in_order(world, person, facts, field):
    if "title" in facts:
        code, kinds = facts["title"]
        facts = {"title": make_title(code, **kinds)}
    with pytest.raises(ValidationError) as refused:
        received(world, "officer", person=person, **facts)
    assert set(refused.value.message_dict) == {field}


def test_a_team_is_one_of_the_unit_named(world):
    team = Team.objects.create(grassroots=world.company, name="Tổ may 1")
    with pytest.raises(ValidationError) as refused:
        received(world, "officer", team=team, title=make_title("TT", for_collective=True))
    assert set(refused.value.message_dict) == {"team"}


def test_a_title_of_the_federation_itself_is_entered_only_with_its_earlier_decision(world, person):
    own = make_own_title()
    with pytest.raises(ValidationError) as refused:
        received(world, "officer", person=person, title=own, decision_symbol="")
    received(world, "officer", person=person, title=own)
    assert set(refused.value.message_dict) == {"title"}
    assert (len(held(person)), queries.received(Scope.of_year(world.union, 2023)).count()) == (1, 0)


@pytest.mark.slow
def test_a_decision_of_the_portal_is_not_entered_a_second_time(office):
    decision = office.issue(office.honour("Lê An"))
    with pytest.raises(ValidationError) as refused:
        received(
            office.world,
            "officer",
            person=make_person(office.world.school),
            title=make_own_title(),
            decision_symbol=decision.symbol,
            decided_on=decision.dated_on,
        )
    assert set(refused.value.message_dict) == {"decision_symbol"}


def test_a_chair_enters_an_award_with_its_proof_on_the_page(world, person):
    client, title = world.client("chair"), make_title()
    sent = {"title": title.pk, "year": 2023, "scope": "comprehensive", "grassroots": world.school.pk}
    sent |= {"person": person.pk, "decision_symbol": "12/QĐ-THCS", "decided_on": "02/06/2023"}
    sent["proof"] = ContentFile(PDF, "quyet-dinh.pdf")
    answer = client.post(reverse("awards:received-award-create"), sent)
    award = ReceivedAward.objects.get()
    assert (answer.status_code, award.state, award.person, bool(award.proof)) == (302, S.SUBMITTED, person, True)
    proof = client.get(reverse("awards:received-award-proof", args=[award.pk]))
    assert (proof.status_code, proof.getvalue()) == (200, PDF)


def test_history_of_earlier_years_waits_with_its_year(world, person):
    received(world, "chair", person=person)
    officer = world.people["officer"]
    told = [(todo.url, todo.count) for todo in todos(officer, 2025) if "received-awards" in todo.url]
    assert told == [(list_url("awards:received-awards", state=S.SUBMITTED, year=2023), 1)]
    assert [*awards_to_confirm(officer, 2022)] == []
