"""The answers of a unit: plan received, launch with its document, result reported."""

from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse
from django.utils import timezone, translation

from core.audit import history_of
from core.panels import panels_for
from emulation.campaigns.models import Rollout
from emulation.campaigns.services import answers
from emulation.campaigns.services import campaigns as services
from tests.emulation.campaigning import PDF, acknowledged, client_in, errors_of, running, upload
from tests.factories import make_rollout

LAUNCH = {"participants": "40", "women": "30", "content": "100% đoàn viên đăng ký"}


@pytest.fixture(autouse=True)
def english() -> Any:
    with translation.override("en"):
        yield


def day(rollout: Rollout, days: int = 0) -> str:
    return f"{rollout.campaign.launched_on + timedelta(days=days):%d/%m/%Y}"


def page(name: str, rollout: Rollout, *more: str) -> str:
    return reverse(f"emulation:rollout-{name}", args=[rollout.pk, *more])


@pytest.mark.slow
def test_a_unit_answers_from_receipt_to_result_with_all_its_statuses(world):
    rollout = running(world).rollouts.get()
    client = client_in(world, "chair", rollout.campaign.year)
    walked = []
    for name, url, typed in [
        ("acknowledge", page("move", rollout, "acknowledge"), {}),
        ("launch", page("launch", rollout), {**LAUNCH, "launched_on": day(rollout, 3), "document": upload()}),
        ("report", page("report", rollout), {"result": "Hoàn thành 98%", "reported_on": day(rollout, 4)}),
    ]:
        response = client.post(url, typed)
        rollout.refresh_from_db()
        walked.append((name, response.status_code, rollout.state))
    assert walked == [("acknowledge", 302, "acknowledged"), ("launch", 302, "launched"), ("report", 302, "reported")]
    facts = (rollout.acknowledged_by, rollout.participants, rollout.women, rollout.content, rollout.result)
    assert facts == (world.people["chair"], 40, 30, "100% đoàn viên đăng ký", "Hoàn thành 98%")
    acts = list(history_of(rollout).order_by("pk").values_list("act", flat=True))
    assert acts == ["rollout.acknowledge", "rollout.launch", "rollout.report"]
    document = client.get(page("document", rollout))
    assert (b"".join(document.streaming_content), document["Content-Disposition"]) == (
        PDF,
        f'attachment; filename="phat-dong-{world.school.code}.pdf"',
    )


@pytest.mark.one_database(on="sqlite")
@pytest.mark.slow
@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"launched_on": ""}, "launched_on"),
        ({"launched_on": "31/02/2024"}, "launched_on"),
        ({"launched_on": "BEFORE"}, "launched_on"),
        ({"launched_on": "TOMORROW"}, "launched_on"),
        ({"participants": ""}, "participants"),
        ({"participants": "0"}, "participants"),
        ({"participants": "-1"}, "participants"),
        ({"participants": "99999999999999999999"}, "participants"),
        ({"women": "41"}, "women"),
        ({"women": "-1"}, "women"),
        ({"content": "  "}, "content"),
        ({"content": "x" * 5001}, "content"),
        ({"document": ("anh.pdf", b"MZ\x90\x00 a program")}, "document"),
        ({"document": ("anh.exe", b"MZ\x90\x00 a program")}, "document"),
        ({"document": ("anh.png", PDF)}, "document"),
        ({"document": ("anh.pdf", b"")}, "document"),
    ],
)
def test_a_wrong_launch_gets_a_sentence_at_the_field_and_changes_nothing(world, wrong, field):
    rollout = acknowledged(world, running(world))
    days = {"BEFORE": day(rollout, -1), "TOMORROW": f"{timezone.localdate() + timedelta(days=1):%d/%m/%Y}"}
    typed = {**LAUNCH, "launched_on": day(rollout), **wrong}
    typed["launched_on"] = days.get(typed["launched_on"], typed["launched_on"])
    if "document" in typed:
        typed["document"] = upload(*typed["document"])
    response = client_in(world, "chair", rollout.campaign.year).post(page("launch", rollout), typed)
    rollout.refresh_from_db()
    assert (response.status_code, list(errors_of(response))) == (422, [field])
    assert (rollout.state, rollout.launched_on, bool(rollout.document)) == ("acknowledged", None, False)
    assert history_of(rollout).count() == 0


@pytest.mark.parametrize("days", [0, 1])
def test_a_launch_at_the_unit_lies_between_the_campaigns_own_and_today(world, days):
    rollout = acknowledged(world, running(world))
    earliest, latest = rollout.campaign.launched_on, timezone.localdate()
    facts = {"participants": 10, "women": None, "content": "Nội dung"}
    chair = world.people["chair"]
    for refused in (earliest - timedelta(days=days + 1), latest + timedelta(days=days + 1)):
        with pytest.raises(ValidationError):
            answers.launch_locally(rollout, actor=chair, launched_on=refused, **facts)
    for wanted in (earliest + timedelta(days=days), latest - timedelta(days=days)):
        launched = answers.launch_locally(rollout, actor=chair, launched_on=wanted, **facts)
        assert launched.launched_on == wanted
        answers.take_back_launch(launched, actor=chair, reason="Nhầm ngày")


@pytest.mark.one_database(on="sqlite")
@pytest.mark.slow
@pytest.mark.parametrize("role", ["board", "leader", "viewer", "cluster_lead", "admin"])
def test_nobody_but_the_units_chair_and_the_officer_answers_for_it(world, role):
    rollout = running(world).rollouts.get()
    with pytest.raises(PermissionDenied):
        answers.acknowledge_rollout(rollout, actor=world.people[role])
    statuses = [
        client_in(world, role, rollout.campaign.year).get(page(name, rollout)).status_code
        for name in ("launch", "report", "edit")
    ]
    assert statuses == [403, 403, 403]


@pytest.mark.one_database(on="sqlite")
@pytest.mark.slow
@pytest.mark.parametrize("role", ["stranger_officer", "stranger_chair"])
def test_a_foreign_roll_out_does_not_exist_nor_does_its_document(world, role):
    rollout = acknowledged(world, running(world))
    rollout.document.save("p.pdf", upload())
    client = client_in(world, role, rollout.campaign.year)
    reached = [
        client.get(rollout.get_absolute_url()),
        client.get(page("document", rollout)),
        client.get(page("launch", rollout)),
        client.post(page("report", rollout), {"result": "x"}),
        client.post(page("move", rollout, "acknowledge")),
    ]
    assert [response.status_code for response in reached] == [404] * 5


def test_without_a_document_there_is_nothing_to_download(world):
    rollout = running(world).rollouts.get()
    client = client_in(world, "chair", rollout.campaign.year)
    assert client.get(page("document", rollout)).status_code == 404


def test_a_cancelled_campaign_is_no_longer_answered(world):
    campaign = running(world)
    rollout = campaign.rollouts.get()
    services.cancel_campaign(campaign, actor=world.people["leader"], reason="Gộp với phong trào khác")
    client = client_in(world, "chair", campaign.year)
    response = client.post(page("move", rollout, "acknowledge"))
    rollout.refresh_from_db()
    assert (response.status_code, rollout.state) == (422, "sent")
    assert "Cancelled" in response.content.decode()


def test_answering_twice_is_a_conflict(world):
    rollout = running(world).rollouts.get()
    client, url = client_in(world, "chair", rollout.campaign.year), page("move", rollout, "acknowledge")
    assert [client.post(url).status_code for _click in range(2)] == [302, 409]
    early = client.post(page("report", rollout), {"result": "Hoàn thành"})
    assert early.status_code == 409


@pytest.mark.one_database(on="sqlite")
def test_a_result_without_words_is_refused_at_its_field(world):
    rollout = acknowledged(world, running(world))
    facts = {"participants": 10, "women": 4, "content": "Nội dung"}
    launched_on = rollout.campaign.launched_on
    answers.launch_locally(rollout, actor=world.people["chair"], launched_on=launched_on, **facts)
    client = client_in(world, "chair", rollout.campaign.year)
    response = client.post(page("report", rollout), {"result": " ", "reported_on": day(rollout, 1)})
    assert (response.status_code, list(errors_of(response))) == (422, ["result"])


@pytest.mark.slow
def test_the_list_is_the_units_for_the_office_and_the_campaigns_for_a_chair(world):
    campaign = running(world)
    make_rollout(campaign, world.company)
    url, year = reverse("emulation:rollouts"), campaign.year
    columns = {
        role: [column.name for column in client_in(world, role, year).get(url, follow=True).context["table"].columns]
        for role in ("officer", "chair")
    }
    assert columns == {
        "officer": ["grassroots", "state", "launched_on", "participants"],
        "chair": ["campaign", "state", "launched_on", "participants"],
    }
    counts = {
        role: client_in(world, role, year).get(url, follow=True).context["count"]
        for role in ("officer", "chair", "viewer")
    }
    assert counts == {"officer": 2, "chair": 1, "viewer": 2}
    assert client_in(world, "officer", year).get(url, {"year": year - 1}).context["count"] == 0


def test_the_list_finds_a_unit_typed_without_marks(world):
    campaign = running(world)
    make_rollout(campaign, world.company)
    url = f"{reverse('emulation:rollouts')}?q=chu van"
    rows = client_in(world, "officer", campaign.year).get(url, follow=True).context["table"].data
    assert [row.grassroots for row in rows] == [world.school]


def test_all_mistakes_of_a_launch_are_shown_at_once(world):
    rollout = acknowledged(world, running(world))
    typed = {"launched_on": day(rollout, -1), "participants": "10", "women": "11", "content": ""}
    client = client_in(world, "chair", rollout.campaign.year)
    response = client.post(page("launch", rollout), {**typed, "document": upload(content=b"no pdf")})
    assert errors_of(response) == {
        "launched_on": [f"The campaign was launched on {day(rollout)}; the unit's own launch cannot lie before."],
        "women": ["There cannot be more women than participants."],
        "content": ["This field is required."],
        "document": ["The file is not what its name says. Please save it again and choose it anew."],
    }


@pytest.mark.one_database(on="sqlite")
def test_the_page_of_a_unit_shows_how_far_each_campaign_has_come_there(world):
    campaign = running(world)
    rollout = campaign.rollouts.get()
    rows = {
        role: [
            (row.label, row.value, row.url)
            for panel in panels_for(world.people[role], world.school, campaign.year)
            if panel.title == f"Campaigns of {campaign.year}"
            for row in panel.rows
        ]
        for role in ("officer", "stranger_officer")
    }
    assert rows == {"officer": [(campaign.name, "Sent", rollout.get_absolute_url())], "stranger_officer": []}
