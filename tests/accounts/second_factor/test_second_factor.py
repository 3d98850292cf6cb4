"""The second factor: what it asks, what it refuses, and how one comes back without the phone."""

import os
import subprocess
import sys
import time

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.test import Client
from django.urls import reverse
from django_otp.oath import TOTP
from django_otp.plugins.otp_totp.models import TOTPDevice

from accounts.lockout.services import FREE_ATTEMPTS
from accounts.second_factor.models import RecoveryCode
from accounts.second_factor.services import (
    new_secret,
    passes_second_factor,
    renew_recovery_codes,
    set_up_second_factor,
)
from config.safety import refuse_nonsense
from core.models import AuditEntry

PASSWORD = "mat-khau-thu-nghiem"


def code_of(secret, steps=0):
    clock = TOTP(bytes.fromhex(secret))
    clock.time = time.time() + 30 * steps
    return f"{clock.token():06d}"


@pytest.fixture
def phone(world):
    """The officer's phone: its secret and the recovery codes."""
    secret = new_secret()
    codes = set_up_second_factor(actor=world.people["officer"], secret=secret, code=code_of(secret, -1))
    return secret, codes


def give_password(client, **extra):
    return client.post(reverse("sign-in"), {"username": "officer.tayho", "password": PASSWORD, **extra})


def give_code(client, code):
    return client.post(reverse("second-step"), {"code": code})


def test_the_password_alone_opens_nothing_and_the_code_leads_on(world, phone):
    client = Client()
    assert give_password(client, next="/units/")["Location"] == reverse("second-step")
    assert client.get(reverse("home"))["Location"].startswith(reverse("sign-in"))
    assert give_code(client, code_of(phone[0]))["Location"] == "/units/"
    assert client.get(reverse("home")).status_code == 200


def test_a_code_is_good_once(world, phone):
    code = code_of(phone[0])
    first, second = Client(), Client()
    for client in (first, second):
        give_password(client)
    assert give_code(first, code).status_code == 302
    assert give_code(second, code).status_code == 422
    assert "_auth_user_id" not in second.session


@pytest.mark.parametrize("code", ["", "000000x", "12345", "１２３４５６", "x" * 30])
def test_a_wrong_code_is_told_at_its_field(world, phone, code):
    client = Client()
    give_password(client)
    answer = give_code(client, code)
    assert (answer.status_code, list(answer.context["form"].errors)) == (422, ["code"])


def test_codes_are_guessed_as_slowly_as_passwords_and_the_owners_device_is_not_shut_out(world, phone):
    own, thief = Client(), Client()
    give_password(own)
    give_code(own, code_of(phone[0]))
    own.post(reverse("sign-out"))
    give_password(thief)
    assert [give_code(thief, "000000").status_code for _try in range(FREE_ATTEMPTS)] == [422] * FREE_ATTEMPTS
    closed = give_code(thief, code_of(phone[0], 1))
    assert (closed.status_code, closed.headers["Retry-After"]) == (429, "60")
    give_password(own)
    assert give_code(own, code_of(phone[0], 1)).status_code == 302


def test_a_recovery_code_opens_once_and_is_kept_as_a_hash(world, phone):
    officer, code = world.people["officer"], phone[1][0]
    assert (len(phone[1]), code.replace("-", "") in str(list(RecoveryCode.objects.values()))) == (10, False)
    assert [passes_second_factor(user=officer, code=code.upper()) for _try in range(2)] == [True, False]
    assert not passes_second_factor(user=world.people["leader"], code=phone[1][1])
    assert AuditEntry.objects.filter(act="second_factor.recovery").count() == 1


def test_a_recovery_code_that_came_out_all_digits_opens_too(world, phone, monkeypatch):
    officer = world.people["officer"]
    monkeypatch.setattr("accounts.users.services.READABLE_CHARACTERS", "23456789")
    code = renew_recovery_codes(actor=officer)[0]
    assert code.replace("-", "").isdecimal()
    assert [passes_second_factor(user=officer, code=code) for _try in range(2)] == [True, False]


def test_without_the_password_there_is_no_second_step(world, phone):
    client = Client()
    assert client.get(reverse("second-step"))["Location"] == reverse("sign-in")
    give_password(client)
    world.people["officer"].set_password("mot-mat-khau-khac")
    world.people["officer"].save()
    assert client.get(reverse("second-step"))["Location"] == reverse("sign-in")


def test_setting_it_up_shows_the_codes_once_and_ends_other_sessions(world):
    here, elsewhere = Client(), Client()
    for client in (here, elsewhere):
        give_password(client)
    page = here.get(reverse("second-factor-set-up"))
    secret = here.session["second_factor_secret"]
    assert "data:image/png" in page.content.decode()
    assert here.post(reverse("second-factor-set-up"), {"code": "000000"}).status_code == 422
    assert not TOTPDevice.objects.exists()
    shown = here.post(reverse("second-factor-set-up"), {"code": code_of(secret)})
    assert len(shown.context["codes"]) == 10
    assert here.get(reverse("security")).status_code == 200
    assert elsewhere.get(reverse("home")).status_code == 302
    assert not passes_second_factor(user=world.people["officer"], code=code_of(secret))


def test_switching_it_off_and_new_codes_ask_for_the_password(world, phone):
    client = world.client("officer")
    for page in ("second-factor-remove", "second-factor-codes"):
        assert client.post(reverse(page), {"password": "sai"}).status_code == 422
    new = client.post(reverse("second-factor-codes"), {"password": PASSWORD}).context["codes"]
    assert not set(new) & set(phone[1])
    assert not passes_second_factor(user=world.people["officer"], code=phone[1][0])
    assert client.post(reverse("second-factor-remove"), {"password": PASSWORD}).status_code == 302
    assert (TOTPDevice.objects.count(), RecoveryCode.objects.count()) == (0, 0)


def test_an_administrator_switches_it_off_with_a_reason_in_the_trail(world, phone):
    address = reverse("accounts:user-second-factor-remove", args=[world.people["officer"].pk])
    admin = world.client("admin")
    assert admin.post(address, {"reason": ""}).status_code == 422
    assert admin.post(address, {"reason": "Mất điện thoại"}).status_code == 302
    entry = AuditEntry.objects.get(act="second_factor.remove")
    assert (entry.actor, entry.reason) == (world.people["admin"], "Mất điện thoại")
    assert admin.post(address, {"reason": "Mất điện thoại"}).status_code == 409


@pytest.mark.parametrize(
    ("role", "must"),
    [
        ("admin", True),
        ("leader", True),
        ("vice", True),
        ("officer", True),
        ("clerk", False),
        ("council", False),
        ("chair", False),
        ("viewer", False),
    ],
)
def test_where_it_is_required_who_signs_and_keeps_comes_no_further_without_it(world, settings, role, must):
    client = world.client(role)
    assert client.get(reverse("home")).status_code == 200
    settings.SECOND_FACTOR = "required"
    answer = client.get(reverse("home"))
    assert (answer.status_code, answer.get("Location")) == (
        (302, reverse("second-factor-set-up")) if must else (200, None)
    )
    assert client.get(reverse("second-factor-set-up")).status_code == 200
    assert client.post(reverse("sign-out")).status_code == 302


def test_where_it_is_required_a_session_without_the_code_is_sent_to_give_it(world, settings, phone):
    settings.SECOND_FACTOR = "required"
    client = world.client("officer")
    assert client.get(reverse("home"))["Location"] == reverse("second-step")
    assert give_code(client, code_of(phone[0])).status_code == 302
    assert client.get(reverse("home")).status_code == 200


def test_where_it_is_required_an_administrator_who_looks_gives_her_own_code_and_nobody_elses(world, settings, phone):
    """The officer seen has a factor, the leader seen has none yet; the administrator passed hers."""
    settings.SECOND_FACTOR = "required"
    secret, client = new_secret(), Client()
    set_up_second_factor(actor=world.people["admin"], secret=secret, code=code_of(secret, -1))
    client.post(reverse("sign-in"), {"username": "admin", "password": PASSWORD})
    give_code(client, code_of(secret))
    for seen in ("officer", "leader"):
        client.post(reverse("accounts:see-as", args=[world.people[seen].pk]), {"reason": "Hướng dẫn qua điện thoại"})
        page = client.get(reverse("home"))
        assert (page.status_code, page.context["user"]) == (200, world.people[seen])
        assert client.post(reverse("accounts:seeing-end")).status_code == 302


def test_django_s_admin_does_not_show_the_secret(world, phone):
    assert world.client("admin").get("/admin/otp_totp/totpdevice/").status_code == 404


def test_in_production_it_is_required_and_on_a_desk_of_ones_own_it_is_not():
    """Asked of the settings as each installation starts with them; the setting may be named otherwise."""
    begun = {}
    for base in ("https://thidua.example.org", "http://localhost"):
        for named in ({}, {"SECOND_FACTOR": "optional"}):
            env = {key: value for key, value in os.environ.items() if key != "SECOND_FACTOR"}
            env |= {"BASE_URL": base, "ALLOWED_HOSTS": "thidua.example.org,localhost", **named}
            said = "from config import settings; print(settings.SECOND_FACTOR)"
            done = subprocess.run([sys.executable, "-c", said], env=env, capture_output=True, text=True, check=True)
            begun[base.partition(":")[0], bool(named)] = done.stdout.strip()
    assert begun == {
        ("https", False): "required",
        ("https", True): "optional",
        ("http", False): "optional",
        ("http", True): "optional",
    }


@pytest.mark.parametrize("facts", [("maybe", 0), ("", 0), ("required", -1), ("required", 6)])
def test_the_portal_does_not_start_on_nonsense(facts):
    with pytest.raises(ImproperlyConfigured):
        refuse_nonsense(second_factor=facts[0], trusted_proxies=facts[1])
    refuse_nonsense(second_factor="optional", trusted_proxies=1)
