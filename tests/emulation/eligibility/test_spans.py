from datetime import date

import pytest

from emulation.eligibility.selectors.spans import joined, months_in, months_of, nearest_day, shared

YEAR = date(2024, 1, 1), date(2024, 12, 31)


@pytest.mark.parametrize(
    ("first", "last", "months"),
    [
        ((2024, 1, 1), (2024, 12, 31), 12),
        ((2024, 7, 15), (2024, 12, 31), 5.54),
        ((2024, 7, 1), (2024, 12, 31), 6),
        ((2024, 7, 2), (2024, 12, 31), 5.96),
        ((2023, 9, 1), (2024, 5, 31), 9),
        ((2024, 2, 1), (2024, 2, 29), 1),
        ((2024, 3, 31), (2024, 3, 31), 0.03),
    ],
)
def test_months_count_whole_and_by_their_days_and_are_never_rounded_up(first, last, months):
    assert months_in((date(*first), date(*last))) == months


def test_days_in_two_periods_count_once():
    spring, summer = (date(2024, 1, 1), date(2024, 6, 30)), (date(2024, 4, 1), date(2024, 8, 31))
    assert joined([summer, spring, (date(2024, 9, 1), date(2024, 9, 30))]) == [(date(2024, 1, 1), date(2024, 9, 30))]
    assert months_of([spring, summer]) == 8


def test_what_is_shared_with_a_period_ends_where_the_period_does():
    assert shared(date(2023, 5, 1), None, YEAR) == YEAR
    assert shared(date(2024, 12, 31), date(2025, 2, 1), YEAR) == (date(2024, 12, 31), date(2024, 12, 31))
    assert shared(date(2025, 1, 1), None, YEAR) is None
    assert [nearest_day(YEAR, date(year, 6, 1)) for year in (2023, 2024, 2025)] == [
        YEAR[0],
        date(2024, 6, 1),
        YEAR[1],
    ]
