import os
import subprocess
import sys
import time
from urllib.parse import parse_qs, unquote, urlsplit

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
    otpauth_url,
    passes_second_factor,
    renew_recovery_codes,
    set_up_second_factor,
)
from config.safety import refuse_nonsense
from core.models import AuditEntry

pytestmark = [pytest.mark.one_database(on="sqlite"), pytest.mark.slow]

PASSWORD = "mat-khau-thu-nghiem"


def code_of(secret, steps=0):
    totp = TOTP(bytes.fromhex(secret))
    totp.time = time.time() + 30 * steps
    return f"{totp.token():06d}"


@pytest.fixture
def phone(world):
    # The secret of the officer's phone and the recovery codes.
    secret = new_secret()
    codes = set_up_second_factor(actor=world.people["officer"], secret=secret, code=code_of(secret, -1))
    return secret, codes


def give_password(client, **extra):
    return client.post(reverse("sign-in"), {"username": "officer.tayho", "password": PASSWORD, **extra})


def give_code(client, code):
    return client.post(reverse("second-step"), {"code": code})


def test_sign_in_needs_the_password_and_the_code(world, phone):
    client = Client()
    assert give_password(client, next="/units/")["Location"] == reverse("second-step")
    assert client.get(reverse("home"))["Location"].startswith(reverse("sign-in"))
    assert give_code(client, code_of(phone[0]))["Location"] == "/units/"
    assert client.get(reverse("home")).status_code == 200


def test_a_code_works_once(world, phone):
    code = code_of(phone[0])
    first, second = Client(), Client()
    for client in (first, second):
        give_password(client)
    assert give_code(first, code).status_code == 302
    assert give_code(second, code).status_code == 422
    assert "_auth_user_id" not in second.session


@pytest.mark.parametrize("code", ["", "000000x", "12345", "１２３４５６", "x" * 30])
def test_a_wrong_code_is_shown_at_its_field(world, phone, code):
    client = Client()
    give_password(client)
    answer = give_code(client, code)
    assert (answer.status_code, list(answer.context["form"].errors)) == (422, ["code"])


def test_wrong_codes_are_limited_but_not_on_a_known_device(world, phone):
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


def test_a_recovery_code_works_once_and_is_stored_as_a_hash(world, phone):
    officer, code = world.people["officer"], phone[1][0]
    assert (len(phone[1]), code.replace("-", "") in str(list(RecoveryCode.objects.values()))) == (10, False)
    assert [passes_second_factor(user=officer, code=code.upper()) for _try in range(2)] == [True, False]
    assert not passes_second_factor(user=world.people["leader"], code=phone[1][1])
    assert AuditEntry.objects.filter(act="second_factor.recovery").count() == 1


def test_a_recovery_code_of_digits_only_works(world, phone, monkeypatch):
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
    browser, other = Client(), Client()
    for client in (browser, other):
        give_password(client)
    page = browser.get(reverse("second-factor-set-up"))
    secret = browser.session["second_factor_secret"]
    assert "data:image/png" in page.content.decode()
    assert browser.post(reverse("second-factor-set-up"), {"code": "000000"}).status_code == 422
    assert not TOTPDevice.objects.exists()
    response = browser.post(reverse("second-factor-set-up"), {"code": code_of(secret)})
    assert len(response.context["codes"]) == 10
    assert browser.get(reverse("security")).status_code == 200
    assert other.get(reverse("home")).status_code == 302
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


def test_an_administrator_switches_it_off_with_a_reason(world, phone):
    address = reverse("accounts:user-second-factor-remove", args=[world.people["officer"].pk])
    admin = world.client("admin")
    assert admin.post(address, {"reason": ""}).status_code == 422
    assert admin.post(address, {"reason": "Mất điện thoại"}).status_code == 302
    entry = AuditEntry.objects.get(act="second_factor.remove")
    assert (entry.actor, entry.reason) == (world.people["admin"], "Mất điện thoại")
    assert admin.post(address, {"reason": "Mất điện thoại"}).status_code == 409


def test_the_qr_code_holds_the_address_that_authenticator_apps_read(world):
    url = urlsplit(otpauth_url(world.people["officer"], "00" * 20))
    assert (url.scheme, url.netloc, unquote(url.path)) == ("otpauth", "totp", "/Thi dua:officer.tayho")
    assert parse_qs(url.query) == {
        "secret": ["A" * 32],
        "algorithm": ["SHA1"],
        "digits": ["6"],
        "period": ["30"],
        "issuer": ["Thi dua"],
    }


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
def test_where_required_some_roles_must_set_it_up(world, settings, role, must):
    client = world.client(role)
    assert client.get(reverse("home")).status_code == 200
    settings.SECOND_FACTOR = "required"
    answer = client.get(reverse("home"))
    assert (answer.status_code, answer.get("Location")) == (
        (302, reverse("second-factor-set-up")) if must else (200, None)
    )
    assert client.get(reverse("second-factor-set-up")).status_code == 200
    assert client.post(reverse("sign-out")).status_code == 302


def test_where_required_a_session_without_the_code_is_redirected(world, settings, phone):
    settings.SECOND_FACTOR = "required"
    client = world.client("officer")
    assert client.get(reverse("home"))["Location"] == reverse("second-step")
    assert give_code(client, code_of(phone[0])).status_code == 302
    assert client.get(reverse("home")).status_code == 200


def test_an_impersonator_gives_her_own_code_only(world, settings, phone):
    # The officer has a second factor, the leader has none; the administrator passed hers.
    settings.SECOND_FACTOR = "required"
    secret, client = new_secret(), Client()
    set_up_second_factor(actor=world.people["admin"], secret=secret, code=code_of(secret, -1))
    client.post(reverse("sign-in"), {"username": "admin", "password": PASSWORD})
    give_code(client, code_of(secret))
    for role in ("officer", "leader"):
        client.post(
            reverse("accounts:impersonate", args=[world.people[role].pk]), {"reason": "Hướng dẫn qua điện thoại"}
        )
        page = client.get(reverse("home"))
        assert (page.status_code, page.context["user"]) == (200, world.people[role])
        assert client.post(reverse("accounts:impersonation-end")).status_code == 302


def test_the_admin_does_not_show_the_secret(world, phone):
    assert world.client("admin").get("/admin/otp_totp/totpdevice/").status_code == 404


def test_it_is_required_in_production_unless_set_otherwise():
    defaults = {}
    for base in ("https://thidua.example.org", "http://localhost"):
        for extra in ({}, {"SECOND_FACTOR": "optional"}):
            env = {key: value for key, value in os.environ.items() if key != "SECOND_FACTOR"}
            env |= {"BASE_URL": base, "ALLOWED_HOSTS": "thidua.example.org,localhost", **extra}
            code = "from config import settings; print(settings.SECOND_FACTOR)"
            result = subprocess.run([sys.executable, "-c", code], env=env, capture_output=True, text=True, check=True)
            defaults[base.partition(":")[0], bool(extra)] = result.stdout.strip()
    assert defaults == {
        ("https", False): "required",
        ("https", True): "optional",
        ("http", False): "optional",
        ("http", True): "optional",
    }


@pytest.mark.parametrize(
    "nonsense",
    [
        {"second_factor": "maybe"},
        {"second_factor": ""},
        {"trusted_proxies": -1},
        {"trusted_proxies": 6},
        {"health_token": "t" * 19},
    ],
    ids=str,
)
def test_the_portal_does_not_start_on_nonsense(nonsense):
    sense = {"second_factor": "optional", "trusted_proxies": 1, "health_token": "t" * 20}
    refuse_nonsense(**sense)
    with pytest.raises(ImproperlyConfigured):
        refuse_nonsense(**sense | nonsense)
