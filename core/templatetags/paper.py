"""Filters and tags of printed documents: `{% load paper %}`."""

from datetime import date

from django import template

from core import typesetting
from core.text import count_in_prose, money_in_words, place_and_date, school_year

_BLANK = "\u00a0" * 8

register = template.Library()
register.filter("money_in_words", money_in_words)
register.filter("count_in_prose", count_in_prose)
register.filter("school_year", school_year)


@register.filter
def placed_on(place: str, day: date | None) -> str:
    """ "Tây Hồ, ngày 05 tháng 12 năm 2020"; without a date room is left for handwriting."""
    return place_and_date(place, day) if day else f"{place}, ngày{_BLANK}tháng{_BLANK}năm{_BLANK}"


@register.filter
def numbered(number_symbol: str) -> str:
    """Without a number (`/QĐ-LĐLĐ`) room is left for it."""
    return f"{_BLANK}{number_symbol}" if number_symbol.startswith("/") else number_symbol


@register.simple_tag
def font_size_to_fit(words: str, width: int, largest: int, smallest: int, lines: int = 1) -> int:
    return typesetting.font_size_to_fit(words, width_mm=width, largest=largest, smallest=smallest, lines=lines)
