"""An act that cannot be undone is asked about first: on a page where no script asks; and is said afterwards."""

from datetime import timedelta

import pytest
from django.contrib.messages import get_messages
from django.urls import reverse
from django.utils import timezone

from core.models import AuditEntry, Notification
from core.views import MoveView
from core.views.confirming import Question, ask_first
from emulation.registrations.models import Registration
from tests.confirming import YES
from tests.factories import make_campaign, make_grassroots

pytestmark = pytest.mark.one_database(on="sqlite")


def withdrawal(registration):
    return reverse("emulation:registration-move", args=[registration.pk, "withdraw"])


def state_of(registration):
    return Registration.objects.get(pk=registration.pk).state


def said(response):
    return [str(message) for message in get_messages(response.wsgi_request)]


def test_without_an_answer_the_question_is_a_page_that_names_the_act_and_does_nothing(world, registration):
    response = world.client("chair").post(withdrawal(registration), {"reason": "Nghỉ việc"})
    context = response.context
    assert (response.status_code, response.templates[0].name, state_of(registration)) == (
        200,
        "generic/confirm.html",
        "draft",
    )
    assert (context["heading"], context["text"], context["submit_label"], context["danger"]) == (
        "Rút bản đăng ký này?",
        "Bản đăng ký sẽ không được tính nữa và không gửi lại được.",
        "Rút đăng ký",
        True,
    )
    assert context["posted"] == [("reason", "Nghỉ việc"), ("confirmed", "yes")]
    assert context["cancel_url"] == registration.get_absolute_url()


def test_with_the_answer_it_acts_and_says_so(world, registration):
    response = world.client("chair").post(withdrawal(registration), YES)
    assert (response.status_code, response.url, state_of(registration), said(response)) == (
        302,
        registration.get_absolute_url(),
        "withdrawn",
        ["Đồng chí đã rút bản đăng ký."],
    )


@pytest.mark.slow
def test_what_is_not_possible_is_refused_without_a_question(world, registration):
    client = world.client("chair")
    client.post(withdrawal(registration), YES)
    assert client.post(withdrawal(registration)).status_code == 409
    assert world.client("viewer").post(withdrawal(registration)).status_code == 409


@pytest.fixture
def launch(world):
    """Return what answers the button that launches an approved plan, as of the day given."""
    facts = {"state": "approved", "approved_by": world.people["leader"], "approved_at": timezone.now()}
    campaign = make_campaign(world.union, world.people["officer"], launched=False, **facts)
    address = reverse("emulation:campaign-move", args=[campaign.pk, "launch"])
    return lambda day: world.client("officer").post(address, {"day": f"{day:%d/%m/%Y}"})


@pytest.mark.slow
def test_what_its_guard_refuses_is_refused_without_a_question(launch):
    today = timezone.localdate()
    answers = [launch(day) for day in (today, today + timedelta(days=1))]
    assert [(answer.status_code, answer.templates[0].name) for answer in answers] == [
        (200, "generic/confirm.html"),
        (422, "generic/refused.html"),
    ]


def test_the_act_that_was_tried_before_the_question_leaves_nothing(
    world, registration, django_capture_on_commit_callbacks
):
    before = (state_of(registration), AuditEntry.objects.count(), Notification.objects.count())
    with django_capture_on_commit_callbacks() as callbacks:
        world.client("chair").post(withdrawal(registration))
    assert (state_of(registration), AuditEntry.objects.count(), Notification.objects.count()) == before
    assert callbacks == []


def test_a_move_that_can_be_undone_is_not_asked_about(world, registration):
    client = world.client("chair")
    response = client.post(reverse("emulation:registration-move", args=[registration.pk, "submit"]))
    assert (response.status_code, state_of(registration)) == (302, "submitted")


def test_the_button_on_the_page_has_the_same_question(world, registration):
    page = world.client("chair").get(registration.get_absolute_url()).content.decode()
    assert 'data-confirm="Rút bản đăng ký này? Bản đăng ký sẽ không được tính nữa và không gửi lại được."' in page


def test_the_page_sends_every_value_again_except_the_token(rf):
    request = rf.post("/x/", {"chosen": ["3", "5"], "csrfmiddlewaretoken": "secret"})
    response = ask_first(request, Question("Nhận 2 bản?", "Nhận"), "/back/")
    page = response.content.decode()
    assert [page.count(f'name="chosen" value="{key}"') for key in (3, 5)] == [1, 1]
    assert "secret" not in page
    assert ask_first(rf.post("/x/", YES), Question("Nhận?", "Nhận"), "/") is None


def test_the_question_says_how_many_are_touched(world, launch):
    make_grassroots(world.union, "Trường Mầm non Nhật Tân")
    response = launch(timezone.localdate())
    assert response.context["text"] == "3 đơn vị nhận được kế hoạch ngay, không thu hồi lại được."


def test_a_form_says_what_the_history_says_and_that_nothing_was_changed(world):
    client, address = world.client("officer"), reverse("unions:team-new", args=[world.school.pk])
    response = client.post(address, {"name": "Tổ 4"})
    assert (response.status_code, said(response)) == (302, ["Đồng chí đã nhập tổ, bộ phận."])
    team = world.school.teams.get()
    edit = reverse("unions:team-edit", args=[team.pk])
    same = client.post(edit, {"name": "Tổ 4", "revision": team.revision})
    assert said(same)[-1] == "Không có gì thay đổi."


def test_every_button_of_a_move_knows_its_workflow():
    assert {view.__name__ for view in MoveView.__subclasses__() if not hasattr(view, "workflow")} == set()
