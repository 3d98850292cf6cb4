from collections.abc import Iterable
from datetime import date
from typing import Any

from django.utils.translation import gettext_lazy as _

from core.text import short_date
from unions.units.rules import Words

EARLIEST_BIRTH = date(1900, 1, 1)
YOUNGEST = 15
# A birth date, or the year where the day is not known.
Born = date | int


PERSONAL_FIELDS = ("birth_date", "birth_year", "member_number", "phone")


def birth_date_error(born: Born | None, today: date) -> Words | None:
    latest = today.replace(year=today.year - YOUNGEST, day=min(today.day, 28))
    if born is None or EARLIEST_BIRTH <= earliest_day(born) <= latest:
        return None
    return _("Please check the birth date: a worker is at least 15 years old and born after 1900.")


def earliest_day(born: Born) -> date:
    return date(max(born, 1), 1, 1) if isinstance(born, int) else born


def birth_fields(born: Born | None) -> dict[str, Any]:
    """At most one of the two fields is known."""
    is_year = isinstance(born, int)
    return {"birth_date": None if is_year else born, "birth_year": born if is_year else None}


def birth_year_of(born: Born) -> int:
    return born if isinstance(born, int) else born.year


def born_alike(one: Born, other: Born) -> bool:
    """A year agrees with every date in it."""
    if isinstance(one, date) and isinstance(other, date):
        return one == other
    return birth_year_of(one) == birth_year_of(other)


def is_more_exact(one: Born | None, other: Born | None) -> bool:
    """Whether `one` is a day in the year `other`."""
    return isinstance(one, date) and isinstance(other, int) and one.year == other


def short_birth(born: Born | None) -> str:
    return short_date(born) if isinstance(born, date) else str(born or "")


def period_errors(
    first: date,
    last: date | None,
    *,
    today: date,
    dissolved_on: date | None,
    other_periods: Iterable[tuple[date, date | None]],
) -> dict[str, Words]:
    """Return {field: message}; `other_periods` are employments in the unit."""
    if first > today:
        return {"valid_from": _("This day has not come yet.")}
    if last and last < first:
        return {"valid_to": _("The last day lies before the first.")}
    if last and last > today:
        return {"valid_to": _("This day has not come yet.")}
    if dissolved_on and (last is None or last >= dissolved_on):
        message = _("The unit was dissolved on %(day)s; the last day lies before that.")
        return {"valid_to": message % {"day": short_date(dissolved_on)}}
    for start, end in other_periods:
        if start <= (last or date.max) and (end or date.max) >= first:
            message = _("Another employment in this unit runs from %(first)s to %(last)s; the two would overlap.")
            return {"valid_from": message % {"first": short_date(start), "last": short_date(end) if end else "…"}}
    return {}


def plain_phone(typed: str) -> str:
    """Return 0912345678 for Vietnamese numbers, other text as typed."""
    digits = "".join(char for char in typed if char.isascii() and char.isdigit())
    digits = digits.removeprefix("00") if digits.startswith("0084") else digits
    if digits.startswith("84") and len(digits) == 11 + digits.startswith("840"):
        digits = "0" + digits[2:].removeprefix("0")
    return digits if len(digits) == 10 and digits.startswith("0") else typed.strip()
