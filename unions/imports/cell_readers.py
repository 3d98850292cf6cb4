"""A reader returns the value of a cell's text, or raises InvalidCell."""

import re
from collections.abc import Callable, Sequence
from datetime import date, timedelta
from typing import Any, NamedTuple

from django.utils import timezone
from django.utils.translation import gettext as _

from core.spreadsheets.sheets import NOT_COMPUTED
from core.text import (
    UnreadableDay,
    format_number,
    looks_like_legacy_encoding,
    parse_day,
    parse_whole_number,
    plain_number,
    search_key,
    tidy,
)
from unions.people.choices import Gender
from unions.people.rules import Born, birth_date_error, plain_phone

MAX_HEADCOUNT = 1_000_000
MOST_DONG = 10**15
EARLIEST_YEAR = 1950
DONG = re.compile(r"\s*(?:đồng|đ|vnđ|vnd)\.?$", re.IGNORECASE)
EXCEL_DAY_ZERO = date(1899, 12, 30)
EXCEL_DAYS = range(10_000, 60_000)
EXCEL_ERROR = re.compile(r"#(?:N/A|REF!|VALUE!|DIV/0!|NAME\?|NULL!|NUM!|SPILL!|CALC!)|#{3,}")
MIDNIGHT = re.compile(r"[ T]00:00(?::00)?$")
YEAR = re.compile(r"(?:19|20)\d\d")
# Of one phone number, written with +84 or 0084.
MOST_DIGITS = 14
SCIENTIFIC = re.compile(r"\d+(?:[.,]\d+)?[eE]\+?\d+")
MEMBER_NUMBER = re.compile(r"[0-9A-Za-zĐđ](?:[0-9A-Za-zĐđ./\-]{0,18}[0-9A-Za-zĐđ])?")
GENDERS = {"nam": Gender.MALE, "nu": Gender.FEMALE, "male": Gender.MALE, "female": Gender.FEMALE}
YES, NO = {"x", "xx", "v", "✓", "✔", "co", "1", "yes"}, {"khong", "0", "no", "k"}


NOTHING = re.compile(r"[\s/._…\-\u2010-\u2015\u2212]*(?:(?:không|khong)(?: có| co)?|chưa có|chua co)?", re.IGNORECASE)
LONGEST_WORD_FOR_NONE = 12
DITTO = re.compile("-? ?(?:nt|nt\\.|như trên) ?-?|[\"”“〃]|''", re.IGNORECASE)
LOST = re.compile(r"\ufffd|[^\W\d_]\?[^\W\d_]")
# They show other letters than the cell holds.
TURNED = re.compile("[\u202d\u202e]")


class InvalidCell(Exception):
    """The message tells the user what to correct."""


class NothingInCell(Exception):
    """A dash or “không”."""


class NotedValue(NamedTuple):
    """The notes tell how the value differs from the cell."""

    value: Any
    notes: Sequence[str]


def lost_letters() -> InvalidCell:
    return InvalidCell(
        _(
            "Letters were lost when the file was saved. Please save it as .xlsx, or in Excel as “CSV UTF-8”, and "
            "choose it again."
        )
    )


def clean_text(text: str, max_length: int = 0) -> str:
    """Tidy; raise InvalidCell beyond `max_length` (0: no limit)."""
    check_text(text)
    value = tidy(text)
    if max_length:
        check_length(value, max_length)
    return value


def check_length(value: str, max_length: int) -> None:
    if len(value) > max_length:
        raise InvalidCell(
            _("At most %(most)s letters fit here; these are %(count)s.")
            % {"most": format_number(max_length), "count": format_number(len(value))}
        )


def check_text(text: str) -> None:
    """Raise NothingInCell, or InvalidCell for errors, lost letters and old fonts."""
    if text == NOT_COMPUTED:
        raise InvalidCell(
            _("The file has no result of this formula. Please save it in Excel, or paste the column as values.")
        )
    if EXCEL_ERROR.fullmatch(text):
        raise InvalidCell(_("Excel shows an error here instead of a value."))
    if looks_like_legacy_encoding(text):
        raise InvalidCell(
            _("The letters are those of an old font (TCVN3 or VNI). Please type the cell anew in Unicode.")
        )
    if not text.isprintable() and TURNED.search(text):
        raise InvalidCell(_("Invisible signs in this cell turn the letters round. Please type it anew."))
    if LOST.search(text):
        raise lost_letters()
    if len(text) <= LONGEST_WORD_FOR_NONE:
        _check_says_something(tidy(text))


def _check_says_something(text: str) -> None:
    if DITTO.fullmatch(text):
        raise InvalidCell(_("“%(text)s” means the row above. Please write it out.") % {"text": text})
    if NOTHING.fullmatch(text):
        raise NothingInCell


def any_date(text: str) -> date:
    return _date_in(clean_text(text))


def _date_in(value: str) -> date:
    days = plain_number(value)
    if days is not None and days in EXCEL_DAYS:
        return EXCEL_DAY_ZERO + timedelta(days=days)
    try:
        return parse_day(MIDNIGHT.sub("", value))
    except UnreadableDay as unreadable:
        raise InvalidCell(str(unreadable.message)) from unreadable


def past_date(text: str) -> date:
    known = any_date(text)
    if known > timezone.localdate():
        raise InvalidCell(_("This day has not come yet."))
    return known


def birth_date_or_year(text: str) -> Born:
    value = clean_text(text)
    known = int(value) if YEAR.fullmatch(value) else _date_in(value)
    if fault := birth_date_error(known, timezone.localdate()):
        raise InvalidCell(str(fault))
    return known


def gender(text: str) -> str:
    value = search_key(clean_text(text))
    if value not in GENDERS:
        raise InvalidCell(_("Please write Nam (male) or Nữ (female), or leave the cell empty."))
    return GENDERS[value].value


def check_mark(text: str) -> bool:
    if (value := search_key(text)) in YES or value in NO:
        return value in YES
    clean_text(text)
    raise InvalidCell(_("Please put an x here or leave the cell empty."))


def member_number(text: str) -> str:
    value = clean_text(text).replace(" ", "").lstrip("'’")
    if SCIENTIFIC.fullmatch(value):
        raise InvalidCell(
            _("Excel has cut this number short. Please format the column as text and type the number anew.")
        )
    if len(value) > 20:
        raise InvalidCell(_("A member number has at most 20 signs."))
    if not MEMBER_NUMBER.fullmatch(value):
        raise InvalidCell(_("This is not a member number."))
    return value


def phone(text: str) -> str:
    value = clean_text(text)
    if sum(map(str.isdigit, value)) > MOST_DIGITS:
        raise InvalidCell(_("Two phone numbers stand here. Please leave one of them."))
    # Excel drops the leading zero of a number.
    number = plain_phone(f"0{value}" if re.fullmatch(r"[1-9]\d{8}", value) else value)
    if not re.fullmatch(r"0\d{9}", number):
        raise InvalidCell(_("A phone number has ten digits and begins with 0."))
    return number


def whole_number(text: str) -> int:
    try:
        number = parse_whole_number(clean_text(text))
    except ValueError as broken:
        raise InvalidCell(_("This is not a whole number.")) from broken
    if number > MAX_HEADCOUNT:
        raise InvalidCell(_("This number is too large for a unit."))
    return number


def past_year(text: str) -> int:
    """“2021 - 2022” is the school year that ends in 2022."""
    value = whole_number(text[-4:])
    if not EARLIEST_YEAR <= value <= timezone.localdate().year:
        raise InvalidCell(_("Please write the year with four digits; a school year by its last one."))
    return value


def dong(text: str) -> int:
    try:
        value = parse_whole_number(DONG.sub("", clean_text(text)))
    except ValueError as broken:
        raise InvalidCell(_("Write whole đồng, for example 1.520.000.")) from broken
    if value > MOST_DONG:
        raise InvalidCell(_("Write whole đồng, for example 1.520.000."))
    return value


def code(text: str) -> str:
    value = clean_text(text, 30)
    if not re.fullmatch(r"[-A-Za-z0-9_]+", value):
        raise InvalidCell(_("A code has letters without marks, digits and hyphens only, such as TAYHO-0123."))
    return value


def text_up_to(max_length: int) -> Callable[[str], str]:
    def read(text: str) -> str:
        return clean_text(text, max_length)

    return read
