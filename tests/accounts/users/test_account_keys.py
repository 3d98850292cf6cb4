import unicodedata

import pytest
from django.core.exceptions import ValidationError
from django.core.management import CommandError, call_command
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from hypothesis import assume, given
from hypothesis import strategies as st

from accounts.invitations.services import invite, new_token
from accounts.passwords.services import mail_new_password
from accounts.users.models import User
from accounts.users.rules import sign_in_key
from accounts.users.services import open_account
from core.jobs import RunningJob
from core.models import Job
from tests.factories import make_user

PASSWORD = "mat-khau-thu-nghiem"
CHOSEN = "hoa-sen-tay-ho-2026"
SPELLINGS = ["Ước", "ƯỚC", "ước", unicodedata.normalize("NFD", "Ước"), "\u200bước "]


@pytest.fixture
def uoc(world):
    return make_user("Ước", "grassroots_chair", grassroots=world.company, email="Uoc.Ho@Example.ORG")


@pytest.mark.parametrize("typed", [*SPELLINGS, "uoc.ho@example.org", "UOC.HO@EXAMPLE.ORG"])
def test_sign_in_ignores_case_and_composition(uoc, typed):
    client = Client()
    client.post(reverse("sign-in"), {"username": typed, "password": PASSWORD})
    assert client.session["_auth_user_id"] == str(uoc.pk)


@pytest.mark.slow
@pytest.mark.parametrize("username", ["ước", "ƯỚC", unicodedata.normalize("NFD", "ước")])
def test_a_second_account_with_the_same_key_is_refused_at_the_field(world, uoc, username):
    officer = world.people["officer"]
    offer = invite(actor=officer, kind="grassroots_board", grassroots=world.school, since="2024-09-01")
    token = new_token(actor=officer, invitation=offer, way="print")
    password = "hoa-sen-tay-ho-2026"
    sent = {"full_name": "Hồ Thị Ước", "username": username, "password1": password, "password2": password}
    before = User.objects.count()
    joined = Client().post(reverse("join", args=[token]), sent)
    added = admin_adds(world, username)
    assert [(answer.status_code, list(errors)) for answer, errors in (
        (joined, joined.context["form"].errors), (added, added.context["adminform"].form.errors)
    )] == [(422, ["username"]), (200, ["username"])]  # fmt: skip
    assert User.objects.count() == before


def admin_adds(world, username):
    sent = {"username": username, "full_name": "Hồ Thị Ước", "usable_password": "true"}
    return world.client("admin").post(
        reverse("admin:accounts_user_add"), sent | {"password1": CHOSEN, "password2": CHOSEN}
    )


def admin_changes(world, user, **changes):
    facts = {"username": user.username, "full_name": user.full_name, "email": user.email, "phone": "", "person": ""}
    address = reverse("admin:accounts_user_change", args=[user.pk])
    return world.client("admin").post(address, facts | {"is_active": "on"} | changes)


def test_the_database_keeps_keys_unique(uoc):
    with pytest.raises(IntegrityError), transaction.atomic():
        User.objects.create(username="ƯỚC", username_key="ước")


def test_an_officer_appoints_and_hands_over_ignoring_case(world, uoc):
    sent = {"kind": "grassroots_board", "username": "ƯỚC", "since": "01/09/2024"}
    assert world.client("officer").post(reverse("accounts:role-new", args=[world.school.pk]), sent).status_code == 302
    sent = {"since": "01/09/2025", "username": "ước"}
    assert (
        world.client("officer").post(reverse("accounts:hand-over", args=[world.school.pk]), sent).status_code == 302
    )
    kinds = uoc.roles.filter(grassroots=world.school).order_by("pk").values_list("kind", flat=True)
    assert list(kinds) == ["grassroots_board", "grassroots_chair"]


def test_the_admin_updates_the_keys_and_refuses_a_taken_name(world, uoc):
    assert admin_adds(world, "Thủy").status_code == 302
    thuy = User.objects.get(username="Thủy")
    assert thuy.username_key == "thủy"
    answer = admin_changes(world, thuy, username="ƯỚC")
    assert list(answer.context["adminform"].form.errors) == ["username"]
    assert admin_changes(world, thuy, username="Thuỷ.Hồ", email="Thuy@Example.org").status_code == 302
    thuy.refresh_from_db()
    assert (thuy.username_key, thuy.email_key) == ("thuỷ.hồ", "thuy@example.org")
    assert admin_changes(world, uoc, username="ƯỚC").status_code == 302


def test_a_forgotten_password_is_mailed_ignoring_case(uoc, mailoutbox):
    for typed in ("UOC.ho@EXAMPLE.org", "", "-"):
        mail_new_password(RunningJob(Job(arguments={"typed": typed})))
    assert [message.to for message in mailoutbox] == [[uoc.email]]


def test_accounts_opened_by_command_have_their_keys(db, monkeypatch):
    monkeypatch.setenv("DJANGO_SUPERUSER_PASSWORD", PASSWORD)
    call_command("createsuperuser", username="Ước", email="Uoc@Example.org", interactive=False, verbosity=0)
    user = User.objects.get()
    assert (user.username_key, user.email_key) == ("ước", "uoc@example.org")
    with pytest.raises(CommandError):
        call_command("createsuperuser", username="ƯỚC", email="", interactive=False, verbosity=0)


def test_a_name_too_long_after_normalisation_is_refused_at_its_field(db):
    with pytest.raises(ValidationError) as refused:
        open_account(actor=None, username="\ufdfa" * 150, full_name="Hồ Thị Ước", password=None)
    assert "username" in refused.value.message_dict


@pytest.mark.slow
@given(st.from_regex(User.username_validator.regex, fullmatch=True))
def test_the_key_is_idempotent(typed):
    name = User.normalize_username(typed)
    assume(User.username_validator.regex.fullmatch(name))
    key = sign_in_key(name)
    assert sign_in_key(key) == key == sign_in_key(typed)
    assert len(key) <= 3 * len(name)


@pytest.mark.parametrize(
    "name", ["uoc.ho@example.org", "uoc@", "0912345678", "+84 912 345 678", "０912345678", "091234567"]
)
def test_an_address_or_a_phone_number_is_no_sign_in_name(world, uoc, name):
    with pytest.raises(ValidationError) as refused:
        open_account(actor=None, username=name, full_name="Hồ Thị Ước", password=PASSWORD)
    assert list(refused.value.message_dict) == ["username"]


@pytest.mark.parametrize("name", ["uoc.0912345678", "0912345678a", "uoc2026"])
def test_a_sign_in_name_may_contain_digits(world, name):
    assert open_account(actor=None, username=name, full_name="Hồ Thị Ước", password=PASSWORD).username == name
