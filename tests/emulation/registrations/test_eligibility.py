"""Registrations are judged by the rules of eligibility when they are written, sent and accepted."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone, translation

from core.audit import history_of
from core.text import short_date
from emulation.eligibility.models import Assessment, Verdict
from emulation.law.models import Title
from emulation.personal_records.models import Discipline
from emulation.personal_records.services import enter_record
from emulation.registrations import services
from emulation.registrations.eligibility import Judging, titles_of
from emulation.registrations.models import Registration
from tests.emulation.campaigning import client_in, drafted, running, submitted
from tests.factories import make_person, make_user

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()
YESTERDAY = TODAY - timedelta(days=1)
CHAIN = "Fewer than 03 times “Chiến sĩ thi đua cơ sở” without a gap."
ASKED = "Please look at this. To go on all the same, say why."


@pytest.fixture(autouse=True)
def english():
    with translation.override("en"):
        yield


@pytest.fixture
def offer(world, law):
    """Return a campaign that offers the titles of the catalogue, by default one others decide."""
    return lambda *codes, **facts: running(world, *Title.objects.filter(code__in=codes or ["LDTT"]), **facts)


def disciplined(world, person, **facts):
    facts = {"level": "warning", "decision": "1/QĐ", "valid_from": YESTERDAY, **facts}
    enter_record(Discipline, actor=None, person=person, grassroots=world.school, **facts)
    return person


def stored(row):
    """Return the acts at which the row was judged, and the newest verdicts but those that inform."""
    acts = Assessment.objects.filter(row_model="emulation.registration", row_key=row.pk).order_by("pk")
    verdicts = Verdict.objects.current().filter(assessment__row_key=row.pk).exclude(outcome="inform")
    return list(acts.values_list("act", flat=True)), list(verdicts.values_list("rule", "outcome", "pass_reason"))


def test_submission_and_acceptance_are_stored_and_a_draft_is_not(world, offer):
    row = drafted(world, offer())
    assert stored(row) == ([], [])
    row = services.submit_registration(row, actor=world.people["chair"])
    row = services.accept_registration(row, actor=world.people["officer"])
    assert stored(row) == (["submit", "accept"], [])


@pytest.mark.slow
def test_a_chair_sends_a_warning_and_the_officer_accepts_it_with_a_reason(world, offer):
    row = submitted(world, offer("CSTD_TP"))
    assert stored(row) == (["submit"], [("R21", "warn", "")])
    officer = world.people["officer"]
    with pytest.raises(ValidationError) as refused:
        services.accept_registration(row, actor=officer)
    assert (refused.value.messages, stored(row)) == ([CHAIN, ASKED], (["submit"], [("R21", "warn", "")]))
    row = services.accept_registration(row, actor=officer, reason="Quyết định bổ sung sau")
    assert (row.state, stored(row)) == (
        "accepted",
        (["submit", "accept"], [("R21", "warn", "Quyết định bổ sung sau")]),
    )
    assert history_of(row)[0].reason == "Quyết định bổ sung sau"
    page = client_in(world, "chair", row.year).get(row.get_absolute_url()).content.decode()
    assert CHAIN in page
    assert f"Let stand by {officer} on {short_date(TODAY)}: Quyết định bổ sung sau" in " ".join(page.split())


@pytest.mark.one_database(on="sqlite")
@pytest.mark.slow
def test_what_was_let_stand_once_is_not_asked_again_after_the_acceptance_was_taken_back(world, offer):
    row, officer = submitted(world, offer("CSTD_TP")), world.people["officer"]
    row = services.accept_registration(row, actor=officer, reason="Quyết định bổ sung sau")
    row = services.reopen_registration(row, actor=officer, reason="Nhầm")
    assert services.accept_registration(row, actor=officer).state == "accepted"
    assert stored(row)[1] == [("R21", "warn", "Quyết định bổ sung sau")]


@pytest.mark.slow
def test_a_block_is_refused_at_the_draft_and_with_a_reason_too(world, offer):
    campaign = offer("GK_LDLD")
    with pytest.raises(ValidationError) as refused:
        drafted(world, campaign, disciplined(world, make_person(world.school)), by="chair")
    assert refused.value.message_dict == {"person": ["Disciplined by reprimand or more in the period."]}
    row = submitted(world, campaign)
    disciplined(world, row.person)
    with pytest.raises(ValidationError):
        services.accept_registration(row, actor=world.people["officer"], reason="Vẫn đồng ý")


@pytest.mark.one_database(on="sqlite")
@pytest.mark.slow
def test_a_board_member_drafts_without_hearing_of_discipline_and_the_chair_is_told_when_she_sends(world, offer):
    row = drafted(world, offer("GK_LDLD"), disciplined(world, make_person(world.school)), by="board")
    said = "Disciplined by reprimand or more in the period."

    def page(role):
        return client_in(world, role, row.year).get(row.get_absolute_url()).content.decode()

    assert {role: said in page(role) for role in ("board", "chair", "officer")} == {
        "board": False,
        "chair": True,
        "officer": True,
    }
    with pytest.raises(ValidationError) as refused:
        services.submit_registration(row, actor=world.people["chair"])
    assert refused.value.messages == [said]


@pytest.mark.slow
def test_the_late_reason_passes_the_lateness_and_nothing_else(world, offer):
    row = drafted(world, offer("CSTD_TP", registration_closes=YESTERDAY))
    row = services.submit_registration_late(row, actor=world.people["officer"], reason="Trường bị bão")
    assert stored(row)[1] == [("R02", "warn", "Trường bị bão"), ("R21", "warn", "")]
    second = make_user("second.officer", "officer", union=world.union)
    with pytest.raises(ValidationError) as refused:
        services.accept_registration(row, actor=second)
    assert refused.value.messages == [CHAIN, ASKED]


@pytest.mark.slow
def test_the_law_of_the_day_of_receipt_holds(world, offer):
    row = drafted(world, offer(registration_closes=YESTERDAY))
    services.submit_registration(row, actor=world.people["chair"], received_on=YESTERDAY)
    assert Assessment.objects.get().law_day == YESTERDAY
    services.accept_registration(row, actor=world.people["officer"])
    assert Assessment.objects.get(is_current=True).law_day == YESTERDAY


@pytest.mark.one_database(on="sqlite")
@pytest.mark.slow
def test_the_button_asks_for_a_reason_only_where_a_warning_is_open(world, offer):
    campaign = offer("LDTT", "CSTD_TP")
    client = client_in(world, "officer", campaign.year)
    titles = {title.code: title for title in campaign.titles.all()}

    def asks(code):
        facts = {"subject_kind": "person", "person": make_person(world.school), "title": titles[code]}
        common = {"actor": world.people["chair"], "campaign": campaign, "grassroots": world.school}
        row = services.draft_registration(**common, **facts)
        row = services.submit_registration(row, actor=world.people["chair"])
        page = client.get(row.get_absolute_url())
        return {move.name: move.needs_reason for move in page.context["transitions"]}["accept"]

    assert (asks("LDTT"), asks("CSTD_TP")) == (False, True)


@pytest.mark.slow
def test_of_many_rows_those_without_remark_are_accepted_and_the_others_left(world, offer):
    campaign = offer("CSTD_TP")
    left = submitted(world, campaign)
    campaign.titles.set(Title.objects.filter(code="LDTT"))
    clean = submitted(world, campaign, make_person(world.school, "Lê Văn An"))
    rows = [left, clean]
    outcome = services.accept_many(actor=world.people["officer"], registrations=rows)
    assert (outcome.done, outcome.refused) == ([clean], [(left, [CHAIN])])
    assert (stored(clean)[0], stored(left)[0]) == (["submit", "accept"], ["submit"])
    client, url = client_in(world, "officer", campaign.year), reverse("emulation:registrations-accept")
    page = client.post(url, {"chosen": [left.pk]}).content.decode()
    assert "1 registration is left for you to look at" in page


@pytest.mark.one_database(on="sqlite")
@pytest.mark.slow
def test_many_rows_are_judged_moved_and_stored_at_a_number_of_statements_that_does_not_grow(world, offer):
    campaign = offer()
    counts = []
    for number in (1, 2, 12):  # the first reads what users may do
        people = [make_person(world.school, f"Lê Văn {number} {index}") for index in range(number)]
        rows = [drafted(world, campaign, person) for person in people]
        for act, role in ((services.submit_all_drafts, "chair"), (services.accept_many, "officer")):
            with CaptureQueriesContext(connection) as queries:
                outcome = act(actor=world.people[role], registrations=rows)
            assert len(outcome.done) == number
            counts.append(len([query for query in queries if "INSERT" not in query["sql"]]))
    assert counts[2:4] == counts[4:]


@pytest.mark.slow
def test_an_accepted_row_that_the_officer_corrects_is_judged_again(world, offer):
    row, officer = submitted(world, offer()), world.people["officer"]
    row = services.accept_registration(row, actor=officer)
    other = make_person(world.school, "Lê Văn An")
    facts = {"subject_kind": "person", "person": other, "expected_revision": row.revision}
    services.edit_registration(actor=officer, registration=row, reason="Nhầm tên", **facts)
    assert stored(row)[0] == ["submit", "accept", "accept"]


def test_a_title_that_is_registered_counts_as_held_in_its_year_until_it_is_withdrawn(world, offer):
    row = drafted(world, offer())
    assert [(held.code, held.year) for held in titles_of([("person", row.person_id)], [row.year])] == [
        ("LDTT", row.year)
    ]
    assert list(titles_of([("person", row.person_id)], [row.year - 1])) == []
    services.withdraw_registration(row, actor=world.people["chair"])
    assert list(titles_of([("person", row.person_id)], [row.year])) == []


def test_unsaved_rows_are_told_what_stands_against_each(world, offer):
    campaign, person = offer(), make_person(world.school)
    drafted(world, campaign, person)
    facts = {"campaign": campaign, "grassroots": world.school, "union": world.union, "year": campaign.year}
    people = [person, make_person(world.school, "Lê Văn An"), make_person(world.company, "Lê Văn Bình")]
    facts |= {"subject_kind": "person", "title": Title.objects.get(code="LDTT")}
    rows = [Registration(person=each, **facts) for each in people]
    judging = Judging(rows, as_form=True)
    assert [judging.words(row, "block") for row in rows] == [
        ["This subject is already registered for this title in this year."],
        [],
        ["This person does not work in this unit in the period of the campaign."],
    ]


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda campaign: campaign.titles.clear(), "This campaign does not offer this title."),
        (lambda campaign: campaign.rollouts.all().delete(), "This campaign was not sent to this unit."),
    ],
)
def test_what_was_taken_back_since_the_draft_is_told_as_it_is_submitted(world, offer, change, said):
    campaign = offer("GK_LDLD")
    sent, draft = submitted(world, campaign), drafted(world, campaign)
    change(campaign)
    chair, officer = world.people["chair"], world.people["officer"]
    with pytest.raises(ValidationError) as refused:
        services.submit_registration(draft, actor=chair)
    many = services.submit_all_drafts(actor=chair, registrations=[draft])
    assert (refused.value.messages, many.refused) == ([said], [(draft, [said])])
    assert services.accept_registration(sent, actor=officer).state == "accepted"
