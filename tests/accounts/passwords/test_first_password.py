"""A password that somebody else chose opens the page on which its owner chooses another, and nothing else."""

from datetime import date, timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.invitations.services import invite_to_reset, new_token
from accounts.users.models import User
from accounts.users.rules import is_given_password_too_old
from accounts.users.services import appoint
from tests.accounts.passwords.test_password_reset import NEW
from tests.security.routes import example_path, named_routes

pytestmark = pytest.mark.one_database(on="sqlite")


@pytest.fixture
def given(world):
    """A new chair and the password that the officer reads out."""
    facts = {"kind": "grassroots_chair", "username": "tu.hotay", "full_name": "Phan Thị Tư", "phone": ""}
    officer = world.people["officer"]
    return appoint(actor=officer, grassroots=world.company, since=date(2024, 9, 1), **facts).password


def signed_in(password, name="tu.hotay"):
    client = Client()
    answer = client.post(reverse("sign-in"), {"username": name, "password": password})
    return client, answer


def changed(client, old, new=NEW):
    sent = {"old_password": old, "new_password1": new, "new_password2": new}
    return client.post(reverse("password"), sent)


@pytest.mark.slow
def test_nothing_else_opens_until_it_is_changed(given):
    client, _answer = signed_in(given)
    opened = set()
    for route, pattern in named_routes().items():
        if getattr(pattern.callback, "login_required", True):
            answer = client.get(example_path(route))
            if answer.headers.get("Location") != reverse("password"):
                opened.add(route)
    assert opened == {"password"}
    assert client.post(reverse("set-year"), {"year": "2024"})["Location"] == reverse("password")
    assert "do người khác cấp" in client.get(reverse("password")).content.decode()


@pytest.mark.slow
def test_after_the_change_the_portal_opens(given):
    client, _answer = signed_in(given)
    same = changed(client, given, given)
    assert (same.status_code, list(same.context["form"].errors)) == (422, ["new_password1"])
    assert changed(client, given)["Location"] == reverse("home")
    assert client.get(reverse("home")).status_code == 200
    assert "do người khác cấp" not in client.get(reverse("password")).content.decode()
    assert signed_in(NEW)[0].get(reverse("home")).status_code == 200


def test_it_is_so_after_the_administrator_set_or_opened_one(world):
    admin, sent = world.client("admin"), {"password1": NEW, "password2": NEW, "usable_password": "true"}
    chair = world.people["chair"]
    admin.post(reverse("accounts:user-password", args=[chair.pk]), sent | {"reason": "Quên mật khẩu"})
    admin.post(reverse("admin:accounts_user_add"), sent | {"username": "moi.tayho", "full_name": "Hồ Thị Ước"})
    for name in ("chair.tayho", "moi.tayho"):
        assert signed_in(NEW, name)[0].get(reverse("home"))["Location"] == reverse("password")


@pytest.mark.slow
def test_a_slip_lets_the_owner_choose_so_nothing_is_asked_again(world, given):
    user, officer = User.objects.get(username="tu.hotay"), world.people["officer"]
    slip = new_token(actor=officer, invitation=invite_to_reset(actor=officer, user=user), way="print")
    client = Client()
    client.post(reverse("join", args=[slip]), {"password1": NEW, "password2": NEW})
    assert client.get(reverse("home")).status_code == 200


@pytest.mark.parametrize(("days", "too_old"), [(29, False), (30, True)])
def test_it_is_worth_nothing_after_thirty_days(given, days, too_old):
    ago = timezone.now() - timedelta(days=days)
    User.objects.filter(username="tu.hotay").update(password_given_at=ago)
    client, answer = signed_in(given)
    assert (answer.status_code, "_auth_user_id" in client.session) == ((422, False) if too_old else (302, True))
    assert is_given_password_too_old(ago, timezone.now()) == too_old
    assert ("quá 30 ngày" in answer.content.decode()) == too_old
    assert not is_given_password_too_old(None, timezone.now())


@pytest.mark.slow
def test_the_shared_password_of_the_demo_and_one_of_ones_own_need_no_change(world):
    assert not User.objects.filter(password_given_at__isnull=False).exists()
    assert world.client("chair").get(reverse("home")).status_code == 200
