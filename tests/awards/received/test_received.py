"""Awards of the level above: entered, corrected, struck out, and the end of what a council approved for it."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse
from django.utils import timezone

from awards.nominations.choices import NominationState
from awards.nominations.services import reconsider_nomination
from awards.received.contributions import person_events, todos, unit_columns, unit_events, unit_panel
from awards.received.models import ReceivedAward
from awards.received.services.receiving import correct_received_award, receive_award, record_results
from awards.sessions.contributions import sessions_without_decision
from core.corrections import restore, strike
from core.history import history_lines
from core.links import list_url
from core.notifications import sentence_of, unread_news
from core.workflow import MoveNotAllowed
from reports.indicators.scope import Scope
from reports.indicators.selectors import queries
from tests.awards.conftest import HELD_ON, make_own_title
from tests.factories import make_person
from tests.shared_rows import shared

pytestmark = pytest.mark.django_db
DECIDED = {"decision_symbol": "1906/QĐ-LĐLĐ", "decided_on": date(2024, 12, 26), "decided_by": "LĐLĐ Thành phố"}


@shared
def upper_title(db):
    title = make_own_title("BK")
    title.authority = "upper"
    title.save()
    return title


@shared
def received(world, upper_title):
    return receive_award(
        actor=world.people["officer"],
        union=world.union,
        title=upper_title,
        year=2024,
        grassroots=world.school,
        person=make_person(world.school, "Lê Thị An"),
        **DECIDED,
    )


@shared
def approved(office, upper_title):
    nomination = office.checked(title=upper_title)
    office.closed(nomination)
    nomination.refresh_from_db()
    return nomination


def waiting(office):
    return [todo.count for todo in todos(office.user("officer"), 2024)]


def test_what_was_typed_is_corrected_with_old_and_new_value_in_the_history(world, received):
    officer = world.people["officer"]
    correct_received_award(received, actor=officer, expected_revision=1, decided_on=date(2024, 12, 27))
    change = history_lines(received)[0].changes[0]
    assert (change.label, change.old, change.new) == ("ngày quyết định", "26/12/2024", "27/12/2024")
    with pytest.raises(PermissionDenied):
        correct_received_award(received, actor=world.people["leader"], expected_revision=None, year=2023)


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"decided_on": timezone.localdate() + timedelta(days=1)}, "decided_on"),
        ({"handed_over_on": date(2024, 12, 25)}, "handed_over_on"),
        ({"handed_over_on": timezone.localdate() + timedelta(days=1)}, "handed_over_on"),
    ],
)
def test_days_lie_in_the_past_and_in_order(world, received, values, field):
    with pytest.raises(ValidationError) as refused:
        correct_received_award(received, actor=world.people["officer"], expected_revision=None, **values)
    assert set(refused.value.message_dict) == {field}


def shown(world, award):
    """Where the award is counted or listed: rows of the figures, events of the person, columns of the unit, list."""
    officer, unit = world.people["officer"], world.school
    client = world.client("officer")
    client.post(reverse("set-year"), {"year": 2024})
    return (
        queries.received(Scope.of_year(world.union, 2024)).count(),
        len(list(person_events(officer, award.person))),
        sum(column.cells.get(2024, 0) for column in unit_columns(officer, unit)),
        client.get(reverse("awards:received-awards"), follow=True).context["count"],
    )


@pytest.mark.slow
def test_what_is_struck_out_leaves_every_figure_and_list_and_comes_back(world, received):
    officer = world.people["officer"]
    before = shown(world, received)
    strike(received, actor=officer, reason="Nhập trùng.")
    struck = shown(world, received)
    restore(received, actor=officer)
    assert (before, struck, shown(world, received)) == ((1, 1, 1, 1), (0, 0, 0, 0), (1, 1, 1, 1))


def test_the_award_of_a_unit_struck_out_leaves_its_page(world, upper_title):
    officer, unit = world.people["officer"], world.school
    award = receive_award(actor=officer, union=world.union, title=upper_title, year=2024, grassroots=unit, **DECIDED)
    strike(award, actor=officer, reason="Nhập trùng.")
    assert (list(unit_events(officer, unit)), list(unit_panel(officer, unit, 2024).rows)) == ([], [])


@pytest.mark.slow
def test_what_a_council_approved_for_another_authority_waits_for_its_result_not_for_a_decision(office, approved):
    assert (waiting(office), sessions_without_decision(office.user("officer"), 2024)) == ([1], [])


def test_an_award_recorded_for_a_nomination_ends_the_waiting(office, approved):
    record_results([approved], actor=office.user("officer"), result="awarded", **DECIDED)
    approved.refresh_from_db()
    award = approved.received_awards.get()
    assert (approved.state, waiting(office)) == (NominationState.AWARDED, [])
    assert (award.person, award.grassroots, award.year) == (approved.person, approved.grassroots, 2024)
    assert {name: getattr(award, name) for name in DECIDED} == DECIDED


@pytest.mark.parametrize("result", ["not_awarded", "withdrawn"])
def test_what_was_not_awarded_ends_with_the_reason(office, approved, result):
    officer = office.user("officer")
    with pytest.raises(ValidationError) as refused:
        record_results([approved], actor=officer, result=result, reason=" ")
    assert "reason" in refused.value.message_dict
    record_results([approved], actor=officer, result=result, reason="Hết chỉ tiêu.")
    approved.refresh_from_db()
    assert (approved.state, waiting(office), ReceivedAward.objects.count()) == (result, [], 0)


def test_a_result_recorded_wrongly_is_taken_back(office, approved):
    officer = office.user("officer")
    record_results([approved], actor=officer, result="not_awarded", reason="Nhầm.")
    record_results([reconsider_nomination(approved, actor=officer)], actor=officer, result="awarded", **DECIDED)
    award = approved.received_awards.get()
    strike(award, actor=officer, reason="Nhầm người.")
    assert waiting(office) == [1]
    restore(award, actor=officer)
    approved.refresh_from_db()
    assert (approved.state, waiting(office)) == (NominationState.AWARDED, [])


@pytest.mark.parametrize(
    ("decision", "fields"),
    [
        ({"decision_symbol": "", "decided_on": None, "decided_by": ""}, set(DECIDED)),
        ({**DECIDED, "decided_on": HELD_ON - timedelta(days=1)}, {"decided_on"}),
    ],
)
def test_an_award_names_its_decision_after_the_council(office, approved, decision, fields):
    with pytest.raises(ValidationError) as refused:
        record_results([approved], actor=office.user("officer"), result="awarded", **decision)
    assert set(refused.value.message_dict) == fields
    assert not ReceivedAward.objects.exists()


@pytest.mark.slow
def test_a_title_of_the_federation_is_decided_by_itself(office):
    own = office.checked()
    office.closed(own)
    with pytest.raises(ValidationError):
        record_results([own], actor=office.user("officer"), result="awarded", **DECIDED)
    with pytest.raises(MoveNotAllowed):
        record_results([office.checked("Lê Ân")], actor=office.user("officer"), result="not_awarded", reason="x")


@pytest.mark.slow
@pytest.mark.one_database(on="sqlite")
def test_the_officer_records_several_results_and_corrects_one_on_the_pages(office, upper_title):
    nominations = [office.checked(name, title=upper_title) for name in ("Lê Thị An", "Trần Thị Bình")]
    office.closed(*nominations)
    client = office.world.client("officer")
    client.post(reverse("set-year"), {"year": 2024})
    url = reverse("awards:record-results")
    assert "Cả 2" in client.get(url).content.decode()
    typed = {"nominations-all": 2, "result": "awarded", "decision_symbol": "1906/QĐ-LĐLĐ",
             "decided_on": "26/12/2024", "decided_by": "LĐLĐ Thành phố"}  # fmt: skip
    assert client.post(url, typed).url == list_url("awards:nominations", year=2024)
    award = ReceivedAward.objects.get(nomination=nominations[0])
    edit = reverse("awards:received-award-edit", args=[award.pk])
    assert edit in client.get(award.get_absolute_url()).content.decode()
    correction = {"decision_symbol": "1907/QĐ-LĐLĐ", "decided_on": "26/12/2024", "revision": 1}
    assert client.post(edit, correction).url == award.get_absolute_url()
    award.refresh_from_db()
    assert (award.decision_symbol, award.person) == ("1907/QĐ-LĐLĐ", nominations[0].person)


@pytest.mark.one_database(on="sqlite")
def test_an_award_of_the_level_above_is_told_to_the_unit(world, received):
    [told] = unread_news(world.people["chair"]).latest
    assert sentence_of(told) == f"Cấp trên đã khen thưởng: {received}"


@pytest.mark.one_database(on="sqlite")
@pytest.mark.slow
def test_what_the_council_decided_is_told_to_the_unit(office, approved):
    told = [sentence_of(each) for each in unread_news(office.user("chair")).latest]
    assert told == [
        f"Hội đồng đồng ý hồ sơ đề nghị “{approved}”",
        f"Hồ sơ đề nghị “{approved}” đã được xác nhận hợp lệ",
    ]


@pytest.mark.parametrize(("typed", "found"), [("le thi an", 1), ("chu van an", 1), ("tran", 0)])
def test_awards_received_are_found_by_the_person_and_by_the_unit(world, received, typed, found):
    address = list_url("awards:received-awards", year=2024, q=typed)
    assert world.client("officer").get(address, follow=True).context["count"] == found
