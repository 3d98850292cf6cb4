"""A wrong answer of a unit is corrected or taken back; what came on paper is entered by the officer."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse
from django.utils import timezone

from core.audit import history_of
from core.workflow import MoveNotAllowed
from emulation.campaigns.services import answers
from emulation.campaigns.services.campaigns import close_campaign
from tests.emulation.campaigning import acknowledged, client_in, running, upload
from tests.shared_rows import shared

FACTS = {"participants": 40, "women": 30, "content": "100% đoàn viên đăng ký"}


@shared
def launched(world):
    rollout = acknowledged(world, running(world))
    day = rollout.campaign.launched_on
    return answers.launch_locally(rollout, actor=world.people["chair"], launched_on=day, document=upload(), **FACTS)


def page(name, rollout):
    return reverse(f"emulation:rollout-{name}", args=[rollout.pk])


def correct(rollout, user, **facts):
    return answers.correct_answer(rollout, actor=user, expected_revision=None, **facts)


def test_the_chair_corrects_the_answer_until_the_campaign_is_closed_and_the_officer_after_it_with_a_reason(
    world, launched
):
    chair, officer = world.people["chair"], world.people["officer"]
    assert correct(launched, chair, participants=38).participants == 38
    close_campaign(launched.campaign, actor=officer)
    with pytest.raises(PermissionDenied):
        correct(launched, chair, participants=39)
    with pytest.raises(ValidationError) as refused:
        correct(launched, officer, participants=39)
    corrected = correct(launched, officer, participants=39, reason="Theo văn bản của đơn vị")
    entry = history_of(launched).first()
    assert (list(refused.value.message_dict), corrected.participants) == (["reason"], 39)
    assert (entry.detail, entry.reason) == ({"participants": ["38", "39"]}, "Theo văn bản của đơn vị")


@pytest.mark.one_database(on="sqlite")
@pytest.mark.parametrize(
    ("facts", "field"),
    [
        ({"acknowledged_on": -1}, "acknowledged_on"),
        ({"launched_on": -1}, "launched_on"),
        ({"women": 41}, "women"),
        ({"content": " "}, "content"),
    ],
)
def test_a_wrong_correction_is_refused_at_its_field(world, launched, facts, field):
    start = launched.campaign.launched_on
    facts = {name: start + timedelta(days=value) if name.endswith("_on") else value for name, value in facts.items()}
    with pytest.raises(ValidationError) as refused:
        correct(launched, world.people["chair"], **facts)
    assert list(refused.value.message_dict) == [field]


def test_a_result_is_not_reported_before_the_launch_nor_in_the_future(world, launched):
    chair, today = world.people["chair"], timezone.localdate()
    for day in (launched.launched_on - timedelta(days=1), today + timedelta(days=1)):
        with pytest.raises(ValidationError) as refused:
            answers.report_result(launched, actor=chair, result="Hoàn thành", reported_on=day)
        assert list(refused.value.message_dict) == ["reported_on"]
    for day in (launched.launched_on, today):
        reported = answers.report_result(launched, actor=chair, result="Hoàn thành", reported_on=day)
        assert reported.reported_on == day
        answers.take_back_report(reported, actor=chair, reason="Nhầm ngày")


def test_an_answer_entered_by_mistake_is_taken_back_step_by_step_and_the_trail_keeps_it(world, launched):
    chair, day = world.people["chair"], str(launched.launched_on)
    rollout = answers.take_back_launch(launched, actor=chair, reason="Nhập nhầm đơn vị")
    entry = history_of(launched).first()
    assert entry.detail == {
        "launched_on": [day, ""],
        "participants": ["40", ""],
        "women": ["30", ""],
        "remark": ["", ""],
    }
    rollout = answers.take_back_receipt(rollout, actor=chair, reason="Nhập nhầm đơn vị")
    assert (rollout.state, rollout.launched_on, rollout.acknowledged_on) == ("sent", None, None)
    with pytest.raises(ValidationError):
        answers.acknowledge_rollout(rollout, actor=chair, acknowledged_on=timezone.localdate() + timedelta(days=1))


@pytest.mark.slow
def test_the_officer_enters_an_answer_that_came_on_paper_with_its_day(world):
    rollout = running(world).rollouts.get()
    client, day = client_in(world, "officer", rollout.campaign.year), rollout.campaign.launched_on
    typed = {
        "acknowledged_on": f"{day:%d/%m/%Y}",
        "informant": "Cô Lan, văn phòng",
        "reason": "Đơn vị báo qua điện thoại",
    }
    wrong = client.post(page("receipt", rollout), typed | {"acknowledged_on": "31/02/2024"}).status_code
    saved = client.post(page("receipt", rollout), typed).status_code
    rollout.refresh_from_db()
    assert (wrong, saved, rollout.acknowledged_on, rollout.acknowledged_by, rollout.informant) == (
        422,
        302,
        day,
        world.people["officer"],
        "Cô Lan, văn phòng",
    )


@pytest.mark.slow
def test_the_form_shows_what_was_answered_and_keeps_the_document(world, launched):
    client = client_in(world, "chair", launched.campaign.year)
    form = client.get(page("edit", launched)).context["form"]
    assert list(form.fields) == [
        "acknowledged_on",
        "launched_on",
        "participants",
        "women",
        "remark",
        "content",
        "photo",
        "document",
        "reason",
        "revision",
    ]
    day = f"{launched.launched_on:%d/%m/%Y}"
    typed = {**FACTS, "participants": 39, "launched_on": day, "acknowledged_on": day, "revision": launched.revision}
    assert client.post(page("edit", launched), typed).status_code == 302
    launched.refresh_from_db()
    assert (launched.participants, bool(launched.document), launched.state) == (39, True, "launched")


@pytest.mark.slow
def test_a_form_that_cannot_be_saved_says_so_before_it_is_filled_in(world):
    rollout = running(world).rollouts.get()
    client = client_in(world, "chair", rollout.campaign.year)
    early = [client.get(page(name, rollout)).status_code for name in ("launch", "report", "edit")]
    rollout = acknowledged(world, rollout.campaign)
    close_campaign(rollout.campaign, actor=world.people["officer"])
    late = client.get(page("edit", rollout)), client_in(world, "officer", 2024).get(page("edit", rollout))
    assert early == [409, 409, 409]
    assert [response.status_code for response in late] == [409, 200]
    with pytest.raises(MoveNotAllowed):
        correct(rollout, world.people["officer"], participants=5, reason="Chưa phát động")
