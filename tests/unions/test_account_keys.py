"""A sign-in name and an address are one however large and however composed they are typed, on either database."""

import unicodedata
from importlib import import_module

import pytest
from django.apps import apps
from django.core.exceptions import ValidationError
from django.core.management import CommandError, call_command
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from hypothesis import assume, given
from hypothesis import strategies as st

from tests.factories import make_user
from unions.models import User
from unions.rules import sign_in_key
from unions.selectors.accounts import sign_in_name_of
from unions.services.accounts import open_account
from unions.services.invitations import invite, new_token
from unions.services.letters import mail_new_password

MIGRATION = import_module("unions.migrations.0007_keys_of_accounts")
PASSWORD = "mat-khau-thu-nghiem"
SPELLINGS = ["Ước", "ƯỚC", "ước", unicodedata.normalize("NFD", "Ước"), "\u200bước "]


@pytest.fixture
def uoc(world):
    return make_user("Ước", "grassroots_chair", grassroots=world.company, email="Uoc.Ho@Example.ORG")


@pytest.mark.parametrize("typed", [*SPELLINGS, "uoc.ho@example.org", "UOC.HO@EXAMPLE.ORG"])
def test_a_name_with_marked_capitals_signs_in_however_it_is_typed(uoc, typed):
    client = Client()
    client.post(reverse("sign-in"), {"username": typed, "password": PASSWORD})
    assert client.session["_auth_user_id"] == str(uoc.pk)


@pytest.mark.parametrize("username", ["ước", "ƯỚC", unicodedata.normalize("NFD", "ước")])
def test_a_second_account_differing_in_capitals_alone_is_refused_at_the_field(world, uoc, username):
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
        reverse("admin:unions_user_add"), sent | {"password1": PASSWORD, "password2": PASSWORD}
    )


def admin_changes(world, user, **changes):
    facts = {"username": user.username, "full_name": user.full_name, "email": user.email, "phone": "", "person": ""}
    address = reverse("admin:unions_user_change", args=[user.pk])
    return world.client("admin").post(address, facts | {"is_active": "on"} | changes)


def test_the_database_itself_holds_one_name_once(uoc):
    with pytest.raises(IntegrityError), transaction.atomic():
        User.objects.create(username="ƯỚC", username_key="ước")


def test_the_officer_appoints_and_hands_over_to_the_account_in_whatever_capitals(world, uoc):
    sent = {"kind": "grassroots_board", "username": "ƯỚC", "since": "01/09/2024"}
    assert world.client("officer").post(reverse("unions:role-new", args=[world.school.pk]), sent).status_code == 302
    sent = {"since": "01/09/2025", "username": "ước"}
    assert world.client("officer").post(reverse("unions:hand-over", args=[world.school.pk]), sent).status_code == 302
    kinds = uoc.roles.filter(grassroots=world.school).order_by("pk").values_list("kind", flat=True)
    assert list(kinds) == ["grassroots_board", "grassroots_chair"]


def test_the_administrators_form_keeps_the_keys_and_refuses_the_name_of_another(world, uoc):
    assert admin_adds(world, "Thủy").status_code == 302
    thuy = User.objects.get(username="Thủy")
    assert thuy.username_key == "thủy"
    answer = admin_changes(world, thuy, username="ƯỚC")
    assert list(answer.context["adminform"].form.errors) == ["username"]
    assert admin_changes(world, thuy, username="Thuỷ.Hồ", email="Thuy@Example.org").status_code == 302
    thuy.refresh_from_db()
    assert (thuy.username_key, thuy.email_key) == ("thuỷ.hồ", "thuy@example.org")
    assert admin_changes(world, uoc, username="ƯỚC").status_code == 302


def test_a_forgotten_password_is_mailed_to_the_address_in_whatever_capitals(uoc, mailoutbox):
    for typed in ("UOC.ho@EXAMPLE.org", "", "-"):
        mail_new_password(typed=typed)
    assert [letter.to for letter in mailoutbox] == [[uoc.email]]


def test_accounts_opened_by_command_have_their_keys(db, monkeypatch):
    monkeypatch.setenv("DJANGO_SUPERUSER_PASSWORD", PASSWORD)
    call_command("createsuperuser", username="Ước", email="Uoc@Example.org", interactive=False, verbosity=0)
    user = User.objects.get()
    assert (user.username_key, user.email_key) == ("ước", "uoc@example.org")
    with pytest.raises(CommandError):
        call_command("createsuperuser", username="ƯỚC", email="", interactive=False, verbosity=0)


def test_a_name_that_grows_when_it_is_composed_is_refused_at_its_field(db):
    with pytest.raises(ValidationError) as refused:
        open_account(actor=None, username="\ufdfa" * 150, full_name="Hồ Thị Ước", password=None)
    assert "username" in refused.value.message_dict


def test_names_that_collided_before_the_key_both_go_on_and_one_may_be_given_another(world):
    """As on SQLite before: three names apart in capitals alone, and an address in capitals."""
    places = {"grassroots": world.company}
    older, other, exact = (make_user(name, "grassroots_board", **places) for name in ("một", "hai", "ba"))
    for user, name in ((older, "ƯỚC"), (other, "Ước"), (exact, "ước")):
        User.objects.filter(pk=user.pk).update(username=name, username_key=f"{name}?", email="A@Example.org")
        user.set_password(f"{PASSWORD}-{name}")
        User.objects.filter(pk=user.pk).update(password=user.password)
    MIGRATION.fill(apps, None)
    rows = User.objects.filter(email_key="a@example.org").order_by("pk")
    assert list(rows.values_list("username_key", flat=True)) == ["ƯỚC", "Ước", "ước"]
    assert [sign_in_name_of(name) for name in ("ƯỚC", "Ước", "ước", "ưỚc")] == ["ƯỚC", "Ước", "ước", "ước"]
    for user, name in ((older, "ƯỚC"), (other, "Ước"), (exact, "ước")):
        client = Client()
        client.post(reverse("sign-in"), {"username": name, "password": f"{PASSWORD}-{name}"})
        assert client.session["_auth_user_id"] == str(user.pk)
    other.refresh_from_db()
    assert admin_changes(world, other, full_name="Hồ Thị Ước").status_code == 302
    other.refresh_from_db()
    assert (other.full_name, other.username_key) == ("Hồ Thị Ước", "Ước")
    assert admin_changes(world, other, username="Ước.Hai").status_code == 302
    other.refresh_from_db()
    assert other.username_key == "ước.hai"


def test_the_older_of_two_has_the_key_where_neither_is_written_as_it(world):
    older, other = (make_user(name, "grassroots_board", grassroots=world.company) for name in ("một", "hai"))
    for user, name in ((older, "ƯỚC"), (other, "Ước")):
        User.objects.filter(pk=user.pk).update(username=name, username_key=f"{name}?")
    MIGRATION.fill(apps, None)
    assert [sign_in_name_of(name) for name in ("ƯỚC", "Ước", "ước")] == ["ƯỚC", "Ước", "ƯỚC"]


@given(st.from_regex(User.username_validator.regex, fullmatch=True))
def test_the_key_of_a_key_is_itself_and_the_migration_folded_alike(typed):
    name = User.normalize_username(typed)
    assume(User.username_validator.regex.fullmatch(name))
    key = sign_in_key(name)
    assert sign_in_key(key) == key == sign_in_key(typed) == MIGRATION.folded(name)
    assert len(key) <= 3 * len(name)


@pytest.mark.parametrize(
    "name", ["uoc.ho@example.org", "uoc@", "0912345678", "+84 912 345 678", "０912345678", "091234567"]
)
def test_nobody_takes_an_address_or_a_number_for_a_name_under_which_its_owner_signs_in(world, uoc, name):
    with pytest.raises(ValidationError) as refused:
        open_account(actor=None, username=name, full_name="Hồ Thị Ước", password=PASSWORD)
    assert list(refused.value.message_dict) == ["username"]


@pytest.mark.parametrize("name", ["uoc.0912345678", "0912345678a", "uoc2026"])
def test_a_name_with_figures_in_it_is_a_name(world, name):
    assert open_account(actor=None, username=name, full_name="Hồ Thị Ước", password=PASSWORD).username == name
