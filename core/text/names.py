from datetime import date
from typing import NamedTuple

from core.text.normal import tidy
from core.text.sorting import sort_key

_NO_BIRTH_DATE = "99999999"


class NameParts(NamedTuple):
    family: str
    middle: str
    given: str


def split_name(full_name: str) -> NameParts:
    """The given name is the last word."""
    words = tidy(full_name).split()
    if len(words) < 2:
        return NameParts("", "", "".join(words))
    return NameParts(words[0], " ".join(words[1:-1]), words[-1])


def person_sort_key(family: str, middle: str, given: str, born: date | int | None = None) -> str:
    """By given, family and middle name, then age; a birth year comes before its days."""
    day = f"{born:%Y%m%d}" if isinstance(born, date) else f"{born}0000" if born else _NO_BIRTH_DATE
    return sort_key(given) + sort_key(family) + sort_key(middle) + day.zfill(8)
