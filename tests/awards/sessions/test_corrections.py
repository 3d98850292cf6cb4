"""The facts of a session are corrected until it is closed; a session is recorded on the day it was held."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse
from django.utils import timezone

from awards.decisions.contributions import PRINTED_ROWS
from awards.sessions.choices import Outcome
from awards.sessions.models import Session
from awards.sessions.services import edit_session, open_session, put_on_agenda
from core.corrections import remove
from core.history import history_lines
from core.signed_papers import signed_papers_about
from core.workflow import MoveNotAllowed
from emulation.law.models import TitleTerms
from tests.awards.conftest import HELD_ON, make_own_title

pytestmark = pytest.mark.django_db


@pytest.mark.slow
def test_the_facts_are_corrected_until_the_session_is_closed(office):
    session = office.opened(office.checked())
    edit_session(
        session, actor=office.user("officer"), expected_revision=1, name="Phiên xét bổ sung", place="Phòng 2"
    )
    changes = {(change.old, change.new) for change in history_lines(session)[0].changes}
    assert changes == {("Phiên xét cuối năm 2024", "Phiên xét bổ sung"), ("Hội trường", "Phòng 2")}
    office.tally(session.items.get())
    office.close(session)
    with pytest.raises(MoveNotAllowed) as refused:
        edit_session(session, actor=office.user("officer"), place="Phòng 3")
    assert refused.value.messages[0].startswith("Biên bản “Phiên xét bổ sung” ngày 05/12/2024")


@pytest.mark.parametrize("role", ["leader", "council"])
def test_the_heads_of_the_council_correct_it_too(office, role):
    assert edit_session(office.plan(), actor=office.user(role), place="Phòng 2").place == "Phòng 2"


@pytest.mark.parametrize("role", ["vice", "clerk", "viewer", "admin", "stranger_officer"])
def test_others_do_not(office, role):
    with pytest.raises(PermissionDenied):
        edit_session(office.plan(), actor=office.user(role), place="Phòng 2")


@pytest.mark.slow
def test_the_thresholds_and_outcomes_follow_the_day(office):
    title = make_own_title("CS", vote_threshold=80, secret_ballot=True)
    TitleTerms.objects.filter(title=title).update(valid_from=date(2024, 12, 5))
    TitleTerms.objects.create(title=title, mark="ILL", valid_to=date(2024, 12, 4))
    session = office.opened(office.checked(title=title))
    office.tally(session.items.get(), votes=3)
    item = session.items.get()
    assert (item.threshold, item.outcome) == (80, Outcome.REJECTED)
    edit_session(session, actor=office.user("officer"), held_on=HELD_ON - timedelta(days=1))
    item.refresh_from_db()
    assert (item.threshold, item.outcome) == (None, Outcome.APPROVED)


@pytest.mark.slow
def test_a_session_is_opened_on_its_day_or_recorded_later_not_before(office):
    session = office.plan(held_on=timezone.localdate() + timedelta(days=1))
    put_on_agenda(actor=office.user("officer"), session=session, nominations=[office.checked()])
    office.attend(session)
    with pytest.raises(ValidationError):
        open_session(session, actor=office.user("council"))
    edit_session(session, actor=office.user("officer"), held_on=timezone.localdate())
    assert open_session(session, actor=office.user("council")).state == "open"


def test_the_year_stays_while_nominations_of_it_are_on_the_agenda(office):
    session = office.plan()
    put_on_agenda(actor=office.user("officer"), session=session, nominations=[office.checked()])
    with pytest.raises(ValidationError) as refused:
        edit_session(session, actor=office.user("officer"), year=2023)
    assert set(refused.value.message_dict) == {"year"}


@pytest.mark.slow
def test_the_attendance_is_noted_again_within_quorum_and_votes(office):
    session = office.opened(office.checked())
    office.attend(session, "PPPPA")
    assert history_lines(session)[0].sentence == "đã ghi thành phần dự họp"
    with pytest.raises(ValidationError):
        office.attend(session, "PPPAA")  # no quorum
    office.tally(session.items.get(), ballots_issued=4, ballots_returned=4, ballots_valid=4, votes=4)
    office.attend(session, "PPPPP")
    office.tally(session.items.get())
    with pytest.raises(ValidationError):
        office.attend(session, "PPPPA")  # five ballots were issued
    office.close(session)
    with pytest.raises(MoveNotAllowed):
        office.attend(session)


@pytest.mark.one_database(on="sqlite")
def test_the_page_notes_why_somebody_was_absent(office):
    session, client = office.plan(), office.world.client("officer")
    seats = list(office.council.seats.all())
    typed = {f"seat_{seat.pk}": "present" for seat in seats}
    typed |= {f"seat_{seats[4].pk}": "absent", f"reason_{seats[4].pk}": "Đi công tác"}
    assert client.post(reverse("awards:session-attendance", args=[session.pk]), typed).status_code == 302
    assert "(Đi công tác)" in client.get(session.get_absolute_url()).content.decode()
    edit = reverse("awards:session-edit", args=[session.pk])
    facts = {"name": "Phiên 2", "year": 2024, "held_on": "06/12/2024", "place": "", "conclusions": "", "revision": 1}
    assert client.post(edit, facts).url == session.get_absolute_url()
    Session.objects.filter(pk=session.pk).update(state="open", member_total=5)
    Session.objects.filter(pk=session.pk).update(state="closed", closed_at=timezone.now())
    assert client.get(edit).status_code == 409


def test_a_session_planned_by_mistake_is_removed(office):
    session = office.plan()
    office.attend(session)
    remove(session, actor=office.user("officer"), reason="Lập nhầm.")
    assert not Session.objects.exists()
    busy = office.plan()
    put_on_agenda(actor=office.user("officer"), session=busy, nominations=[office.checked()])
    with pytest.raises(MoveNotAllowed):
        remove(busy, actor=office.user("officer"), reason="Lập nhầm.")


@pytest.mark.one_database(on="sqlite")
@pytest.mark.slow
def test_signed_papers_name_minutes_and_decisions_about_whom_they_print(office):
    nomination = office.checked()
    draft = office.draft(nomination)
    minutes = ["Biên bản “Phiên xét cuối năm 2024” ngày 05/12/2024"]
    assert [paper.name for paper in signed_papers_about(nomination)] == minutes
    assert signed_papers_about(nomination.person) == []
    issued = office.issue(draft)
    decision = [f"Quyết định số {issued.symbol} ngày 20/12/2024"]
    assert [paper.name for paper in signed_papers_about(nomination)] == minutes + decision
    assert [paper.name for paper in signed_papers_about(nomination.person)] == decision
    assert [paper.name for paper in signed_papers_about(issued.session)] == decision
    assert signed_papers_about(office.world.school) == []
    assert set(PRINTED_ROWS) >= {"unions.Team", "emulation.Initiative", "emulation.Registration"}
