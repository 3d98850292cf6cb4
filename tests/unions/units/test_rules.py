from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from unions.people.rules import birth_date_error, plain_phone
from unions.units.rules import headcount_errors

TODAY = date(2026, 11, 22)


@pytest.mark.parametrize(
    ("born", "is_possible"),
    [
        (None, True),
        (date(1899, 12, 31), False),
        (date(1900, 1, 1), True),
        (date(2011, 11, 22), True),
        (date(2011, 11, 23), False),
        (date(2027, 1, 1), False),
        (0, False),
        (1899, False),
        (1900, True),
        (2011, True),
        (2012, False),
    ],
)
def test_a_worker_is_fifteen_and_born_in_the_last_century_or_this(born, is_possible):
    assert (birth_date_error(born, TODAY) is None) is is_possible


def test_a_birth_date_is_checked_on_the_29th_of_february():
    assert birth_date_error(date(2009, 2, 28), date(2024, 2, 29)) is None


@pytest.mark.parametrize(
    ("numbers", "wrong"),
    [
        ((40, 30, 38, 29), set()),
        ((40, 40, 40, 40), set()),
        ((0, 0, 0, 0), set()),
        ((40, 41, 38, 29), {"women"}),
        ((40, 30, 41, 29), {"members"}),
        ((40, 30, 20, 21), {"women_members"}),
        ((40, 10, 38, 11), {"women_members"}),
        ((0, 1, 1, 2), {"women", "members", "women_members"}),
    ],
)
def test_a_part_is_never_larger_than_its_whole(numbers, wrong):
    names = ("workers", "women", "members", "women_members")
    assert set(headcount_errors(**dict(zip(names, numbers, strict=True)))) == wrong


@given(st.integers(0, 10**8), st.sampled_from(["", " ", ".", "-"]))
def test_a_phone_number_is_the_same_however_it_is_spaced(number, gap):
    digits = f"09{number:08d}"[:10]
    spaced = gap.join([digits[:4], digits[4:7], digits[7:]])
    abroad = [plain_phone(f"{code}{digits[1:]}") for code in ("+84 ", "0084", "(+84) 0", "84")]
    assert [plain_phone(spaced), *abroad] == [digits] * 5


def test_any_other_number_stays_as_typed():
    assert [plain_phone(typed) for typed in (" 114 ", "+1 202 555 0100", "chair.tayho", "")] == [
        "114",
        "+1 202 555 0100",
        "chair.tayho",
        "",
    ]
