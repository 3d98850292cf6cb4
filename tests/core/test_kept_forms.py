"""What was typed survives the end of a session: for its owner alone, at its address, for an hour."""

from datetime import timedelta
from types import SimpleNamespace

import pytest
from django import forms
from django.contrib.messages import get_messages
from django.core.signing import Signer
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from core import kept_forms
from core.kept_forms import MOST_CHARACTERS, keep_form, owner_mark, take_kept_form
from tests.factories import make_campaign, make_user

pytestmark = pytest.mark.one_database(on="sqlite")
KEPT = (
    "Phiên làm việc đã hết hạn; nội dung đồng chí đã nhập còn nguyên. "
    "Đồng chí kiểm tra, chọn lại tệp (nếu có) rồi gửi."
)


@pytest.fixture
def address(world):
    return reverse("unions:team-new", args=[world.school.pk])


def typed(page, name="Tổ 4 và 5"):
    hidden = {key: page.context[key] for key in ("owner", "once")}
    return {"name": name, "csrfmiddlewaretoken": "t", **hidden}


def kept_in(client):
    return client.session.get(kept_forms.KEY)


def shown(client, address):
    page = client.get(address)
    return page.context["form"]["name"].value(), [str(message) for message in get_messages(page.wsgi_request)]


def sent_after_the_end(world, address, **changes):
    """The form was opened by the officer, whose session had ended when it was sent."""
    sent = typed(world.client("officer").get(address)) | changes
    visitor = Client()
    answer = visitor.post(address, sent, headers={"Referer": "http://testserver/units/?q=a"})
    signing_in = visitor.get(answer.url).content.decode()
    assert ("nội dung đã nhập được giữ nguyên" in signing_in) == (kept_in(visitor) is not None)
    return visitor, answer


@pytest.mark.slow
def test_it_is_given_back_once_after_the_owner_has_signed_in_again_and_nothing_was_saved(world, address):
    visitor, answer = sent_after_the_end(world, address)
    assert (answer.status_code, answer.url) == (302, f"/sign-in/?next={address}")
    assert kept_in(visitor)["values"] == {"name": ["Tổ 4 và 5"]}
    visitor.force_login(world.people["officer"])
    assert visitor.get("/").status_code == 200
    assert shown(visitor, address) == ("Tổ 4 và 5", [KEPT])
    assert world.school.teams.count() == 0
    assert shown(visitor, address) == (None, [])


def test_signing_in_as_somebody_else_drops_it(world, address):
    visitor, _answer = sent_after_the_end(world, address)
    world.people["vice"].set_password("hoa-sen-tay-ho-2026")
    world.people["vice"].save()
    visitor.post("/sign-in/", {"username": "vice.tayho", "password": "hoa-sen-tay-ho-2026"})
    assert ("_auth_user_id" in visitor.session, kept_in(visitor)) == (True, None)


def test_another_user_does_not_get_it(world, address):
    visitor, _answer = sent_after_the_end(world, address)
    visitor.force_login(make_user("officer2.tayho", "officer", union=world.union))
    assert shown(visitor, address) == (None, [])
    assert kept_in(visitor) is None


@pytest.mark.parametrize("owner", ["", "1", "1:forged", Signer(salt="another").sign(1)])
def test_a_form_that_does_not_name_its_owner_is_not_kept_and_leads_back_to_its_page(world, address, owner):
    visitor, answer = sent_after_the_end(world, address, owner=owner)
    assert (answer.url, kept_in(visitor)) == ("/sign-in/?next=/units/%3Fq%3Da", None)


@pytest.mark.parametrize(("length", "is_kept"), [(MOST_CHARACTERS, True), (MOST_CHARACTERS + 1, False)])
def test_it_is_kept_up_to_a_size(rf, length, is_kept):
    request = rf.post("/x/", {"name": "a" * length, "owner": kept_forms._signer().sign(7)})
    request.user, request.session = SimpleNamespace(is_authenticated=False, pk=None), {}
    assert (keep_form(request), bool(request.session)) == (is_kept, is_kept)


@pytest.mark.parametrize(("age", "is_given"), [(timedelta(minutes=59), True), (timedelta(hours=1), False)])
def test_it_is_kept_for_an_hour(rf, age, is_given):
    request = rf.get("/x/")
    at = (timezone.now() - age).isoformat()
    request.user = SimpleNamespace(pk=7)
    request.session = {kept_forms.KEY: {"owner": 7, "path": "/x/", "at": at, "values": {"name": ["a", "b"]}}}
    given = take_kept_form(request)
    assert (given and given.getlist("name"), request.session) == (["a", "b"] if is_given else None, {})


def test_it_waits_for_its_address(rf):
    request = rf.get("/y/")
    kept = {"owner": 7, "path": "/x/", "at": timezone.now().isoformat(), "values": {}}
    request.user, request.session = SimpleNamespace(pk=7), {kept_forms.KEY: kept}
    assert (take_kept_form(request), request.session) == (None, {kept_forms.KEY: kept})


@pytest.mark.parametrize(
    "widget", [forms.PasswordInput(), forms.TextInput({"autocomplete": "one-time-code"})], ids=["password", "code"]
)
def test_a_form_with_a_password_or_a_code_is_never_kept(widget):
    user = SimpleNamespace(is_authenticated=True, pk=7)
    assert owner_mark(user, [forms.CharField()])
    assert owner_mark(user, [forms.CharField(), forms.CharField(widget=widget)]) == ""


def test_an_outdated_token_loses_nothing_and_does_nothing(world, address):
    client = Client(enforce_csrf_checks=True)
    client.force_login(world.people["officer"])
    sent = typed(client.get(address))
    answer = client.post(address, sent)
    assert (answer.status_code, answer.url, world.school.teams.count()) == (302, address, 0)
    assert shown(client, address) == ("Tổ 4 và 5", [KEPT])


def test_another_site_fills_no_form(world, address):
    client = Client(enforce_csrf_checks=True)
    client.force_login(world.people["officer"])
    marks = ["", owner_mark(world.people["stranger_officer"])]
    assert [client.post(address, {"name": "Tổ 1", "owner": mark}).status_code for mark in marks] == [403, 403]
    assert shown(client, address) == (None, [])


def test_the_reason_of_a_button_is_asked_about_again(world):
    facts = {"state": "approved", "approved_by": world.people["leader"], "approved_at": timezone.now()}
    campaign = make_campaign(world.union, world.people["officer"], launched=False, **facts)
    address = reverse("emulation:campaign-move", args=[campaign.pk, "reopen"])
    officer = world.client("officer")
    assert officer.get(address).url == campaign.get_absolute_url()
    visitor = Client()
    visitor.post(address, {"reason": "Thiếu chỉ tiêu", "owner": owner_mark(world.people["officer"])})
    visitor.force_login(world.people["officer"])
    context = visitor.get(address).context
    assert (context["heading"], context["items"], context["submit_label"]) == (
        "Trả lại để sửa?",
        ["Thiếu chỉ tiêu"],
        "Trả lại để sửa",
    )
    visitor.post(address, dict(context["posted"]))
    campaign.refresh_from_db()
    assert (campaign.state, campaign.return_reason) == ("draft", "Thiếu chỉ tiêu")
