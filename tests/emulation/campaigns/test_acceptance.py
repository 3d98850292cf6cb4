"""What a unit reports is counted once the officer has accepted it."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse
from django.utils import timezone

from core.audit import history_of
from core.models import Notification
from core.next_step import next_step
from core.todo import todos_for
from core.workflow import MoveNotAllowed
from emulation.campaigns.models import Rollout
from emulation.campaigns.selectors.progress import rollout_progress
from emulation.campaigns.services import answers
from reports.indicators.scope import Scope
from reports.indicators.selectors.figures import figures_of
from tests.emulation.campaigning import acknowledged, client_in, errors_of, running
from tests.factories import make_grassroots, make_rollout, make_user
from unions.units.models import Headcount

FACTS = {"participants": 30, "women": 20, "content": "100% đoàn viên đăng ký"}
TOLD = {"informant": "Cô Lan, văn phòng", "reason": "Đơn vị báo qua điện thoại"}


@pytest.fixture
def known(world):
    return acknowledged(world, running(world))


def launched(rollout, actor, **facts):
    return answers.launch_locally(rollout, actor=actor, launched_on=rollout.campaign.launched_on, **FACTS | facts)


def move(rollout, name, actor, reason=""):
    return answers.move_answer(rollout, name, actor=actor, reason=reason)


def counted(rollout):
    """The launch in the figures of the year and in the progress of the campaign."""
    whole, _sectors = rollout_progress(rollout.campaign)
    scope = Scope.of_year(rollout.union, rollout.campaign.year)
    figure = figures_of(scope, ["launch_participants"])["launch_participants"]
    return figure.value or 0, whole.launched, whole.reported


@pytest.mark.slow
def test_a_launch_counts_from_its_acceptance_to_its_return_and_again_once_it_is_corrected(world, known):
    chair, officer = world.people["chair"], world.people["officer"]
    rollout = launched(known, chair)
    walked = [counted(rollout)]
    rollout = move(rollout, "accept_launch", officer)
    walked.append(counted(rollout))
    rollout = move(rollout, "return_launch", officer, "Thiếu ảnh")
    walked.append(counted(rollout))
    rollout = answers.correct_answer(rollout, actor=chair, expected_revision=None, participants=31)
    walked.append((*counted(rollout), rollout.return_reason))
    rollout = move(rollout, "accept_launch", officer)
    walked.append(counted(rollout))
    assert walked == [(0, 0, 0), (30, 1, 0), (0, 0, 0), (0, 0, 0, ""), (31, 1, 0)]
    acts = list(history_of(rollout).order_by("pk").values_list("act", flat=True))
    assert acts[-3:] == ["row.correct", "rollout.send_again", "rollout.accept_launch"]


@pytest.mark.slow
def test_a_returned_result_leaves_the_launch_counted(world, known):
    chair, officer = world.people["chair"], world.people["officer"]
    rollout = answers.report_result(launched(known, chair), actor=chair, result="Hoàn thành")
    rollout = move(rollout, "accept_report", officer)
    assert (counted(rollout), rollout.launch_accepted_by) == ((30, 1, 1), officer)
    rollout = move(rollout, "return_report", officer, "Thiếu số liệu")
    assert counted(rollout) == (30, 1, 0)
    rollout = answers.correct_answer(rollout, actor=chair, expected_revision=None, own_figures="5 buổi tập huấn")
    assert (counted(rollout), rollout.return_reason, rollout.own_figures) == ((30, 1, 0), "", "5 buổi tập huấn")
    rollout = answers.correct_answer(rollout, actor=chair, expected_revision=None, women=19)
    assert counted(rollout) == (0, 0, 0)


def test_a_returned_launch_is_corrected_before_its_result_is_reported(world, known):
    chair, officer = world.people["chair"], world.people["officer"]
    rollout = move(launched(known, chair), "return_launch", officer, "Thiếu ảnh")
    with pytest.raises(ValidationError, match="trả lại"):
        answers.report_result(rollout, actor=chair, result="Hoàn thành")
    sent = answers.correct_answer(rollout, actor=chair, expected_revision=None)
    assert (sent.return_reason, history_of(sent).first().act) == ("", "rollout.send_again")
    assert answers.report_result(sent, actor=chair, result="Hoàn thành").state == "reported"


def test_only_the_officer_accepts_and_returns_and_a_second_click_is_a_conflict(world, known):
    rollout, officer = launched(known, world.people["chair"]), world.people["officer"]
    for role in set(world.people) - {"officer"}:
        for name in ("accept_launch", "return_launch"):
            with pytest.raises(PermissionDenied):
                move(rollout, name, world.people[role], "Không đúng")
    move(rollout, "accept_launch", officer)
    with pytest.raises(MoveNotAllowed):
        move(rollout, "accept_launch", officer)
    with pytest.raises(ValidationError):
        move(rollout, "return_launch", officer, " ")


def test_whoever_reported_for_a_unit_as_its_chair_does_not_accept_it_as_the_officer(world, known):
    both = make_user("ca.hai", "grassroots_chair", grassroots=world.school)
    both.roles.create(kind="officer", union=world.union, valid_from=timezone.localdate() - timedelta(days=99))
    both = type(both).objects.get(pk=both.pk)
    rollout = launched(known, both)
    with pytest.raises(PermissionDenied):
        move(rollout, "accept_launch", both)
    assert move(rollout, "accept_launch", world.people["officer"]).launch_accepted_at


@pytest.mark.slow
def test_what_the_officer_enters_for_a_unit_counts_at_once_and_says_who_told_it_and_why(world, known):
    officer = world.people["officer"]
    with pytest.raises(ValidationError) as refused:
        launched(known, officer)
    assert set(refused.value.message_dict) == {"informant", "reason"}
    rollout = launched(known, officer, **TOLD)
    entry = history_of(rollout).first()
    assert (counted(rollout), entry.reason, entry.detail) == (
        (30, 1, 0),
        TOLD["reason"],
        {"informant": ["", TOLD["informant"]]},
    )
    page = client_in(world, "officer", rollout.campaign.year).get(rollout.get_absolute_url())
    assert page.context["entered"] == f"Entered for the unit by {officer}, as told by {TOLD['informant']}."
    rollout = answers.report_result(rollout, actor=officer, result="Hoàn thành", **TOLD)
    assert counted(rollout) == (30, 1, 1)
    own = answers.correct_answer(rollout, actor=world.people["chair"], expected_revision=None, result="Đạt 98%")
    assert (own.informant, counted(own)) == ("", (30, 1, 0))


@pytest.mark.parametrize(
    ("participants", "women", "remark", "field"),
    [(40, 30, "", []), (41, 30, "", ["remark"]), (40, 31, "", ["remark"]), (41, 31, "Có khách mời", [])],
)
def test_more_people_than_the_headcount_are_explained_at_the_field(world, known, participants, women, remark, field):
    year = known.campaign.year
    Headcount.objects.filter(grassroots=world.school).delete()
    numbers = {"members": 1, "women_members": 1}
    for years_ago, workers, of_women in ((1, 40, 30), (2, 400, 300)):
        Headcount.objects.create(
            grassroots=world.school, year=year - years_ago, workers=workers, women=of_women, **numbers
        )
    typed = {"launched_on": f"{known.campaign.launched_on:%d/%m/%Y}", "content": "Nội dung", "remark": remark}
    typed |= {"participants": participants, "women": women}
    response = client_in(world, "chair", year).post(reverse("emulation:rollout-launch", args=[known.pk]), typed)
    assert list(errors_of(response) if response.status_code == 422 else []) == field
    if participants > 40 and field:
        words = f"41 took part, but the unit has 40 workers ({year - 1}). Please say in a few words why."
        assert errors_of(response) == {"remark": [words]}


@pytest.mark.one_database(on="sqlite")
@pytest.mark.slow
def test_the_chair_is_told_what_came_back_and_the_officer_what_waits(world, known):
    chair, officer, year = world.people["chair"], world.people["officer"], known.campaign.year
    rollout = launched(known, chair)

    def told(user):
        return [(todo.count, todo.returned) for todo in todos_for(user, year) if "acceptance=" in todo.url]

    assert (told(officer), told(chair)) == ([(1, False)], [])
    move(rollout, "return_launch", officer, "Thiếu ảnh")
    assert (told(officer), told(chair)) == ([], [(1, True)])
    news = Notification.objects.get(user=chair, kind="rollout.return_launch")
    assert (news.reason, news.url) == ("Thiếu ảnh", rollout.get_absolute_url())
    page = client_in(world, "chair", year).get(rollout.get_absolute_url()).content.decode()
    assert "Thiếu ảnh" in page


@pytest.mark.one_database(on="sqlite")
@pytest.mark.slow
def test_the_first_button_of_a_returned_answer_leads_to_its_correction(world, known):
    rollout = launched(known, world.people["chair"])
    edit = f'<a class="button" href="{reverse("emulation:rollout-edit", args=[rollout.pk])}">'
    offered = []
    for name, reason in (("return_launch", "Thiếu ảnh"), ("accept_launch", "")):
        rollout = move(rollout, name, world.people["officer"], reason)
        offered.append(
            edit in client_in(world, "chair", known.campaign.year).get(rollout.get_absolute_url()).content.decode()
        )
    assert offered == [True, False]


def test_after_an_answer_the_officer_is_led_to_the_next_one_then_to_a_silent_unit(world, known):
    officer = world.people["officer"]
    day = known.campaign.launched_on
    facts = {"state": "launched", "acknowledged_on": day, "launched_on": day, **FACTS}
    other = make_rollout(known.campaign, world.company, **facts)
    silent = make_rollout(known.campaign, make_grassroots(world.union, "Trường Mầm non Quảng An"))
    accepted = move(launched(known, world.people["chair"]), "accept_launch", officer)
    returned = move(other, "return_launch", officer, "Thiếu ảnh")
    assert [next_step(officer, row).url for row in (accepted, returned)] == [silent.get_absolute_url()] * 2
    Rollout.objects.filter(pk=other.pk).update(return_reason="")
    assert next_step(officer, accepted).url == other.get_absolute_url()
    assert next_step(officer, silent) is None


@pytest.mark.slow
def test_the_officer_accepts_many_after_a_question(world, known):
    year, officer = known.campaign.year, client_in(world, "officer", known.campaign.year)
    first = launched(known, world.people["chair"])
    facts = {"launched_on": first.launched_on, "acknowledged_on": first.acknowledged_on, "participants": 5}
    waiting = {"launch_accepted_at": None, "report_accepted_at": None}
    second = make_rollout(
        known.campaign, world.company, state="reported", reported_on=first.launched_on, **facts, **waiting
    )
    rows = reverse("emulation:rollouts") + f"?acceptance=submitted&year={year}"
    page = officer.get(rows)
    assert (page.context["count"], len(page.context["bulk_actions"])) == (2, 1)
    assert client_in(world, "chair", year).get(rows).context["bulk_actions"] == []
    act = reverse("emulation:rollouts-accept") + f"?acceptance=submitted&year={year}"
    question = officer.post(act, {"whole": "yes"})
    assert (question.context["able"], question.context["refused"]) == (2, [])
    assert officer.post(act, {"whole": "yes", "confirmed": question.context["digest"]}).status_code == 302
    accepted = Rollout.objects.filter(pk__in=[first.pk, second.pk]).order_by("pk")
    assert [(bool(row.launch_accepted_at), bool(row.report_accepted_at)) for row in accepted] == [
        (True, False),
        (True, True),
    ]
