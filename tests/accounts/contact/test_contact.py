import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.invitations.services import invite_to_reset
from accounts.invitations.services import new_token as slip_token
from accounts.lockout.services import FREE_ATTEMPTS
from accounts.users.models import User
from core.form_token import consume, new_token
from core.models import AuditEntry

PASSWORD = "mat-khau-thu-nghiem"
NOW = timezone.now()
CONTACT = {"phone": "+84 912 345 678", "email": "Yen.Chair@Example.ORG", "password": PASSWORD}


def contact_of(world):
    return User.objects.values_list("phone", "email", "email_key").get(pk=world.people["chair"].pk)


def test_the_owner_enters_phone_and_address_and_signs_in_with_either_once_proven(world):
    client = world.client("chair")
    answer = client.post(reverse("contact"), CONTACT)
    assert answer["Location"] == world.people["chair"].get_absolute_url()
    assert contact_of(world) == ("0912345678", "Yen.Chair@example.org", "yen.chair@example.org")
    assert client.get(reverse("contact")).context["form"].initial["phone"] == "0912345678"
    User.objects.filter(pk=world.people["chair"].pk).update(email_proven_at=NOW, phone_proven_at=NOW)
    for typed in ("0912 345 678", "YEN.CHAIR@example.org"):
        fresh = Client()
        fresh.post(reverse("sign-in"), {"username": typed, "password": PASSWORD})
        assert fresh.session["_auth_user_id"] == str(world.people["chair"].pk)
    assert client.post(reverse("contact"), {"password": PASSWORD}).status_code == 302
    assert contact_of(world) == ("", "", "")
    assert AuditEntry.objects.filter(act="account.contact", actor=world.people["chair"]).count() == 2


@pytest.mark.parametrize(
    ("changes", "wrong"),
    [({"password": "sai"}, "password"), ({"email": "khong"}, "email"), ({"phone": "1" * 21}, "phone")],
)
def test_an_error_is_shown_at_its_field(world, changes, wrong):
    answer = world.client("chair").post(reverse("contact"), CONTACT | changes)
    assert (answer.status_code, list(answer.context["form"].errors)) == (422, [wrong])
    assert contact_of(world) == ("", "", "")


@pytest.mark.one_database(on="sqlite")
@pytest.mark.slow
@pytest.mark.parametrize(("page", "field"), [("contact", "password"), ("password", "old_password")])
def test_wrong_passwords_are_limited_as_on_the_sign_in_page(world, page, field):
    client, address = world.client("chair"), reverse(page)
    assert [client.post(address, {field: "sai"}).status_code for _try in range(FREE_ATTEMPTS)] == [
        422
    ] * FREE_ATTEMPTS
    errors = []
    for typed in ("sai", PASSWORD):
        closed = client.post(address, CONTACT | {field: typed})
        assert closed.status_code == 429
        assert closed.headers["Retry-After"] in {"60", "59"}  # the second may have ended since
        errors.append({name: list(messages) for name, messages in closed.context["form"].errors.items()})
    assert (errors[0], list(errors[0])) == (errors[1], ["__all__"])
    assert contact_of(world) == ("", "", "")


@pytest.mark.slow
def test_another_error_beside_the_right_password_does_not_count(world):
    client = world.client("chair")
    answers = [
        client.post(reverse("contact"), CONTACT | {"email": "khong"}).status_code for _try in range(FREE_ATTEMPTS + 1)
    ]
    assert answers == [422] * (FREE_ATTEMPTS + 1)


@pytest.mark.one_database(on="sqlite")
@pytest.mark.slow
@pytest.mark.parametrize(("page", "field"), [("contact", "password"), ("password", "old_password")])
def test_a_form_that_was_saved_before_does_not_reset_the_count(world, page, field):
    client, saved = world.client("chair"), new_token()
    consume(saved)
    guesses = [{field: "sai", "once": ""}] * (FREE_ATTEMPTS - 1) + [{field: "sai", "once": saved}, {field: "sai"}]
    answers = [client.post(reverse(page), guess).status_code for guess in guesses]
    assert answers == [422] * (FREE_ATTEMPTS - 1) + [409, 429]


def test_a_new_address_withdraws_the_slips_of_the_account(world):
    officer, chair = world.people["officer"], world.people["chair"]
    slip = invite_to_reset(actor=officer, user=chair)
    token = slip_token(actor=officer, invitation=slip, way="mail")
    assert world.client("chair").post(reverse("contact"), CONTACT).status_code == 302
    assert Client().get(reverse("join", args=[token])).status_code == 410
