import re
from datetime import date, datetime, time

from django.utils.functional import Promise
from django.utils.timezone import is_aware, localtime
from django.utils.translation import gettext_lazy as _

_DAY_FIRST = re.compile(r"([0-9]{1,2})[\s/.\-]+([0-9]{1,2})[\s/.\-]+([0-9]{4}|[0-9]{2})")
_YEAR_FIRST = re.compile(r"([0-9]{4})-([0-9]{1,2})-([0-9]{1,2})")
NO_DATE = _("This is not a date. Please write day/month/year, such as 17/05/1988.")
NO_SUCH_DAY = _("There is no such day. Dates are written day/month/year.")
SHORT_YEAR = _("Please write the year with four digits, such as 17/05/1988.")


class UnreadableDay(ValueError):
    """Its sentence says how to mend the text."""

    def __init__(self, message: str | Promise) -> None:
        super().__init__(message)
        self.message = message


def parse_day(text: str) -> date:
    """Read 12/11/2026, also with . - or spaces, and 2026-11-12; raise UnreadableDay."""
    if match := _YEAR_FIRST.fullmatch(text.strip()):
        year, month, day = match.groups()
    elif match := _DAY_FIRST.fullmatch(text.strip()):
        day, month, year = match.groups()
    else:
        raise UnreadableDay(NO_DATE)
    if len(year) < 4:
        raise UnreadableDay(SHORT_YEAR)
    try:
        return date(int(year), int(month), int(day))
    except ValueError as impossible:
        raise UnreadableDay(NO_SUCH_DAY) from impossible


def short_date(day: date) -> str:
    return f"{_local(day):%d/%m}/{_local(day).year}"


def long_date(day: date) -> str:
    """Days below 10 and months 1 and 2 carry a zero."""
    local = _local(day)
    month = f"{local.month:02d}" if local.month <= 2 else str(local.month)
    return f"ngày {local.day:02d} tháng {month} năm {local.year}"


def place_and_date(place: str, day: date) -> str:
    return f"{place}, {long_date(day)}"


def clock(moment: time | datetime) -> str:
    local = localtime(moment) if isinstance(moment, datetime) and is_aware(moment) else moment
    return f"{local.hour} giờ {local.minute:02d} phút"


def school_year(start: int) -> str:
    return f"{start} - {start + 1}"


def _local(day: date) -> date:
    return localtime(day) if isinstance(day, datetime) and is_aware(day) else day
