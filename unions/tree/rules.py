from collections.abc import Sequence
from datetime import date
from typing import Any, Protocol

from django.utils.translation import gettext as _

from core.text import short_date

BODIES = {"BAN CHẤP HÀNH": "Ban Chấp hành", "BAN THƯỜNG VỤ": "Ban Thường vụ", "ĐOÀN CHỦ TỊCH": "Đoàn Chủ tịch"}
FURTHEST_YEARS = 10  # a later day is a typing error, such as 2205 for 2025
CAPACITY, CHAIR, VICE_CHAIR = "TM. BAN THƯỜNG VỤ", "CHỦ TỊCH", "PHÓ CHỦ TỊCH"


def is_out_of_reach(day: date, today: date) -> bool:
    return day.year > today.year + FURTHEST_YEARS


def usual_words(name: str, upper_line: str) -> dict[str, Any]:
    """Symbol and place cannot be guessed."""
    capitals = name.upper()
    return {
        "name": name,
        "level_word": "",
        "upper_line": upper_line,
        "issuer_line": capitals[:200],
        "symbol": "",
        "place": "",
        "body": f"BAN THƯỜNG VỤ {capitals}"[:100],
        "certificate_body": f"BAN CHẤP HÀNH {capitals}"[:200],
        "capacity_line": CAPACITY,
        "chair_post": CHAIR,
        "vice_chair_post": VICE_CHAIR,
        "prints_kt_line": True,
    }


def certificate_capacity(certificate_body: str, capacity_line: str) -> str:
    """A certificate is signed for the body it names, which may not be the deciding one."""
    body = next((body for body in BODIES if certificate_body.startswith(body)), "")
    return f"TM. {body}" if body else capacity_line


def body_in_words(body: str, union_name: str) -> str:
    """ "Ban Thường vụ Liên đoàn Lao động …": not in capitals, for a sentence."""
    words = next((name for capitals, name in BODIES.items() if body.startswith(capitals)), "")
    return f"{words} {union_name}".strip()


class Period(Protocol):
    @property
    def valid_from(self) -> date: ...


def union_day_errors(
    *,
    founded_on: date | None,
    dissolved_on: date | None,
    links: Sequence[Period],
    was_dissolved_on: date | None,
    today: date,
) -> dict[str, str]:
    """Return {field: message}; `links` lead upwards, the oldest first."""
    if founded_on and is_out_of_reach(founded_on, today):
        return {"founded_on": _("This day is more than ten years away. Please check the year.")}
    if founded_on and links and founded_on > links[0].valid_from:
        message = _("It belongs to a union since %(day)s; it cannot be founded later.")
        return {"founded_on": message % {"day": short_date(links[0].valid_from)}}
    if dissolved_on == was_dissolved_on:
        return {}
    if dissolved_on is None:
        return {"dissolved_on": _("A dissolved union keeps a day on which it was dissolved.")}
    if dissolved_on > today:
        return {"dissolved_on": _("This day has not come yet.")}
    latest = max(filter(None, [founded_on, *(link.valid_from for link in links)]), default=date.min)
    if dissolved_on <= latest:
        return {
            "dissolved_on": _("What held last began on %(day)s; choose a later day.") % {"day": short_date(latest)}
        }
    return {}
