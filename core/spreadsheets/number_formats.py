"""Numbers as shown: a day for 32280, 0108000077 for 108000077."""

import re
from datetime import date, timedelta
from functools import lru_cache
from typing import NamedTuple

DAY_ZERO, DAY_ZERO_1904 = date(1899, 12, 30), date(1904, 1, 1)
LAST_DAY = 2_958_465
# Formats that every workbook has without naming them; the others are numbers.
DATE_FORMATS = {*range(14, 23), *range(27, 37), *range(45, 48), *range(50, 59)}
GENERAL = "General"
# What is no code: quoted words, escaped signs, colours and languages, fillers.
# Colours, languages and conditions; fillers of width.
ASIDE = re.compile(r"\[(?!h+\]|m+\]|s+\])[^\]]*\]|[_*].", re.IGNORECASE)
QUOTED = re.compile(r'"[^"]*"|\\.')
TOKEN = re.compile(r'"([^"]*)"|\\(.)|([0#?])|(.)')
ISO_DAY = re.compile(r"(\d{4})-(\d\d)-(\d\d)")
# Signs between the digits of a number that names somebody or something.
BETWEEN = set("0123456789 -()/")


class NumberFormat(NamedTuple):
    is_date: bool = False
    is_year: bool = False
    # Each sign of a mask such as 0000 000 000; empty where the number is written plainly.
    mask: tuple[tuple[bool, str], ...] = ()


@lru_cache(maxsize=1_000)
def number_format(code: str) -> NumberFormat:
    section = ASIDE.sub("", code.split(";")[0])
    letters = set(QUOTED.sub("", section).lower())
    if "general" in section.lower() or not letters:
        return NumberFormat()
    if letters & set("dmyhs"):
        return NumberFormat(is_date=True, is_year=not letters & set("dmhs"))
    return NumberFormat(mask=_mask(section))


def built_in_code(number: int) -> str:
    return "dd/mm/yyyy" if number in DATE_FORMATS else GENERAL


def _mask(section: str) -> tuple[tuple[bool, str], ...]:
    """Return (is a digit's place, sign) pairs; empty for a format of quantities."""
    signs: list[tuple[bool, str]] = []
    for quoted, escaped, place, other in TOKEN.findall(section):
        signs += [(True, place)] if place else [(False, sign) for sign in quoted or escaped or other]
        if other and other not in BETWEEN:
            return ()
    places = [sign for is_place, sign in signs if is_place]
    is_name = all(sign in BETWEEN or sign == "." for is_place, sign in signs if not is_place)
    shows_zeros = places.count("0") > 1 or any(sign == "0" for is_place, sign in signs if not is_place)
    return tuple(signs) if is_name and (shows_zeros or (len(places) > 1 and places[0] == "0")) else ()


def number_text(value: float, code: str, *, is_1904: bool = False) -> str:
    shown = number_format(code)
    if shown.is_date:
        return _date_text(value, is_1904=is_1904, year_only=shown.is_year)
    if shown.mask and value >= 0 and float(value).is_integer():
        return _masked(str(int(value)), shown.mask)
    return str(int(value)) if float(value).is_integer() and abs(value) < 1e15 else f"{value:.15g}"


def _masked(digits: str, mask: tuple[tuple[bool, str], ...]) -> str:
    """Places are filled from the right."""
    places, left, written = sum(is_place for is_place, _sign in mask), digits, []
    for is_place, sign in reversed(mask):
        if not is_place:
            written.append(sign)
            continue
        places -= 1
        taken, left = (left, "") if not places else (left[-1:], left[:-1])
        written.append(taken or ("0" if sign == "0" else ""))
    return "".join(reversed(written)).strip()


def _date_text(value: float, *, is_1904: bool, year_only: bool) -> str:
    if not 0 <= value <= LAST_DAY:
        return "#####"  # as the sheet itself shows it
    if value < 1:
        minutes = round(value * 24 * 60)
        return f"{minutes // 60:02d}:{minutes % 60:02d}"
    day = (DAY_ZERO_1904 if is_1904 else DAY_ZERO) + timedelta(days=int(value))
    return f"{day.year:04d}" if year_only else f"{day:%d/%m}/{day.year:04d}"


def iso_day_text(written: str) -> str:
    """17/05/1988 for 1988-05-17T00:00:00; other text is unchanged."""
    return ISO_DAY.sub(r"\3/\2/\1", written[:10]) if ISO_DAY.match(written) else written
