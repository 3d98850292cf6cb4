"""How an account is reached, told by its owner; the password that is asked for is guessed slowly here too."""

import pytest
from django.test import Client
from django.urls import reverse

from accounts.invitations.services import invite_to_reset
from accounts.invitations.services import new_token as slip_token
from accounts.lockout.services import FREE_ATTEMPTS
from accounts.users.models import User
from core.form_token import consume, new_token
from core.models import AuditEntry

PASSWORD = "mat-khau-thu-nghiem"
TOLD = {"phone": "+84 912 345 678", "email": "Yen.Chair@Example.ORG", "password": PASSWORD}


def reached(world):
    return User.objects.values_list("phone", "email", "email_key").get(pk=world.people["chair"].pk)


def test_who_was_invited_by_a_slip_tells_phone_and_address_and_signs_in_with_either(world):
    client = world.client("chair")
    answer = client.post(reverse("contact"), TOLD)
    assert answer["Location"] == world.people["chair"].get_absolute_url()
    assert reached(world) == ("0912345678", "Yen.Chair@example.org", "yen.chair@example.org")
    assert client.get(reverse("contact")).context["form"].initial["phone"] == "0912345678"
    for typed in ("0912 345 678", "YEN.CHAIR@example.org"):
        fresh = Client()
        fresh.post(reverse("sign-in"), {"username": typed, "password": PASSWORD})
        assert fresh.session["_auth_user_id"] == str(world.people["chair"].pk)
    assert client.post(reverse("contact"), {"password": PASSWORD}).status_code == 302
    assert reached(world) == ("", "", "")
    assert AuditEntry.objects.filter(act="account.contact", actor=world.people["chair"]).count() == 2


@pytest.mark.parametrize(
    ("changes", "wrong"),
    [({"password": "sai"}, "password"), ({"email": "khong"}, "email"), ({"phone": "1" * 21}, "phone")],
)
def test_what_will_not_do_is_told_at_its_field(world, changes, wrong):
    answer = world.client("chair").post(reverse("contact"), TOLD | changes)
    assert (answer.status_code, list(answer.context["form"].errors)) == (422, [wrong])
    assert reached(world) == ("", "", "")


@pytest.mark.parametrize(("page", "field"), [("contact", "password"), ("password", "old_password")])
def test_in_a_browser_left_open_the_password_is_guessed_as_slowly_as_at_the_door(world, page, field):
    client, address = world.client("chair"), reverse(page)
    assert [client.post(address, {field: "sai"}).status_code for _try in range(FREE_ATTEMPTS)] == [
        422
    ] * FREE_ATTEMPTS
    words = []
    for typed in ("sai", PASSWORD):
        closed = client.post(address, TOLD | {field: typed})
        assert (closed.status_code, closed.headers["Retry-After"]) == (429, "60")
        words.append({name: list(said) for name, said in closed.context["form"].errors.items()})
    assert (words[0], list(words[0])) == (words[1], ["__all__"])
    assert reached(world) == ("", "", "")


def test_a_mistake_beside_the_right_password_is_no_guess(world):
    client = world.client("chair")
    answers = [
        client.post(reverse("contact"), TOLD | {"email": "khong"}).status_code for _try in range(FREE_ATTEMPTS + 1)
    ]
    assert answers == [422] * (FREE_ATTEMPTS + 1)


@pytest.mark.parametrize(("page", "field"), [("contact", "password"), ("password", "old_password")])
def test_a_form_that_was_saved_before_gives_no_guesses_back(world, page, field):
    client, saved = world.client("chair"), new_token()
    consume(saved)
    guesses = [{field: "sai", "once": ""}] * (FREE_ATTEMPTS - 1) + [{field: "sai", "once": saved}, {field: "sai"}]
    answers = [client.post(reverse(page), guess).status_code for guess in guesses]
    assert answers == [422] * (FREE_ATTEMPTS - 1) + [409, 429]


def test_a_slip_is_worthless_once_its_owner_tells_another_address(world):
    """Sent again it would go to the inbox that was left."""
    officer, chair = world.people["officer"], world.people["chair"]
    slip = invite_to_reset(actor=officer, user=chair)
    token = slip_token(actor=officer, invitation=slip, way="mail")
    assert world.client("chair").post(reverse("contact"), TOLD).status_code == 302
    assert Client().get(reverse("join", args=[token])).status_code == 410
