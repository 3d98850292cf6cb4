from datetime import timedelta

import pytest
from django.test import Client, RequestFactory
from django.urls import reverse
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from accounts.lockout.models import AttemptCount
from accounts.lockout.services import (
    FREE_ATTEMPTS,
    KNOWN_DEVICE,
    MAX_DELAY,
    MAX_PER_ADDRESS,
    TooManyAttempts,
    begin_attempt,
    begin_nameless_attempt,
    delay_after,
    device_cookie,
    device_mark,
)
from accounts.users.models import User
from core.addresses import client_address, network_of

PASSWORD = "mat-khau-thu-nghiem"

WRONG = "sai"


def attempt(name="chair.tayho", password=WRONG, address="203.0.113.7", client=None):
    return (client or Client()).post(
        reverse("sign-in"), {"username": name, "password": password}, REMOTE_ADDR=address
    )


def pass_time(**time):
    for row in AttemptCount.objects.all():
        row.counted_since -= timedelta(**time)
        if row.closed_until:
            row.closed_until -= timedelta(**time)
        row.save()


@pytest.mark.slow
def test_after_five_failures_even_the_right_password_has_to_wait(world):
    assert [attempt().status_code for _try in range(FREE_ATTEMPTS)] == [422] * FREE_ATTEMPTS
    closed = attempt(password=PASSWORD)
    assert (closed.status_code, closed.headers["Retry-After"]) == (429, "60")
    assert "_auth_user_id" not in closed.client.session
    pass_time(seconds=61)
    assert attempt(password=PASSWORD).status_code == 302


def test_four_failures_are_free_and_success_deletes_their_count(world):
    for _try in range(FREE_ATTEMPTS - 1):
        attempt()
    assert attempt(password=PASSWORD).status_code == 302
    assert not AttemptCount.objects.filter(key__startswith="p").exists()


@pytest.mark.slow
def test_the_refusal_is_the_same_for_an_unknown_name(world):
    pages = []
    for name in ("chair.tayho", "nobody.tayho"):
        for _try in range(FREE_ATTEMPTS):
            attempt(name, address="203.0.113.8")
        pages.append(attempt(name, address="203.0.113.8"))
    assert [page.status_code for page in pages] == [429, 429]
    assert pages[0].context["closed"] == pages[1].context["closed"]


def test_other_spellings_of_a_name_share_its_count(world):
    for name in ("chair.tayho", "Chair.TayHo", " CHAIR.tayho", "chair.tayho", "chair.TAYHO"):
        attempt(name)
    assert attempt(password=PASSWORD).status_code == 429


def test_failures_from_another_address_do_not_stop_the_owner(world):
    for _try in range(FREE_ATTEMPTS + 1):
        attempt(address="198.51.100.9")
    assert attempt(password=PASSWORD, address="203.0.113.7").status_code == 302


@pytest.mark.one_database(on="sqlite")
@pytest.mark.slow
def test_failures_from_the_same_address_do_not_stop_a_known_device(world):
    phone = Client()
    attempt(password=PASSWORD, client=phone)
    phone.post(reverse("sign-out"))
    for _try in range(FREE_ATTEMPTS + 1):
        attempt()
    for name in range(MAX_PER_ADDRESS):
        attempt(f"name{name}")
    assert attempt(password=PASSWORD).status_code == 429
    assert attempt(password=PASSWORD, client=phone).status_code == 302


@pytest.mark.slow
def test_a_known_device_has_its_own_count(world):
    phone = Client()
    attempt(password=PASSWORD, client=phone)
    phone.post(reverse("sign-out"))
    assert [attempt(client=phone).status_code for _try in range(FREE_ATTEMPTS)] == [422] * FREE_ATTEMPTS
    assert attempt(password=PASSWORD, client=phone).status_code == 429
    assert attempt(password=PASSWORD).status_code == 302


def test_a_device_cookie_counts_for_its_accounts_only_and_not_if_forged(world):
    phone = Client()
    answer = attempt(password=PASSWORD, client=phone)
    cookie = answer.cookies[KNOWN_DEVICE]
    assert (cookie["httponly"], cookie["samesite"]) == (True, "Strict")
    chair, officer = world.people["chair"].pk, world.people["officer"].pk
    assert device_mark(cookie.value, chair)
    assert device_mark(cookie.value, officer) == ""
    assert device_mark(cookie.value[:-2] + "xx", chair) == ""
    both = device_cookie(cookie.value, officer, "mark")
    assert (device_mark(both, chair), device_mark(both, officer)) == (device_mark(cookie.value, chair), "mark")
    for account in range(1000, 1010):
        both = device_cookie(both, account, "x")
    assert device_mark(both, chair) == ""


@pytest.mark.slow
def test_an_address_has_a_hundred_attempts_an_hour(db):
    for number in range(MAX_PER_ADDRESS):
        begin_attempt("password", name=f"name{number}", address="203.0.113.7")
    with pytest.raises(TooManyAttempts):
        begin_attempt("password", name="one more", address="203.0.113.7")
    begin_attempt("password", name="one more", address="203.0.113.8")
    pass_time(minutes=61)
    begin_attempt("password", name="one more", address="203.0.113.7")


def test_a_refused_attempt_does_not_prolong_the_wait(db):
    for _try in range(FREE_ATTEMPTS):
        latest = begin_attempt("password", name="a", address="203.0.113.7")
    before = AttemptCount.objects.get(key=latest.keys[-1])
    for _try in range(10):
        with pytest.raises(TooManyAttempts):
            begin_attempt("password", name="a", address="203.0.113.7")
    after = AttemptCount.objects.get(key=latest.keys[-1])
    assert (after.count, after.closed_until) == (before.count, before.closed_until)


def test_the_count_restarts_after_a_day_without_failures(db):
    for _try in range(FREE_ATTEMPTS):
        begin_attempt("password", name="a", address="203.0.113.7")
    pass_time(hours=25)
    begin_attempt("password", name="a", address="203.0.113.7")
    assert set(AttemptCount.objects.values_list("count", flat=True)) == {1}


def test_purposes_are_counted_separately(db):
    for _try in range(MAX_PER_ADDRESS):
        begin_nameless_attempt("forgotten", address="203.0.113.7")
    with pytest.raises(TooManyAttempts):
        begin_nameless_attempt("forgotten", address="203.0.113.7")
    begin_attempt("password", name="a", address="203.0.113.7")


def test_the_table_holds_no_names_and_no_addresses(world):
    attempt(address="203.0.113.7")
    text = str(list(AttemptCount.objects.values()))
    assert "chair.tayho" not in text
    assert "203.0.113" not in text


@given(st.integers(0, 10_000))
def test_the_delay_grows_and_never_passes_an_hour(failures):
    assert timedelta(0) <= delay_after(failures) <= delay_after(failures + 1) <= MAX_DELAY
    assert bool(delay_after(failures)) == (failures >= FREE_ATTEMPTS)


def test_minutes_are_rounded_up():
    assert TooManyAttempts(timezone.now() + timedelta(seconds=61)).minutes == 2


@pytest.mark.parametrize(
    ("proxies", "forwarded", "address"),
    [
        (0, "198.51.100.1", "10.0.0.1"),
        (1, "198.51.100.1", "198.51.100.1"),
        (1, "6.6.6.6, 198.51.100.1", "198.51.100.1"),
        (2, "6.6.6.6, 198.51.100.1, 10.0.0.9", "198.51.100.1"),
        (2, "198.51.100.1", "10.0.0.1"),
        (1, "", "10.0.0.1"),
        (1, "<script>", ""),
    ],
)
def test_only_trusted_proxies_may_name_the_client_address(settings, proxies, forwarded, address):
    settings.TRUSTED_PROXIES = proxies
    request = RequestFactory().get("/", REMOTE_ADDR="10.0.0.1", HTTP_X_FORWARDED_FOR=forwarded)
    assert client_address(request) == address


def test_an_ipv6_network_counts_as_one_address():
    assert network_of("2001:db8:1:2::5") == network_of("2001:db8:1:2:ffff::9") != network_of("2001:db8:1:3::5")
    assert network_of("203.0.113.7") == "203.0.113.7"
    assert network_of("") == ""


def test_a_phone_number_in_full_width_digits_shares_the_count(world):
    User.objects.filter(username="chair.tayho").update(phone="0912345678")
    wide = str.maketrans("0123456789", "０１２３４５６７８９")
    typed = ["0912345678"[:at].translate(wide) + "0912345678"[at:] for at in range(FREE_ATTEMPTS + 1)]
    answers = [Client().post(reverse("sign-in"), {"username": name, "password": "sai"}) for name in typed]
    assert [answer.status_code for answer in answers] == [422] * FREE_ATTEMPTS + [429]
