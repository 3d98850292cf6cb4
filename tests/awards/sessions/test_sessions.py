from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from awards.council.models import Council, CouncilSeat
from awards.council.services import appoint_council
from awards.nominations.choices import NominationState
from awards.sessions.choices import SessionState
from awards.sessions.models import AgendaItem, Attendance, Session
from awards.sessions.services import (
    close_session,
    open_session,
    put_on_agenda,
    record_tally,
    take_attendance,
    take_off_agenda,
)
from core.workflow import MoveNotAllowed
from tests.awards.conftest import make_own_title

pytestmark = pytest.mark.django_db


def refusal(error) -> set[str]:
    return set(error.value.message_dict)


@pytest.mark.one_database(on="sqlite")
@pytest.mark.slow
@pytest.mark.parametrize(
    ("presences", "opens"), [("PPPPA", True), ("PPPWW", False), ("PPPPP", True), ("PPPAA", False)]
)
def test_two_thirds_of_all_members_must_be_there_and_written_opinions_are_not_there(office, presences, opens):
    session = office.plan()
    put_on_agenda(actor=office.user("officer"), session=session, nominations=[office.checked()])
    office.attend(session, presences)
    if opens:
        opened = open_session(session, actor=office.user("council"))
        assert (opened.state, opened.member_total) == (SessionState.OPEN, 5)
    else:
        with pytest.raises(ValidationError):
            open_session(session, actor=office.user("council"))
        session.refresh_from_db()
        assert (session.state, session.member_total) == (SessionState.PLANNED, None)


def test_a_session_with_an_empty_agenda_does_not_open(office):
    session = office.plan()
    office.attend(session)
    with pytest.raises(ValidationError):
        open_session(session, actor=office.user("council"))


NO_HEADS = ["officer", "clerk", "viewer", "admin", "chair"]


@pytest.mark.one_database(on="sqlite")
@pytest.mark.slow
@pytest.mark.parametrize("role", [*NO_HEADS, "vice"])
def test_only_the_chairs_and_the_secretarys_seat_count(office, role):
    item = office.opened(office.checked()).items.get()
    with pytest.raises(PermissionDenied):
        record_tally(item, actor=office.user(role), **dict.fromkeys(AgendaItem.TALLY, 0))


@pytest.mark.one_database(on="sqlite")
@pytest.mark.slow
@pytest.mark.parametrize("role", [*NO_HEADS, "council"])
def test_neither_the_secretary_who_counted_nor_who_heads_nothing_closes_a_session(office, role):
    session = office.opened(office.checked())
    office.tally(session.items.get())
    with pytest.raises(PermissionDenied):
        close_session(session, actor=office.user(role))


@pytest.mark.slow
def test_a_chair_who_counted_leaves_the_closing_to_the_vice_chair(office):
    session = office.opened(office.checked())
    tally = dict(zip(AgendaItem.TALLY, (5, 5, 5, 0, 5, 0), strict=True))
    record_tally(session.items.get(), actor=office.user("leader"), **tally)
    with pytest.raises(PermissionDenied, match="phải do đồng chí khác thực hiện"):
        close_session(session, actor=office.user("leader"))
    assert close_session(session, actor=office.user("vice")).state == SessionState.CLOSED


@pytest.mark.slow
def test_a_session_is_not_closed_before_its_day(office):
    session = office.opened(office.checked())
    office.tally(session.items.get())
    Session.objects.update(held_on=timezone.localdate() + timedelta(days=1))
    with pytest.raises(ValidationError, match="Chưa đến ngày họp"):
        office.close(session)
    Session.objects.update(held_on=timezone.localdate())
    assert office.close(session).state == SessionState.CLOSED


def test_an_administrator_has_no_vote_even_with_a_seat(office):
    CouncilSeat.objects.filter(council=office.council, post="secretary").update(user=office.user("admin"))
    session = office.plan()
    put_on_agenda(actor=office.user("officer"), session=session, nominations=[office.checked()])
    with pytest.raises(PermissionDenied):
        open_session(session, actor=office.user("admin"))


@pytest.mark.slow
def test_the_threshold_is_the_one_of_the_title_on_the_day(office):
    strict = make_own_title("CS", vote_threshold=80, secret_ballot=True)
    session = office.opened(office.checked("Lê Thị An", strict), office.checked("Lê Thị Ân"))
    assert [item.threshold for item in session.items.all()] == [80, None]


@pytest.mark.one_database(on="sqlite")
@pytest.mark.slow
@pytest.mark.parametrize(("threshold", "votes", "state"), [
    (80, 3, NominationState.REJECTED), (80, 4, NominationState.APPROVED),
    (None, 2, NominationState.REJECTED), (None, 3, NominationState.APPROVED),
])  # fmt: skip
def test_what_reaches_its_threshold_of_all_members_is_approved(office, threshold, votes, state):
    nomination = office.checked(title=make_own_title("T", vote_threshold=threshold))
    session = office.opened(nomination)
    office.tally(session.items.get(), votes)
    office.close(session)
    nomination.refresh_from_db()
    assert nomination.state == state


@pytest.mark.slow
def test_written_opinions_count_in_favour_and_only_as_many_as_were_given(office):
    nomination = office.checked(title=make_own_title("T", vote_threshold=90))
    session = office.opened(nomination, presences="PPPPW")
    item = session.items.get()
    given = {"ballots_issued": 4, "ballots_returned": 4, "ballots_valid": 4}
    with pytest.raises(ValidationError) as error:
        office.tally(item, 4, written_for=2, **given)
    assert refusal(error) == {"written_for"}
    assert office.tally(item, 4, written_for=1, **given).outcome == "approved"


@pytest.mark.one_database(on="sqlite")
@pytest.mark.slow
@pytest.mark.parametrize(("counts", "field"), [
    ({"ballots_issued": 6}, "ballots_issued"), ({"ballots_returned": 6, "ballots_valid": 6}, "ballots_returned"),
    ({"ballots_invalid": 1}, "ballots_valid"), ({"ballots_valid": 4}, "ballots_valid"),
    ({"votes": 6}, "ballots_for"), ({"written_for": 1}, "written_for"), ({"votes": -1}, "ballots_for"),
])  # fmt: skip
def test_ballots_that_do_not_add_up_are_refused_at_the_field(office, counts, field):
    session = office.opened(office.checked())
    item = session.items.get()
    with pytest.raises(ValidationError) as error:
        office.tally(item, **counts)
    item.refresh_from_db()
    assert (field in refusal(error), item.outcome) == (True, "")


def test_the_database_itself_refuses_ballots_that_do_not_add_up(office):
    item = office.tally(office.opened(office.checked()).items.get())
    with pytest.raises(IntegrityError), transaction.atomic():
        AgendaItem.objects.filter(pk=item.pk).update(ballots_invalid=1)
    with pytest.raises(IntegrityError), transaction.atomic():
        AgendaItem.objects.filter(pk=item.pk).update(ballots_for=6)


@pytest.mark.slow
def test_a_tally_may_be_corrected_until_the_session_is_closed(office):
    session = office.opened(office.checked())
    office.tally(session.items.get(), 5)
    assert office.tally(session.items.get(), 1).outcome == "rejected"
    office.close(session)
    with pytest.raises(MoveNotAllowed):
        office.tally(session.items.get(), 5)


@pytest.mark.slow
def test_a_session_is_not_closed_before_every_item_is_counted(office):
    session = office.opened(office.checked("Lê Thị An"), office.checked("Lê Thị Ân"))
    office.tally(session.items.first())
    with pytest.raises(ValidationError):
        office.close(session)
    session.refresh_from_db()
    assert session.state == SessionState.OPEN


@pytest.mark.slow
def test_a_closed_session_is_not_opened_again(office):
    with pytest.raises(MoveNotAllowed):
        open_session(office.closed(office.checked()), actor=office.user("council"))


@pytest.mark.slow
def test_the_agenda_stands_once_the_session_is_open(office):
    session = office.opened(office.checked("Lê Thị An"))
    with pytest.raises(MoveNotAllowed):
        put_on_agenda(actor=office.user("officer"), session=session, nominations=[office.checked("Tạ An")])
    with pytest.raises(MoveNotAllowed):
        take_off_agenda(session.items.get(), actor=office.user("officer"))


def test_attendance_names_every_seat(office):
    session = office.plan()
    some = dict.fromkeys(office.council.seats.all()[:4], "present")
    with pytest.raises(ValidationError):
        take_attendance(actor=office.user("council"), session=session, presences=some)


def test_what_is_taken_off_the_agenda_may_go_before_another_session(office):
    nomination, session = office.checked(), office.plan()
    [item] = put_on_agenda(actor=office.user("officer"), session=session, nominations=[nomination])
    take_off_agenda(item, actor=office.user("council"))
    nomination.refresh_from_db()
    assert (nomination.state, session.items.count()) == (NominationState.CHECKED, 0)


def test_only_checked_nominations_of_the_year_go_before_the_council(office):
    session = office.plan(year=2023)
    with pytest.raises(ValidationError) as error:
        put_on_agenda(actor=office.user("officer"), session=session, nominations=[office.checked()])
    assert refusal(error) == {"nominations"}
    with pytest.raises(MoveNotAllowed):
        put_on_agenda(actor=office.user("officer"), session=office.plan(), nominations=[office.nominate("Tạ An")])


def test_nothing_stored_says_who_voted_what():
    voter_words = ("user", "seat", "voter", "voted_by", "member")
    named = {field.name for field in AgendaItem._meta.get_fields()}
    assert not [name for name in named if any(word in name for word in voter_words)]
    assert {field.name for field in Attendance._meta.get_fields()} == {
        "id", "session", "seat", "presence", "absence_reason",
    }  # fmt: skip


def test_a_new_council_ends_the_one_before(office):
    appoint_council(
        actor=office.user("officer"),
        union=office.world.union,
        name="Hội đồng nhiệm kỳ mới",
        valid_from=date(2025, 3, 1),
        seats=[("Phạm Quốc Bảo", "chair", office.user("leader"))],
    )
    assert list(Council.objects.order_by("valid_from").values_list("valid_to", flat=True)) == [
        date(2025, 2, 28),
        None,
    ]
    with pytest.raises(PermissionDenied):
        appoint_council(
            actor=office.user("stranger_officer"), union=office.world.union, name="X",
            valid_from=date(2026, 1, 1), seats=[("A", "chair", None)],
        )  # fmt: skip


@pytest.mark.slow
@pytest.mark.parametrize("sql", [
    "UPDATE awards_agendaitem SET ballots_for = 0", "DELETE FROM awards_agendaitem",
    "UPDATE awards_attendance SET presence = 'absent'", "DELETE FROM awards_attendance",
    "UPDATE awards_session SET conclusions = 'khác'", "UPDATE awards_session SET state = 'open', closed_at = NULL",
])  # fmt: skip
def test_the_votes_of_a_closed_session_are_frozen_by_the_database(office, sql):
    office.closed(office.checked())
    with pytest.raises(IntegrityError, match="frozen"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql)
    assert Session.objects.get().conclusions == "Nhất trí."
