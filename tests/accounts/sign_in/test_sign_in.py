import unicodedata

import pytest
from django.test import Client
from django.urls import reverse

from accounts.users.selectors import resolve_username
from core.models import AuditEntry
from tests.factories import make_user

PASSWORD = "mat-khau-thu-nghiem"


@pytest.fixture
def yen(world):
    return make_user(
        "yen.chuvanan",
        "grassroots_chair",
        grassroots=world.company,
        email="Yen@example.org",
        phone="0912 345 678",
    )


def sign_in(name, password=PASSWORD, **extra):
    client = Client()
    return client, client.post(reverse("sign-in"), {"username": name, "password": password, **extra})


@pytest.mark.slow
@pytest.mark.parametrize(
    "typed",
    [
        "yen.chuvanan",
        " Yen.ChuVanAn ",
        "yen@example.org",
        "YEN@EXAMPLE.ORG",
        "0912345678",
        "0912.345.678",
        "+84 912 345 678",
        "(+84) 0912-345-678",
        "0084 912 345 678",
        "  Yen@Example.Org  ",
    ],
)
def test_a_chair_signs_in_by_her_name_her_address_or_her_phone(yen, typed):
    client, response = sign_in(typed)
    assert (response.status_code, response["Location"]) == (302, reverse("home"))
    assert client.session["_auth_user_id"] == str(yen.pk)


def refusal(name, password):
    client, response = sign_in(name, password)
    assert response.status_code == 422
    assert "_auth_user_id" not in client.session
    return response.context["form"].non_field_errors()


def test_a_wrong_password_and_an_unknown_name_get_the_same_answer(yen):
    closed = make_user("closed", "grassroots_chair", grassroots=yen.roles.get().grassroots, is_active=False)
    answers = [
        refusal("yen.chuvanan", "sai"),
        refusal("nobody", PASSWORD),
        refusal(closed.username, PASSWORD),
        refusal("0999999999", PASSWORD),
    ]
    assert len(answers[0]) == 1
    assert answers == [answers[0]] * 4


def test_a_phone_of_two_accounts_signs_in_to_neither(world, yen):
    make_user("second", "grassroots_board", grassroots=world.company, phone="0912345678")
    assert resolve_username("0912345678") == "0912345678"
    refusal("0912345678", PASSWORD)


@pytest.mark.slow
@pytest.mark.parametrize("shared", [{"email": "YEN@example.org"}, {"phone": "+84 912 345 678"}], ids=str)
@pytest.mark.parametrize("typed", ["yen@example.org", "Yen@Example.Org", "0912345678", "0912.345.678"])
def test_a_shared_phone_or_address_never_signs_in_as_the_other(world, yen, shared, typed):
    second = make_user("second", "grassroots_board", grassroots=world.company, **shared)
    second.set_password("mat-khau-cua-nguoi-thu-hai")
    second.save()
    of_both = ("@" in typed) == ("email" in shared)
    for password, owner in ((PASSWORD, yen), ("mat-khau-cua-nguoi-thu-hai", second)):
        client, answer = sign_in(typed, password)
        opened = client.session.get("_auth_user_id")
        expected = str(owner.pk) if owner == yen and not of_both else None
        assert (answer.status_code, opened) == (302 if expected else 422, expected)
        assert sign_in(owner.username, password)[0].session["_auth_user_id"] == str(owner.pk)


def test_a_closed_account_with_the_same_phone_does_not_count(world, yen):
    make_user("former", "grassroots_board", grassroots=world.company, phone="0912345678", is_active=False)
    assert sign_in("0912 345 678")[0].session["_auth_user_id"] == str(yen.pk)


def test_a_sign_in_name_equal_to_a_phone_means_the_sign_in_name(world, yen):
    # New accounts cannot have such a name; older ones may.
    taken = make_user("nguoi.thu.hai", "grassroots_board", grassroots=world.company)
    taken.username = taken.username_key = "0912345678"
    taken.set_password("mat-khau-cua-nguoi-thu-hai")
    taken.save()
    assert "_auth_user_id" not in sign_in("0912345678")[0].session
    assert sign_in("0912345678", "mat-khau-cua-nguoi-thu-hai")[0].session["_auth_user_id"] == str(taken.pk)


def test_a_name_with_marks_is_found_in_any_case(world):
    user = make_user("yến.hồ", "grassroots_board", grassroots=world.company)
    assert resolve_username("YẾN.HỒ") == resolve_username(unicodedata.normalize("NFD", "Yến.Hồ")) == user.username


def test_an_empty_name_does_not_match_accounts_without_a_phone(world):
    assert resolve_username("") == ""
    assert sign_in("", "")[1].status_code == 422


def test_sign_in_redirects_to_the_requested_page_of_this_site_only(yen):
    page = reverse("unions:grassroots-list")
    assert Client().get(page)["Location"] == f"{reverse('sign-in')}?next={page}"
    assert sign_in("yen.chuvanan", next=page)[1]["Location"] == page
    assert sign_in("yen.chuvanan", next="https://evil.example/")[1]["Location"] == reverse("home")


def test_signing_out_needs_a_post(yen):
    client, _response = sign_in("yen.chuvanan")
    assert client.get(reverse("sign-out")).status_code == 405
    assert client.post(reverse("sign-out"))["Location"] == reverse("sign-in")
    assert "_auth_user_id" not in client.session


def new_password(old, first, second):
    return {"old_password": old, "new_password1": first, "new_password2": second}


@pytest.mark.slow
def test_a_changed_password_keeps_this_session_and_ends_the_others(yen):
    browser, _response = sign_in("yen.chuvanan")
    other, _response = sign_in("yen.chuvanan")
    sent = new_password(PASSWORD, "hoa-sen-tay-ho-2026", "hoa-sen-tay-ho-2026")
    assert browser.post(reverse("password"), sent).status_code == 302
    assert browser.get(reverse("home")).status_code == 200
    assert other.get(reverse("home")).status_code == 302
    assert AuditEntry.objects.filter(act="account.password", actor=yen).count() == 1


@pytest.mark.parametrize(
    ("sent", "wrong"),
    [
        (new_password("sai", "hoa-sen-tay-ho-2026", "hoa-sen-tay-ho-2026"), "old_password"),
        (new_password(PASSWORD, "hoa-sen-tay-ho-2026", "hoa-sen-tay-ho-2025"), "new_password2"),
        (new_password(PASSWORD, "ngan", "ngan"), "new_password2"),
    ],
)
def test_a_refused_password_is_shown_at_its_field(yen, sent, wrong):
    client, _response = sign_in("yen.chuvanan")
    response = client.post(reverse("password"), sent)
    assert (response.status_code, list(response.context["form"].errors)) == (422, [wrong])
    yen.refresh_from_db()
    assert yen.check_password(PASSWORD)


@pytest.mark.parametrize(
    ("chosen", "message"),
    [
        ("ngan", "Mật khẩu ngắn quá, cần ít nhất 10 ký tự."),
        ("password123", "Nhiều người dùng mật khẩu này nên dễ bị đoán. Đồng chí hãy chọn mật khẩu khác."),
        ("Ngô Thị Bạch Yến", "Mật khẩu quá giống thông tin “họ và tên”. Đồng chí hãy chọn mật khẩu khác."),
        ("0912345678", "Mật khẩu quá giống thông tin “điện thoại”. Đồng chí hãy chọn mật khẩu khác."),
        ("yen.chuvanan", "Mật khẩu quá giống thông tin “Tên đăng nhập”. Đồng chí hãy chọn mật khẩu khác."),
    ],
)
def test_the_reason_for_a_refused_password_is_in_vietnamese(yen, chosen, message):
    type(yen).objects.filter(pk=yen.pk).update(full_name="Ngô Thị Bạch Yến", phone="0912345678")
    client, _response = sign_in("yen.chuvanan")
    response = client.post(reverse("password"), new_password(PASSWORD, chosen, chosen))
    assert response.context["form"].errors["new_password2"][0] == message


def test_a_name_with_a_nul_is_a_wrong_name(yen):
    # PostgreSQL raises an error for NUL.
    client, response = sign_in("yen\0chuvanan")
    assert (response.status_code, "_auth_user_id" in client.session) == (422, False)
