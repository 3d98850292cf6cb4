"""Dates and times as documents print them, in the time zone of the portal."""

from datetime import date, datetime, time

from django.utils.timezone import is_aware, localtime


def short_date(day: date) -> str:
    return f"{_local(day):%d/%m}/{_local(day).year}"


def long_date(day: date) -> str:
    """Days below 10 and months 1 and 2 carry a zero, as offices write them."""
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
