"""What a cell says: text in, value out, or the reason why it cannot be meant."""

import re
from datetime import date, timedelta
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from core.text import looks_like_legacy_encoding, parse_whole_number, search_key, tidy
from unions.people.choices import Gender
from unions.people.rules import birth_date_fault, plain_phone

MOST_PEOPLE = 1_000_000
SERIAL_ZERO = date(1899, 12, 30)
SERIALS = range(10_000, 60_000)
EXCEL_ERROR = re.compile(r"#(?:N/A|REF!|VALUE!|DIV/0!|NAME\?|NULL!|NUM!|SPILL!|CALC!)|#{3,}")
DAY_FIRST = re.compile(r"(\d{1,2})\s*[/.\-]\s*(\d{1,2})\s*[/.\-]\s*(\d{4})")
YEAR_FIRST = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})(?:[ T]00:00(?::00)?)?")
SHORT_YEAR = re.compile(r"\d{1,2}\s*[/.\-]\s*\d{1,2}\s*[/.\-]\s*\d{2}")
YEAR = re.compile(r"(?:19|20)\d\d")
SCIENTIFIC = re.compile(r"\d+(?:[.,]\d+)?[eE]\+?\d+")
NUMBER_OF_MEMBER = re.compile(r"[0-9A-Za-zĐđ](?:[0-9A-Za-zĐđ./\-]{0,18}[0-9A-Za-zĐđ])?")
GENDERS = {"nam": Gender.MALE, "nu": Gender.FEMALE, "male": Gender.MALE, "female": Gender.FEMALE}
YES, NO = {"x", "xx", "v", "✓", "✔", "co", "1", "yes"}, {"khong", "0", "no", "k"}


class WrongValue(Exception):
    """The reason why a cell is not taken, in words for the person who typed it."""


def readable(text: str, most: int = 0) -> str:
    """Return `text` tidied; raise Wrong for mangled letters, errors of Excel and too much of it."""
    if EXCEL_ERROR.fullmatch(text):
        raise WrongValue(_("Excel shows an error here instead of a value."))
    if looks_like_legacy_encoding(text):
        raise WrongValue(
            _("The letters are those of an old font (TCVN3 or VNI). Please type the cell anew in Unicode.")
        )
    said = tidy(text)
    if most and len(said) > most:
        raise WrongValue(
            _("At most %(most)s letters fit here; these are %(count)s.") % {"most": most, "count": len(said)}
        )
    return said


def name_of_person(text: str) -> str:
    said = readable(text, 100)
    if any(char.isdigit() for char in said):
        raise WrongValue(_("A name has no digits. Perhaps the columns have shifted."))
    if not any(char.isalpha() for char in said):
        raise WrongValue(_("This is not a name."))
    return said


def day(text: str) -> date:
    """17/05/1988, 1988-05-17, or the number Excel keeps for a day."""
    said = readable(text)
    if SHORT_YEAR.fullmatch(said):
        raise WrongValue(_("Please write the year with four digits, such as 17/05/1988."))
    if said.isdecimal() and int(said) in SERIALS:
        return SERIAL_ZERO + timedelta(days=int(said))
    if found := DAY_FIRST.fullmatch(said):
        return _real_day(int(found[3]), int(found[2]), int(found[1]))
    if found := YEAR_FIRST.fullmatch(said):
        return _real_day(int(found[1]), int(found[2]), int(found[3]))
    raise WrongValue(_("This is not a date. Please write day/month/year, such as 17/05/1988."))


def _real_day(year: int, month: int, number: int) -> date:
    try:
        return date(year, month, number)
    except ValueError as impossible:
        raise WrongValue(_("There is no such day. Dates are written day/month/year.")) from impossible


def past_day(text: str) -> date:
    known = day(text)
    if known > timezone.localdate():
        raise WrongValue(_("This day has not come yet."))
    return known


def birth(text: str) -> date | int:
    """A day, or the year alone as some lists have it."""
    said = readable(text)
    known = date(int(said), 7, 1) if YEAR.fullmatch(said) else day(said)
    if fault := birth_date_fault(known, timezone.localdate()):
        raise WrongValue(str(fault))
    return known.year if YEAR.fullmatch(said) else known


def gender(text: str) -> str:
    said = search_key(readable(text))
    if said not in GENDERS:
        raise WrongValue(_("Please write Nam (male) or Nữ (female), or leave the cell empty."))
    return GENDERS[said].value


def mark(text: str) -> bool:
    said = search_key(readable(text))
    if said in YES or said in NO:
        return said in YES
    raise WrongValue(_("Please put an x here or leave the cell empty."))


def member_number(text: str) -> str:
    said = readable(text).replace(" ", "")
    if SCIENTIFIC.fullmatch(said):
        raise WrongValue(
            _("Excel has cut this number short. Please format the column as text and type the number anew.")
        )
    if len(said) > 20:
        raise WrongValue(_("A member number has at most 20 signs."))
    if not NUMBER_OF_MEMBER.fullmatch(said):
        raise WrongValue(_("This is not a member number."))
    return said


def phone(text: str) -> str:
    """Excel drops the zero at the beginning of a number; it is put back."""
    said = readable(text)
    number = plain_phone(f"0{said}" if re.fullmatch(r"[1-9]\d{8}", said) else said)
    if not re.fullmatch(r"0\d{9}", number):
        raise WrongValue(_("A phone number has ten digits and begins with 0."))
    return number


def whole_number(text: str) -> int:
    try:
        number = parse_whole_number(readable(text))
    except ValueError as broken:
        raise WrongValue(_("This is not a whole number.")) from broken
    if number > MOST_PEOPLE:
        raise WrongValue(_("This number is too large for a unit."))
    return number


def slug(text: str) -> str:
    said = readable(text, 30)
    if not re.fullmatch(r"[-A-Za-z0-9_]+", said):
        raise WrongValue(_("A code has letters without marks, digits and hyphens only, such as TAYHO-0123."))
    return said


def words(most: int) -> Any:
    """Return the reader of plain text of at most `most` letters."""

    def read(text: str) -> str:
        return readable(text, most)

    return read
