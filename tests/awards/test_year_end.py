"""The year-end work through the pages, role by role, with wrong input at every form."""

import pytest
from django.urls import reverse
from django.utils import timezone

from awards.decisions.models import Award, Decision
from awards.nominations.choices import NominationState
from awards.nominations.models import Nomination
from awards.received.models import ReceivedAward
from awards.sessions.models import AgendaItem, Session
from emulation.registrations.choices import RegistrationState
from emulation.registrations.models import Registration
from tests.awards.conftest import ACHIEVEMENT, make_own_title
from tests.confirming import YES
from tests.factories import make_campaign, make_person
from tests.shared_rows import shared
from tests.unions.duplicates.merging import merge
from unions.duplicates.models import DuplicateCandidate

pytestmark = [pytest.mark.django_db, pytest.mark.slow]


def at(name: str, *args) -> str:
    return reverse(f"awards:{name}", args=args)


@pytest.fixture
def sit(world):
    """Return clients that work on 2024, one a role."""

    def client(role: str):
        signed_in = world.client(role)
        signed_in.post(reverse("set-year"), {"year": "2024"})
        return signed_in

    return client


@shared
def registration(world):
    return Registration.objects.create(
        union=world.union,
        grassroots=world.school,
        campaign=make_campaign(world.union, world.people["officer"]),
        subject_kind="person",
        person=make_person(world.school, "Đỗ Thị Hường"),
        title=make_own_title(),
        year=2024,
        state=RegistrationState.ACCEPTED,
        decided_at=timezone.now(),
        created_by=world.people["chair"],
    )


def test_the_whole_way_from_the_registration_to_the_printed_certificate(world, office, law, sit, registration):
    chair, officer, secretary, leader = sit("chair"), sit("officer"), sit("council"), sit("leader")
    assert "Đỗ Thị Hường" in chair.get(at("nomination-create")).content.decode()
    chair.post(at("nomination-create"), {"registrations": [registration.pk], "achievement": ACHIEVEMENT})
    nomination = Nomination.objects.get()
    chair.post(at("nomination-move", nomination.pk, "submit"))
    officer.post(at("nomination-move", nomination.pk, "check"))
    planned = {"council": office.council.pk, "name": "Phiên cuối năm", "year": 2024, "held_on": "05/12/2024"}
    officer.post(at("session-create"), planned)
    session = Session.objects.get()
    officer.post(at("session-agenda", session.pk), {"nominations": [nomination.pk]})
    secretary.post(
        at("session-attendance", session.pk), {f"seat_{seat.pk}": "present" for seat in office.council.seats.all()}
    )
    secretary.post(at("session-move", session.pk, "open"), YES)
    item = AgendaItem.objects.get()
    assert secretary.get(at("session-item-tally", item.pk)).status_code == 200
    tally = dict(zip(AgendaItem.TALLY, (5, 5, 5, 0, 5, 0), strict=True))
    secretary.post(at("session-item-tally", item.pk), tally)
    leader.post(at("session-close", session.pk), {"conclusions": "Nhất trí."})
    created = f"{at('decision-create')}?session={session.pk}"
    officer.post(created, {"subject_line": "Về việc tặng Giấy khen", "nominations": [nomination.pk]})
    decision = Decision.objects.get()
    sign, signed = at("decision-sign", decision.pk), {"dated_on": "20/12/2024", "capacity": "chair"}
    officer.post(at("decision-move", decision.pk, "submit"))
    shown = leader.post(sign, {**signed, "show": "1"})
    leader.post(sign, {**signed, "seen": shown.context["sums"].fingerprint})
    sit("clerk").post(at("decision-issue", decision.pk), {"number": ""})
    decision.refresh_from_db()
    assert (decision.symbol, decision.state) == ("01/QĐ-LĐLĐ", "issued")
    printed = officer.post(at("decision-certificates", decision.pk))
    assert (printed["Content-Type"], printed.content[:5]) == ("application/pdf", b"%PDF-")
    assert decision.prints.get().count == 1
    page = chair.get(at("decision", decision.pk)).content.decode()
    assert "Đỗ Thị Hường" in page


@pytest.mark.one_database(on="sqlite")
@pytest.mark.slow
def test_every_page_of_every_state_opens(office, law, sit):
    open_session = office.opened(office.checked("Lê An"))
    planned = office.plan()
    decision = office.draft(office.checked("Lê Ân"))
    officer, secretary, leader = sit("officer"), sit("council"), sit("leader")
    of_draft = [at(name, decision.pk) for name in ("decision", "decision-edit", "decision-paper")]
    amount = at("award-edit", decision.awards.get().pk)
    draft_pages = [*of_draft, amount, at("nominations"), at("nomination-create")]
    assert {officer.get(url, follow=True).status_code for url in draft_pages} == {200}
    decision = office.send(decision)
    assert {user.get(at("decision", decision.pk)).status_code for user in (officer, leader)} == {200}
    assert leader.get(at("decision-sign", decision.pk)).status_code == 200
    sittings = [at("session", open_session.pk), at("session", planned.pk), at("session-agenda", planned.pk),
                at("session-attendance", planned.pk), at("session-minutes", open_session.pk),
                at("session-create"), at("sessions"),
                at("session-item-tally", open_session.items.get().pk)]  # fmt: skip
    assert {secretary.get(url, follow=True).status_code for url in sittings} == {200}
    assert leader.get(at("session-close", open_session.pk)).status_code == 200
    issued = office.issue(decision)
    assert leader.get(at("decision-revoke", issued.pk)).status_code == 200
    assert {sit(role).get(reverse("home")).status_code for role in ("officer", "leader", "chair", "clerk")} == {200}


@pytest.mark.one_database(on="sqlite")
def test_a_page_whose_hour_has_passed_says_so(office, sit):
    session = office.closed(office.checked())
    late = [at("session-agenda", session.pk), at("session-attendance", session.pk),
            at("session-item-tally", session.items.get().pk)]  # fmt: skip
    assert {sit("council").get(url).status_code for url in late} == {409}
    assert {sit("council").post(url).status_code for url in late} == {409}
    closing = at("session-close", session.pk)
    assert [sit("leader").get(closing).status_code, sit("leader").post(closing).status_code] == [409, 409]


WRONG = [
    ("nomination-create", "chair", {"registrations": ["0"], "achievement": ""}),
    ("nomination-create", "chair", {"registrations": ["x"], "achievement": "a" * 301}),
    ("session-create", "officer", {"council": "0", "name": "", "year": "1", "held_on": "31/02/2024"}),
    ("session-create", "officer", {"council": "x", "name": "a" * 201, "year": "x", "held_on": "2024"}),
    ("received-award-create", "officer", {"title": "0", "year": "x"}),
]


@pytest.mark.one_database(on="sqlite")
@pytest.mark.parametrize(("name", "role", "data"), WRONG)
def test_wrong_input_to_a_new_thing_is_answered_at_the_field(office, sit, registration, name, role, data):
    answer = sit(role).post(at(name), data)
    assert (answer.status_code, bool(answer.context["form"].errors)) == (422, True)
    assert (Nomination.objects.count(), Session.objects.count(), ReceivedAward.objects.count()) == (0, 0, 0)


@pytest.mark.one_database(on="sqlite")
def test_wrong_input_about_a_thing_is_answered_at_the_field_and_changes_nothing(office, sit):
    session, planned = office.opened(office.checked("Lê An")), office.plan()
    item, decision = session.items.get(), office.draft(office.checked("Lê Ân"))
    sent = office.send(office.draft(office.checked("Lê Thị An")))
    nomination, award = office.nominate("Lê Bình"), decision.awards.get()
    foreign = office.nominate("Lê Cường")
    tally = dict(zip(AgendaItem.TALLY, (5, 5, 4, 0, 4, 0), strict=True))
    wrong = [
        ("chair", at("nomination-edit", nomination.pk), {"achievement": "", "revision": 1}, "achievement"),
        ("chair", at("nomination-edit", nomination.pk), {"achievement": "x", "revision": "y"}, "revision"),
        ("officer", at("session-agenda", planned.pk), {"nominations": [foreign.pk]}, "nominations"),
        ("officer", at("session-attendance", planned.pk), {}, f"seat_{office.council.seats.first().pk}"),
        ("council", at("session-item-tally", item.pk), tally, "ballots_valid"),
        ("council", at("session-item-tally", item.pk), tally | {"ballots_for": "-1"}, "ballots_for"),
        ("council", at("session-item-tally", item.pk), tally | {"ballots_for": "9" * 30}, "ballots_for"),
        ("leader", at("session-close", session.pk), {"conclusions": "a" * 4001}, "conclusions"),
        ("officer", at("decision-edit", decision.pk), {"subject_line": "", "year": 2024}, "subject_line"),
        ("officer", at("award-edit", award.pk), {"amount": "mười"}, "amount"),
        ("leader", at("decision-sign", sent.pk), {"dated_on": "01/12/2024", "capacity": "chair"}, "dated_on"),
        ("leader", at("decision-sign", sent.pk), {"dated_on": "32/12/2024", "capacity": "x"}, "dated_on"),
        (
            "leader",
            at("decision-sign", sent.pk),
            {"dated_on": "20/12/2024", "capacity": "vice_chair"},
            "capacity",
        ),
    ]
    before = [list(model.objects.order_by("pk").values()) for model in (Nomination, AgendaItem, Decision, Award)]
    for role, url, data, field in wrong:
        answer = sit(role).post(url, data)
        assert (answer.status_code, field in answer.context["form"].errors) == (422, True), (url, data)
    after = [list(model.objects.order_by("pk").values()) for model in (Nomination, AgendaItem, Decision, Award)]
    assert after == before


def test_a_form_sent_twice_enters_once(office, sit):
    officer = sit("officer")
    once = officer.get(at("session-create")).context["once"]
    data = {"council": office.council.pk, "name": "P", "year": 2024, "held_on": "05/12/2024", "once": once}
    assert [officer.post(at("session-create"), data).status_code for _click in range(2)] == [302, 409]
    assert Session.objects.count() == 1


def test_a_stale_page_is_told_so(office, sit):
    nomination, chair = office.nominate(), sit("chair")
    edit = at("nomination-edit", nomination.pk)
    answers = [
        chair.post(edit, {"achievement": words, "unregistered_reason": "x", "revision": 1}).status_code
        for words in ("một", "hai")
    ]
    nomination.refresh_from_db()
    assert (answers, nomination.achievement) == ([302, 409], "một")


def test_a_move_needs_its_reason(office, sit):
    nomination = office.nominate()
    sit("chair").post(at("nomination-move", nomination.pk, "submit"))
    back = at("nomination-move", nomination.pk, "return")
    assert sit("officer").post(back, {"reason": ""}).status_code == 422
    assert sit("officer").post(back, {"reason": "Thiếu"}).status_code == 302
    nomination.refresh_from_db()
    assert nomination.state == NominationState.RETURNED


def found(officer, unit, typed):
    """The people that the form of a received award offers for what is typed."""
    asked = {"pick": "person", "typed": typed, "grassroots": unit.pk}
    return [option["key"] for option in officer.get(at("received-award-create"), asked).json()["options"]]


def upper_title():
    upper = make_own_title("BK")
    upper.authority = "upper"
    upper.save()
    return upper


def test_an_award_received_by_a_person_finds_her_by_name_in_the_unit(world, office, sit):
    person, officer = make_person(world.school, "Trần Thị Hòa"), sit("officer")
    assert found(officer, world.school, "Trần Thị Hoà") == [str(person.pk)]
    assert found(officer, world.company, "Trần Thị Hoà") == []
    data = {"title": upper_title().pk, "year": 2024, "grassroots": world.school.pk, "person": person.pk}
    for wrong in ({"person": "Không Ai"}, {"grassroots": ""}, {"grassroots": world.company.pk}):
        assert officer.post(at("received-award-create"), data | wrong).status_code == 422
    answer = officer.post(at("received-award-create"), data)
    entered = ReceivedAward.objects.get()
    assert (answer.status_code, entered.person) == (302, person)
    assert officer.get(at("received-award", entered.pk)).status_code == 200


def test_an_award_received_finds_a_person_by_the_number_of_a_record_merged_into_hers(world, office, sit):
    numbers = ["DV000001", "DV000002", "DV000003"]
    first, second, kept = (make_person(world.school, member_number=number) for number in numbers)
    for gone, stays in ((first, second), (second, kept)):
        DuplicateCandidate.objects.get_or_create(first=gone, second=stays, defaults={"reasons": "name_birth"})
        merge(world, stays, gone)
    officer = sit("officer")
    assert [found(officer, world.school, number) for number in numbers] == [[str(kept.pk)]] * 3
    assert found(officer, world.school, "DV000004") == found(officer, world.company, numbers[0]) == []
