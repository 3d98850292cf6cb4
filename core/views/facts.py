from typing import Any

from django.utils.functional import Promise
from django.utils.html import format_html

from core.text import short_date

Fact = tuple[str | Promise, Any]
"""A label and a value; a fact without a value is not shown."""


def day(value: Any) -> str:
    return short_date(value) if value else ""


def linked(thing: Any) -> Any:
    return format_html('<a href="{}">{}</a>', thing.get_absolute_url(), thing) if thing else None
