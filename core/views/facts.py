from datetime import datetime
from typing import Any

from django.utils import timezone
from django.utils.functional import Promise
from django.utils.html import format_html

from core.text import short_date

Fact = tuple[str | Promise, Any]
"""A label and a value; a fact without a value is not shown."""


def day(value: Any) -> str:
    return short_date(value) if value else ""


def linked(thing: Any, words: str = "") -> Any:
    return format_html('<a href="{}">{}</a>', thing.get_absolute_url(), words or thing) if thing else None


def by_whom(person: Any, moment: datetime | None) -> str:
    return f"{person or ''} · {timezone.localtime(moment):%d/%m/%Y %H:%M}".removeprefix(" · ") if moment else ""


def moment(value: datetime | None) -> str:
    return f"{timezone.localtime(value):%d/%m/%Y %H:%M}" if value else ""
