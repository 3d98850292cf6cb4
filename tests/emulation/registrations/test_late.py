"""After the deadline the chair is told whom to ask, and the officer takes late drafts in with a reason."""

from datetime import timedelta
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone

from core import bulk
from core.models import Job
from core.notifications import sentence_of, unread_news
from core.text import short_date
from core.todo import Todo, todos_for
from core.views import bulk as bulk_pages
from emulation.campaigns.models import Campaign
from emulation.registrations import services
from emulation.registrations.models import Registration
from tests.confirming import YES
from tests.emulation.campaigning import client_in, drafted, running
from tests.factories import make_person
from tests.shared_rows import shared

pytestmark = pytest.mark.slow

TODAY = timezone.localdate()
YESTERDAY = TODAY - timedelta(days=1)
LATE_LIST = f"{reverse('emulation:registrations')}?state=late&year={TODAY.year}"
TAKE_IN = f"{reverse('emulation:registrations-take-in')}?state=late&year={TODAY.year}"
REASON = "Trường bị ngập"


@shared
def campaign(world: Any) -> Campaign:
    return running(world, registration_closes=YESTERDAY)


@shared
def rows(world: Any, campaign: Campaign) -> list[Registration]:
    return [drafted(world, campaign, make_person(world.school, name)) for name in ("Lê Văn An", "Lê Văn Bình")]


def late_todos(world: Any, role: str) -> list[Todo]:
    return [todo for todo in todos_for(world.people[role], TODAY.year) if "quá hạn" in todo.text]


def states(*rows: Registration) -> list[str]:
    return [Registration.objects.get(pk=row.pk).state for row in rows]


def taken_in(client: Any, **posted: Any) -> Any:
    question = client.post(TAKE_IN, posted)
    return client.post(TAKE_IN, {**posted, "confirmed": question.context["digest"], "reason": REASON})


@pytest.mark.parametrize(("closes", "state", "is_late"), [
    (YESTERDAY, "launched", True), (TODAY, "launched", False), (None, "launched", False),
    (YESTERDAY, "closed", False),
])  # fmt: skip
def test_a_draft_is_late_from_the_day_after_the_deadline_while_its_campaign_runs(world, rows, closes, state, is_late):
    closed_on = TODAY if state == "closed" else None
    Campaign.objects.update(registration_closes=closes, state=state, closed_on=closed_on)
    lists = [world.client(role).get(LATE_LIST).context["count"] for role in ("officer", "chair")]
    counted = [[todo.count for todo in late_todos(world, role)] for role in ("officer", "chair")]
    assert (lists, counted) == (([2, 2], [[2], [2]]) if is_late else ([0, 0], [[], []]))


def test_the_to_do_of_the_officer_opens_the_list_from_which_all_are_taken_in(world, rows):
    [todo] = late_todos(world, "officer")
    page = world.client("officer").get(todo.url)
    question = world.client("officer").post(TAKE_IN, {"whole": "yes"}).content.decode()
    assert todo.text == "2 bản nháp quá hạn đăng ký, chờ đồng chí xem xét nhận muộn"
    assert (page.context["count"], page.content.decode().count('name="chosen"')) == (2, 2)
    assert "Nhận 2 bản nháp quá hạn?" in question
    assert 'name="reason"' in question


@pytest.mark.one_database(on="sqlite")
def test_others_are_asked_nothing_and_take_nothing_in(world, rows):
    assert [late_todos(world, role) for role in ("leader", "board", "stranger_officer", "stranger_chair")] == [[]] * 4
    statuses = {role: world.client(role).post(TAKE_IN, YES).status_code for role in ("chair", "board", "leader")}
    assert statuses == {"chair": 403, "board": 403, "leader": 403}
    assert world.client("stranger_officer").post(TAKE_IN, {"chosen": rows[0].pk}).status_code == 404


def test_all_are_taken_in_with_one_reason_the_chair_hears_of_it_once_and_the_officer_may_accept(world, rows):
    officer = world.people["officer"]
    assert taken_in(world.client("officer"), whole="yes").url == LATE_LIST
    taken = Registration.objects.order_by("pk")
    assert [(row.state, row.late_reason, row.submitted_by) for row in taken] == [("submitted", REASON, officer)] * 2
    told = [sentence_of(line) for line in unread_news(world.people["chair"]).latest]
    assert told == ["2 bản đăng ký được nhận muộn"]
    assert services.accept_registration(taken[0], actor=officer).decided_by == officer


@pytest.mark.one_database(on="sqlite")
def test_one_is_taken_in_and_the_chair_reads_why(world, rows):
    taken_in(world.client("officer"), chosen=rows[0].pk)
    [told] = unread_news(world.people["chair"]).latest
    assert states(*rows) == ["submitted", "draft"]
    assert sentence_of(told) == f"Bản đăng ký “{rows[0]}” được nhận muộn: {REASON}"


@pytest.mark.one_database(on="sqlite")
@pytest.mark.parametrize("reason", ["", "  ", "x" * 301])
def test_without_a_reason_that_can_be_kept_nothing_is_taken_in(world, rows, reason):
    client = world.client("officer")
    digest = client.post(TAKE_IN, {"whole": "yes"}).context["digest"]
    answer = client.post(TAKE_IN, {"whole": "yes", "confirmed": digest, "reason": reason})
    assert (answer.status_code, bool(answer.context["form"].errors), states(*rows)) == (422, True, ["draft"] * 2)


def test_many_are_the_work_of_a_job_that_keeps_the_reason(
    world, rows, monkeypatch, django_capture_on_commit_callbacks
):
    monkeypatch.setattr(bulk_pages, "AT_ONCE", 1)
    monkeypatch.setattr(bulk, "BATCH", 1)
    with django_capture_on_commit_callbacks(execute=True):
        taken_in(world.client("officer"), whole="yes")
    assert Job.objects.get().message == "Đã nhận 2 bản nháp quá hạn."
    assert set(Registration.objects.values_list("state", "late_reason")) == {("submitted", REASON)}


@pytest.mark.one_database(on="sqlite")
def test_the_pages_of_the_chair_say_whom_to_ask_in_place_of_a_button(world, campaign, rows):
    client, day = world.client("chair"), short_date(YESTERDAY)
    sentence = f"Đã hết hạn đăng ký ngày {day}. Đồng chí liên hệ cán bộ thi đua để được nhận muộn."
    [todo] = late_todos(world, "chair")
    assert (todo.text, todo.due) == (
        "2 bản nháp đã quá hạn đăng ký; đồng chí liên hệ cán bộ thi đua để được nhận muộn",
        YESTERDAY,
    )
    page = client.get(rows[0].get_absolute_url())
    assert ([move.name for move in page.context["moves"]], page.content.decode().count(sentence)) == (["withdraw"], 1)
    assert world.client("board").get(rows[0].get_absolute_url()).content.decode().count(sentence) == 1
    listed = client.get(LATE_LIST)
    assert (listed.context["drafts"], listed.context["late_drafts"], listed.context["closed_on"]) == (0, 2, YESTERDAY)
    for name in ("emulation:registration-create", "emulation:registration-create-many"):
        assert f"{campaign}: {sentence}" in client.get(reverse(name)).content.decode()
    assert "còn 2 bản chưa gửi, liên hệ cán bộ thi đua" in client.get(reverse("home")).content.decode()


def test_all_drafts_in_time_are_submitted_and_late_ones_stay(world, rows):
    in_time = drafted(world, running(world), make_person(world.school, "Đỗ Thị Hường"))
    client = world.client("chair")
    assert client.get(LATE_LIST).context["drafts"] == 1
    assert client.post(reverse("emulation:registrations-submit-all"), YES).status_code == 302
    assert states(in_time, *rows) == ["submitted", "draft", "draft"]


def test_what_the_officer_returned_is_submitted_again_after_the_deadline(world, rows):
    services.submit_registration_late(rows[0], actor=world.people["officer"], reason=REASON)
    services.return_registration(rows[0], actor=world.people["officer"], reason="Thiếu thành tích")
    client = client_in(world, "chair", TODAY.year)
    [todo] = [todo for todo in todos_for(world.people["chair"], TODAY.year) if "trả lại" in todo.text]
    assert (todo.count, todo.due) == (1, None)
    assert client.post(reverse("emulation:registration-move", args=[rows[0].pk, "submit"])).status_code == 302
    page = client.get(rows[0].get_absolute_url())
    assert "To change it, please ask the emulation officer to return it." in page.content.decode()
    assert [move.name for move in page.context["moves"]] == ["withdraw"]
