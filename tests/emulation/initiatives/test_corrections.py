from datetime import date, timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse
from django.utils import timezone

from awards.nominations.models import Nomination
from core.corrections import restore, strike
from core.history import history_lines
from core.signed_papers import SIGNED_PAPERS, SignedPaper
from core.workflow import MoveNotAllowed
from emulation.initiatives.choices import COUNTED_INITIATIVE
from emulation.initiatives.choices import InitiativeState as S
from emulation.initiatives.contributions import person_events, todos, unit_columns
from emulation.initiatives.selectors import similar_initiatives
from emulation.initiatives.services import entering, progress
from emulation.registrations.models import Registration
from emulation.registrations.selectors import initiatives_of
from reports.indicators.scope import Scope
from reports.indicators.selectors.figures import figures_of
from tests.emulation.initiatives.entering import DECISION, EVERYBODY, put_into_state, typed
from tests.factories import make_campaign, make_initiative, make_person, make_title

REASON = {"reason": "Ghi nhầm khi nhập."}


@pytest.mark.one_database(on="sqlite")
@pytest.mark.slow
@pytest.mark.parametrize("state", S.values)
def test_the_unit_corrects_until_the_registration_and_the_officer_from_then_on(world, initiative, state):
    initiative = put_into_state(initiative, state)
    done, expected = set(), set()
    if state in (S.DRAFT, S.RETURNED):
        expected = {"chair", "board"}
    elif state in COUNTED_INITIATIVE:
        expected = {"officer"}
    for role in EVERYBODY:
        try:
            entering.correct_initiative(
                initiative, actor=world.people[role], expected_revision=None, field="Toán", **REASON
            )
            done.add(role)
        except (PermissionDenied, MoveNotAllowed):
            continue
    assert done == expected


def test_a_registered_initiative_is_corrected_with_a_reason_and_its_history_shows_all(world, initiative):
    initiative, officer = put_into_state(initiative, S.RECOGNISED), world.people["officer"]
    lead, second = initiative.authors.get().person, make_person(world.school, "Lê Văn Dũng")
    with pytest.raises(ValidationError) as refused:
        entering.correct_initiative(initiative, actor=officer, expected_revision=1, name="Tên mới")
    assert list(refused.value.message_dict) == ["reason"]
    facts: dict[str, Any] = {
        "name": "Tên mới",
        "reviewed_on": date(2024, 9, 20),
        "recognition_level": "province",
        "recognition_decision": "12/QĐ-UBND",
        "recognised_on": date(2024, 9, 30),
        "authors": [(lead, 60), (second, 40)],
        "lead": lead,
    }
    entering.correct_initiative(initiative, actor=officer, expected_revision=1, **facts, **REASON)
    line = history_lines(initiative)[0]
    assert (line.sentence, line.reason) == ("đã sửa nội dung đã nhập", "Ghi nhầm khi nhập.")
    assert {change.label: (change.old, change.new) for change in line.changes} == {
        "tên sáng kiến": (initiative.name, "Tên mới"),
        "ngày xét": ("(để trống)", "20/09/2024"),
        "cấp công nhận": ("Cấp trên trực tiếp cơ sở", "Cấp thành phố, tỉnh"),
        "quyết định công nhận": ("1/QĐ", "12/QĐ-UBND"),
        "ngày công nhận": ("01/10/2024", "30/09/2024"),
        "tác giả": (f"{lead} (100%)", f"{lead} (60%), {second} (40%)"),
    }


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"reported_on": date(2024, 10, 2), "reviewed_on": date(2024, 10, 1)}, "reviewed_on"),
        ({"reviewed_on": date(2024, 10, 2)}, "recognised_on"),
        ({"reported_on": timezone.localdate() + timedelta(days=1)}, "reported_on"),
        ({"recognised_on": None}, "recognised_on"),
        ({"recognition_decision": " "}, "recognition_decision"),
        ({"year": 2026}, "recognised_on"),
        ({"year": 1990}, "year"),
        ({"name": "---"}, "name"),
    ],
)
def test_corrected_days_and_facts_keep_their_order(world, initiative, values, field):
    initiative = put_into_state(initiative, S.RECOGNISED)
    with pytest.raises(ValidationError) as refused:
        entering.correct_initiative(
            initiative, actor=world.people["officer"], expected_revision=None, **values, **REASON
        )
    assert field in refused.value.message_dict


def test_days_of_report_review_and_recognition_may_be_one_and_the_same(world, initiative):
    initiative = put_into_state(initiative, S.RECOGNISED)
    days = dict.fromkeys(("reported_on", "reviewed_on", "recognised_on"), date(2024, 10, 1))
    entering.correct_initiative(initiative, actor=world.people["officer"], expected_revision=None, **days, **REASON)
    initiative.refresh_from_db()
    assert initiative.reviewed_on == date(2024, 10, 1)


def test_an_author_who_has_left_the_unit_can_still_be_named_in_a_correction(world, initiative):
    initiative = put_into_state(initiative, S.REGISTERED)
    former = make_person(world.school, "Lê Văn Dũng")
    former.employments.update(valid_to=date(2024, 12, 31))
    stranger = make_person(world.company, "Phạm Văn Đạt")
    correct = {"actor": world.people["officer"], "expected_revision": None, **REASON}
    entering.correct_initiative(initiative, authors=[(former, 100)], lead=former, **correct)
    assert initiative.authors.get().person == former
    with pytest.raises(ValidationError):
        entering.correct_initiative(initiative, authors=[(stranger, 100)], lead=stranger, **correct)


@pytest.mark.slow
def test_a_signed_decision_fixes_what_it_rests_on_and_leaves_the_rest(world, initiative, monkeypatch):
    initiative, officer = put_into_state(initiative, S.RECOGNISED), world.people["officer"]
    other = make_person(world.school, "Lê Văn Dũng")
    facts = {"applied_on": date(2024, 9, 5), "applied_where": "Khối 4"}
    progress.note_application(actor=officer, initiative=initiative, **facts)
    papers = {"emulation.Initiative": [lambda obj: [SignedPaper("Quyết định số 45/QĐ-LĐLĐ")]]}
    monkeypatch.setattr(SIGNED_PAPERS, "_items", papers)
    correct = {"actor": officer, "expected_revision": None, **REASON}
    for refused in (
        lambda: entering.correct_initiative(initiative, name="Tên mới", **correct),
        lambda: entering.correct_initiative(initiative, authors=[(other, 100)], lead=other, **correct),
        lambda: entering.correct_initiative(initiative, recognition_decision="9/QĐ", **correct),
        lambda: progress.note_application(actor=officer, initiative=initiative, applied_on=None, applied_where=""),
        lambda: progress.take_back_outcome(initiative, actor=officer, **REASON),
        lambda: strike(initiative, actor=officer, **REASON),
    ):
        with pytest.raises(MoveNotAllowed) as signed:
            refused()
        assert "Quyết định số 45/QĐ-LĐLĐ" in signed.value.messages[0]
    entering.correct_initiative(initiative, field="Toán", summary="Rõ hơn", **correct)
    page = world.client("officer").get(reverse("emulation:initiative-edit", args=[initiative.pk]))
    assert [paper.name for paper in page.context["signed_papers"]] == ["Quyết định số 45/QĐ-LĐLĐ"]


@pytest.mark.slow
def test_a_struck_initiative_leaves_figures_lists_and_choices_and_makes_no_move(world, initiative):
    officer, chair = world.people["officer"], world.people["chair"]
    author = initiative.authors.get().person
    put_into_state(initiative, S.REGISTERED)
    names = ["initiatives_registered", "initiatives_applied"]
    progress.note_application(actor=chair, initiative=initiative, applied_on=date(2024, 9, 5), applied_where="Khối 4")

    def counts() -> list[int | None]:
        figures = figures_of(Scope.of_year(world.union, 2024), names)
        (column,) = unit_columns(officer, world.school)
        lists = list(person_events(officer, author)), initiatives_of(world.school), column.cells
        return [*(figure.value for figure in figures.values()), *map(len, lists)]

    before = counts()
    with pytest.raises(PermissionDenied):
        strike(initiative, actor=chair, **REASON)
    struck = strike(initiative, actor=officer, **REASON)
    page = world.client("chair").get(initiative.get_absolute_url())
    assert (page.context["moves"], page.context["may_apply"]) == ([], False)
    with pytest.raises(MoveNotAllowed):
        progress.report_initiative(struck, actor=chair)
    during = counts()
    restore(initiative, actor=officer)
    assert (before, during, counts()) == ([1, 1, 1, 1, 1], [None, None, 0, 0, 0], [1, 1, 1, 1, 1])


def test_a_struck_initiative_waits_for_nobody_and_resembles_none(world, initiative):
    put_into_state(initiative, S.REVIEWED)
    author, leader = initiative.authors.get().person, world.people["leader"]
    again = make_initiative(world.people["chair"], author=author, name=initiative.name, year=2023)
    before = len(todos(leader, 2024)), similar_initiatives(again, leader)
    strike(initiative, actor=world.people["officer"], **REASON)
    assert (before, len(todos(leader, 2024)), similar_initiatives(again, leader)) == ((1, [initiative]), 0, [])


def test_an_initiative_is_not_struck_out_under_a_registration_or_a_nomination(world, initiative):
    put_into_state(initiative, S.REGISTERED)
    officer, title = world.people["officer"], make_title()
    row = {"union": world.union, "grassroots": world.school, "title": title, "year": 2024, "created_by": officer}
    registration = Registration.objects.create(
        campaign=make_campaign(world.union, officer), subject_kind="work", initiative=initiative, **row
    )
    nomination = Nomination.objects.create(
        subject_kind="grassroots", achievement="Dạy tốt", unregistered_reason="Mới thành lập", **row
    )
    nomination.initiatives.add(initiative)
    for standing in (registration, nomination):
        with pytest.raises(MoveNotAllowed) as refused:
            strike(initiative, actor=officer, **REASON)
        assert str(standing) in refused.value.messages[0]
        type(standing).objects.filter(pk=standing.pk).update(state="withdrawn")
    assert strike(initiative, actor=officer, **REASON).struck_at is not None


def test_a_step_noted_by_mistake_is_taken_back_with_a_reason(world, initiative):
    chair, officer, leader = (world.people[name] for name in ("chair", "officer", "leader"))
    put_into_state(initiative, S.REGISTERED)
    progress.report_initiative(initiative, actor=chair, reported_on=date(2024, 11, 1))
    progress.review_initiative(initiative, actor=officer, reviewed_on=date(2024, 11, 15))
    initiative.refresh_from_db()
    progress.recognise_initiative(initiative, actor=leader, **DECISION)
    with pytest.raises(ValidationError):
        progress.take_back_outcome(initiative, actor=officer, reason=" ")
    progress.take_back_outcome(initiative, actor=officer, **REASON)
    progress.take_back_review(initiative, actor=officer, **REASON)
    progress.take_back_report(initiative, actor=chair, **REASON)
    initiative.refresh_from_db()
    facts = initiative.recognised_on, initiative.recognition_level, initiative.reviewed_on, initiative.reported_on
    assert (initiative.state, facts) == (S.REGISTERED, (None, "", None, None))
    assert {change.old for line in history_lines(initiative)[:3] for change in line.changes} == {
        "Cấp trên trực tiếp cơ sở",
        "45/QĐ-LĐLĐ",
        "20/11/2024",
        "15/11/2024",
        "01/11/2024",
    }


def test_an_application_noted_by_mistake_is_taken_back(world, initiative):
    initiative = put_into_state(initiative, S.REGISTERED)
    note = {"actor": world.people["chair"], "initiative": initiative}
    progress.note_application(applied_on=date(2024, 9, 5), applied_where="Khối 4", **note)
    with pytest.raises(ValidationError):
        progress.note_application(applied_on=None, applied_where="Khối 5", **note)
    progress.note_application(applied_on=None, applied_where="", **note)
    initiative.refresh_from_db()
    assert (initiative.applied_on, initiative.applied_where) == (None, "")


@pytest.mark.slow
def test_the_officer_corrects_a_registered_initiative_on_the_page_and_says_why(world, initiative):
    initiative = put_into_state(initiative, S.REPORTED)
    client, address = world.client("officer"), reverse("emulation:initiative-edit", args=[initiative.pk])
    form = client.get(address).context["form"]
    assert {"reported_on", "reason", "year"} <= form.fields.keys()
    assert not {"reviewed_on", "recognised_on"} & form.fields.keys()
    data = typed(initiative.authors.get().person, name="Tên mới", reported_on="01/11/2024", revision="1")
    refused = client.post(address, data)
    assert (refused.status_code, set(refused.context["form"].errors)) == (422, {"reason"})
    assert [client.post(address, data | REASON).status_code for _click in range(2)] == [302, 409]
    initiative.refresh_from_db()
    assert (initiative.name, initiative.reported_on) == ("Tên mới", date(2024, 11, 1))
