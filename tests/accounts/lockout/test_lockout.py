"""A door that closes for whoever guesses, and never for the owner."""

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


def later(**time):
    """Let time pass for everything that was counted."""
    for row in AttemptCount.objects.all():
        row.counted_since -= timedelta(**time)
        if row.closed_until:
            row.closed_until -= timedelta(**time)
        row.save()


def test_five_mistakes_are_free_and_the_sixth_waits_even_with_the_right_password(world):
    assert [attempt().status_code for _try in range(FREE_ATTEMPTS)] == [422] * FREE_ATTEMPTS
    closed = attempt(password=PASSWORD)
    assert (closed.status_code, closed.headers["Retry-After"]) == (429, "60")
    assert "_auth_user_id" not in closed.client.session
    later(seconds=61)
    assert attempt(password=PASSWORD).status_code == 302


def test_four_mistakes_do_not_close_the_door(world):
    for _try in range(FREE_ATTEMPTS - 1):
        attempt()
    assert attempt(password=PASSWORD).status_code == 302
    assert not AttemptCount.objects.filter(key__startswith="p").exists()


def test_a_closed_door_says_the_same_of_a_name_that_does_not_exist(world):
    pages = []
    for name in ("chair.tayho", "nobody.tayho"):
        for _try in range(FREE_ATTEMPTS):
            attempt(name, address="203.0.113.8")
        pages.append(attempt(name, address="203.0.113.8"))
    assert [page.status_code for page in pages] == [429, 429]
    assert pages[0].context["closed"] == pages[1].context["closed"]


def test_writing_the_name_otherwise_gives_no_new_tries(world):
    for name in ("chair.tayho", "Chair.TayHo", " CHAIR.tayho", "chair.tayho", "chair.TAYHO"):
        attempt(name)
    assert attempt(password=PASSWORD).status_code == 429


def test_a_stranger_elsewhere_does_not_close_the_door_for_the_owner(world):
    for _try in range(FREE_ATTEMPTS + 1):
        attempt(address="198.51.100.9")
    assert attempt(password=PASSWORD, address="203.0.113.7").status_code == 302


@pytest.mark.slow
def test_a_device_that_signed_in_before_is_let_in_whatever_strangers_beside_it_do(world):
    """Same school, same line: the pair and the address are closed, the owner's own phone is not."""
    phone = Client()
    attempt(password=PASSWORD, client=phone)
    phone.post(reverse("sign-out"))
    for _try in range(FREE_ATTEMPTS + 1):
        attempt()
    for name in range(MAX_PER_ADDRESS):
        attempt(f"name{name}")
    assert attempt(password=PASSWORD).status_code == 429
    assert attempt(password=PASSWORD, client=phone).status_code == 302


def test_a_known_device_has_its_own_count(world):
    phone = Client()
    attempt(password=PASSWORD, client=phone)
    phone.post(reverse("sign-out"))
    assert [attempt(client=phone).status_code for _try in range(FREE_ATTEMPTS)] == [422] * FREE_ATTEMPTS
    assert attempt(password=PASSWORD, client=phone).status_code == 429
    assert attempt(password=PASSWORD).status_code == 302


def test_the_mark_of_one_account_helps_no_other_and_a_forged_one_none(world):
    phone = Client()
    answer = attempt(password=PASSWORD, client=phone)
    cookie = answer.cookies[KNOWN_DEVICE]
    assert (cookie["httponly"], cookie["samesite"]) == (True, "Lax")
    chair, officer = world.people["chair"].pk, world.people["officer"].pk
    assert device_mark(cookie.value, chair)
    assert device_mark(cookie.value, officer) == ""
    assert device_mark(cookie.value[:-2] + "xx", chair) == ""
    both = device_cookie(cookie.value, officer, "mark")
    assert (device_mark(both, chair), device_mark(both, officer)) == (device_mark(cookie.value, chair), "mark")
    for account in range(1000, 1010):
        both = device_cookie(both, account, "x")
    assert device_mark(both, chair) == ""


def test_one_address_tries_a_hundred_times_an_hour(db):
    for number in range(MAX_PER_ADDRESS):
        begin_attempt("password", name=f"name{number}", address="203.0.113.7")
    with pytest.raises(TooManyAttempts):
        begin_attempt("password", name="one more", address="203.0.113.7")
    begin_attempt("password", name="one more", address="203.0.113.8")
    later(minutes=61)
    begin_attempt("password", name="one more", address="203.0.113.7")


def test_waiting_is_not_prolonged_by_trying(db):
    for _try in range(FREE_ATTEMPTS):
        attempt_of_a = begin_attempt("password", name="a", address="203.0.113.7")
    before = AttemptCount.objects.get(key=attempt_of_a.keys[-1])
    for _try in range(10):
        with pytest.raises(TooManyAttempts):
            begin_attempt("password", name="a", address="203.0.113.7")
    after = AttemptCount.objects.get(key=attempt_of_a.keys[-1])
    assert (after.count, after.closed_until) == (before.count, before.closed_until)


def test_after_a_day_of_peace_all_is_forgotten(db):
    for _try in range(FREE_ATTEMPTS):
        begin_attempt("password", name="a", address="203.0.113.7")
    later(hours=25)
    begin_attempt("password", name="a", address="203.0.113.7")
    assert set(AttemptCount.objects.values_list("count", flat=True)) == {1}


def test_doors_are_counted_apart(db):
    for _try in range(MAX_PER_ADDRESS):
        begin_nameless_attempt("forgotten", address="203.0.113.7")
    with pytest.raises(TooManyAttempts):
        begin_nameless_attempt("forgotten", address="203.0.113.7")
    begin_attempt("password", name="a", address="203.0.113.7")


def test_the_table_names_nobody(world):
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
def test_an_address_is_believed_as_far_as_our_own_proxies_go(settings, proxies, forwarded, address):
    settings.TRUSTED_PROXIES = proxies
    request = RequestFactory().get("/", REMOTE_ADDR="10.0.0.1", HTTP_X_FORWARDED_FOR=forwarded)
    assert client_address(request) == address


def test_a_line_with_many_addresses_is_one():
    assert network_of("2001:db8:1:2::5") == network_of("2001:db8:1:2:ffff::9") != network_of("2001:db8:1:3::5")
    assert network_of("203.0.113.7") == "203.0.113.7"
    assert network_of("") == ""


def test_one_phone_number_in_digits_of_any_width_has_one_count(world):
    """The form takes both for one number, and so must the count."""
    User.objects.filter(username="chair.tayho").update(phone="0912345678")
    wide = str.maketrans("0123456789", "０１２３４５６７８９")
    typed = ["0912345678"[:at].translate(wide) + "0912345678"[at:] for at in range(FREE_ATTEMPTS + 1)]
    answers = [Client().post(reverse("sign-in"), {"username": name, "password": "sai"}) for name in typed]
    assert [answer.status_code for answer in answers] == [422] * FREE_ATTEMPTS + [429]
