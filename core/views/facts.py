from typing import Any

from django.utils.html import format_html

from core.text import short_date


def day(value: Any) -> str:
    return short_date(value) if value else ""


def linked(thing: Any) -> Any:
    return format_html('<a href="{}">{}</a>', thing.get_absolute_url(), thing) if thing else None
