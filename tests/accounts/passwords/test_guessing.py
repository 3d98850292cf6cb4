"""Passwords that are guessed first are refused, however they are spelled; a phrase of one's own is not."""

import pytest
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError

from accounts.passwords.guessing import guessable_words
from accounts.users.models import User

YEN = User(username="yen.chuvanan", full_name="Ngô Thị Bạch Yến")
COMMON = "Nhiều người dùng mật khẩu này nên dễ bị đoán. Đồng chí hãy chọn mật khẩu khác."
OWN_NAME = "Mật khẩu quá giống thông tin “họ và tên”. Đồng chí hãy chọn mật khẩu khác."


def refusals(password, user=YEN):
    try:
        validate_password(password, user)
    except ValidationError as refused:
        return refused.messages
    return []


@pytest.mark.parametrize(
    "password",
    [
        "matkhau123",
        "Mật khẩu 123",
        "M@tkh4u2024",
        "congdoan2024",
        "CongDoan@2024",
        "CôngĐoàn-2024",
        "2024congdoan",
        "congdoantayho2025",
        "toiyeuvietnam",
        "hanoi01011990",
        "P@ssw0rd2026",
        "password2026",
        "iloveyou2000!",
        "thidua-khenthuong",
        "0912345678",
        "01/01/1990",
        "123456789012",
    ],
)
def test_a_common_one_is_refused_in_vietnamese(password):
    assert refusals(password) == [COMMON]


@pytest.mark.parametrize("password", ["NgoThiYen1990", "ngôthịbạchyến1", "1990-Yen-Ngo-Thi", "BachYenCongDoan24"])
def test_the_own_name_with_a_number_is_refused(password):
    assert refusals(password) == [OWN_NAME]
    assert refusals(password, User(username="lan", full_name="Đỗ Lệ Khuê")) == []


@pytest.mark.parametrize(
    "password",
    [
        "hoa-sen-tay-ho-2026",
        "chim sâu ăn khế ngọt",
        "congdoan 8372 6615 09",
        "7319046582041",
        "vàng mơ ngõ nhỏ",
        "x7fq-29dk-mmtz-88pw",
    ],
)
def test_one_of_ones_own_is_taken(password):
    assert refusals(password) == []


def test_every_word_of_the_list_is_refused_with_a_year_in_any_spelling():
    words = sorted(word for word in guessable_words() if len(word) > 5)
    spelled = [form for word in words for form in (f"{word}2024", f"{word.title()}@2024", f"2024{word.upper()}")]
    assert len(words) > 100
    assert {password for password in spelled if not refusals(password)} == set()
