from datetime import date

from core.text import short_date
from emulation.eligibility.rules.facts import NEVER, Case, Day


def period_of(case: Case) -> tuple[date, date]:
    return case.period_from or date(case.year, 1, 1), case.period_to or date(case.year, 12, 31)


def law_day(case: Case) -> date:
    """The law of the day of receipt applies, else of the council, else of the decision (handbook 0.3)."""
    return case.received_on or case.council_on or case.decided_on or period_of(case)[1]


def last_day(case: Case) -> date:
    """On which the dossier is decided about, as far as it is told."""
    return case.decided_on or case.council_on or law_day(case)


def review_day(case: Case) -> date:
    return case.council_on or law_day(case)


def last_years(case: Case, count: int) -> list[int]:
    return list(range(case.year - count + 1, case.year + 1))


def months_between(first: date, last: date) -> float:
    """Both days included; whole months and the share of a month that has begun."""
    days = (last.year - first.year) * 12 + last.month - first.month
    share = (min(last.day, 30) - min(first.day, 30) + 1) / 30
    return max(0.0, round(days + share, 2))


def whole_months(first: date, day: date) -> int:
    return (day.year - first.year) * 12 + day.month - first.month - (day.day < first.day)


def years_since(first: date, day: date) -> int:
    return day.year - first.year - ((day.month, day.day) < (first.month, first.day))


def in_period(day: Day | None, case: Case) -> bool | None:
    if day is None or day is NEVER:
        return None if day is None else False
    first, last = period_of(case)
    return first <= day <= last


def in_words(years: list[int]) -> str:
    return ", ".join(map(str, years))


def day_in_words(day: Day | None) -> str:
    return short_date(day) if isinstance(day, date) else "–"


def two_digits(number: int) -> str:
    """Papers write 03, not 3."""
    return f"{number:02d}"
