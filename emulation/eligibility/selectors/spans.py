"""Both days of a period belong to it."""

import math
from collections.abc import Iterable
from datetime import date, timedelta

Period = tuple[date, date]
ONE_DAY = timedelta(days=1)


def months_in(period: Period) -> float:
    """A month that is not whole counts by its days: 15/07 to 31/12 are 5.54 months, never rounded up."""
    first, last = period
    whole = (last.year - first.year) * 12 + last.month - first.month
    months = whole + last.day / _days_of_month(last) - (first.day - 1) / _days_of_month(first)
    return math.floor(round(months * 100, 6)) / 100


def _days_of_month(day: date) -> int:
    return (date(day.year + day.month // 12, day.month % 12 + 1, 1) - ONE_DAY).day


def shared(first: date, last: date | None, period: Period) -> Period | None:
    """Return what lies in `period`."""
    begins, ends = max(first, period[0]), min(last or date.max, period[1])
    return (begins, ends) if begins <= ends else None


def joined(periods: Iterable[Period]) -> list[Period]:
    """Return periods that neither meet nor touch."""
    whole: list[Period] = []
    for first, last in sorted(periods):
        if whole and first <= whole[-1][1] + ONE_DAY:
            whole[-1] = (whole[-1][0], max(whole[-1][1], last))
        else:
            whole.append((first, last))
    return whole


def months_of(periods: Iterable[Period]) -> float:
    """Days in two of the periods count once."""
    return sum(months_in(period) for period in joined(periods))


def nearest_day(period: Period, day: date) -> date:
    return min(max(day, period[0]), period[1])
