"""Stored keys come from here, so both databases compare alike."""

from core.text.dates import UnreadableDay, clock, long_date, parse_day, place_and_date, school_year, short_date
from core.text.legacy_fonts import looks_like_legacy_encoding
from core.text.names import NameParts, person_sort_key, split_name
from core.text.normal import comparison_key, nfc, search_key, tidy, tidy_lines
from core.text.numbers import (
    LARGEST_STORED,
    count_in_prose,
    format_money,
    format_number,
    format_percent,
    format_share,
    money_in_words,
    parse_whole_number,
    plain_number,
)
from core.text.quotes import is_balanced, nested_quotes, quoted
from core.text.sorting import sort_key

__all__ = [
    "LARGEST_STORED",
    "NameParts",
    "UnreadableDay",
    "clock",
    "comparison_key",
    "count_in_prose",
    "format_money",
    "format_number",
    "format_percent",
    "format_share",
    "is_balanced",
    "long_date",
    "looks_like_legacy_encoding",
    "money_in_words",
    "nested_quotes",
    "nfc",
    "parse_day",
    "parse_whole_number",
    "person_sort_key",
    "place_and_date",
    "plain_number",
    "quoted",
    "school_year",
    "search_key",
    "short_date",
    "sort_key",
    "split_name",
    "tidy",
    "tidy_lines",
]
