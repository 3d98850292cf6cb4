"""Texts around the blocks, in the active language, which must be the document's."""

import re
from collections.abc import Iterator, Sequence
from datetime import date

from django.utils.translation import gettext as _

from core.text import place_and_date

END_MARK = "./."
LEFT_COLUMN = 71
"""Millimetres of the letterhead's left column; the name of the state in 12 points fills the right one."""
_BLANK = "\u00a0" * 8
_UNBROKEN = re.compile(
    r"[\w.…]*/(?:\w+[/-]?)*\w"  # 45/QĐ-LĐLĐ, /BC-LĐLĐ, 98/2023/NĐ-CP, Ông/Bà
    r"|\d{4} [-–] \d{4}"  # 2019 - 2020
)

_WORDS_OF_TITLES = re.compile(
    r"\b(?:công nhân|viên chức|lao động|đoàn viên|công đoàn|phong trào|thi đua|khen thưởng|giấy khen|bằng khen|"
    r"tập thể|cá nhân|thành tích|xuất sắc|danh hiệu|sáng kiến|học sinh|nhà giáo|năm học|năm (?=\d))",
    re.IGNORECASE,
)
"""Words of two syllables, and a year, which no line of a title ends in the middle of."""


def title_lines(text: str) -> str:
    return _WORDS_OF_TITLES.sub(lambda word: word[0].replace(" ", "\u00a0"), text)


def unbroken_parts(text: str) -> Iterator[tuple[str, bool]]:
    """Yield (text, is_unbroken); 45/QĐ-LĐLĐ and 2019 - 2020 stay on one line."""
    end = 0
    for match in _UNBROKEN.finditer(text):
        if before := text[end : match.start()]:
            yield before, False
        yield match[0], True
        end = match.end()
    if rest := text[end:]:
        yield rest, False


def state_and_motto() -> tuple[str, str]:
    return _("SOCIALIST REPUBLIC OF VIET NAM"), _("Independence - Freedom - Happiness")


def number_line(number_symbol: str) -> str:
    """Without a number (`/QĐ-LĐLĐ`) room is left for it."""
    if not number_symbol:
        return ""
    number = f"{_BLANK}{number_symbol}" if number_symbol.startswith("/") else number_symbol
    return _("No. %(number)s") % {"number": number}


def place_line(place: str, day: date | None) -> str:
    """ "Tây Hồ, ngày 05 tháng 12 năm 2020"; without a date room is left for it."""
    return place_and_date(place, day) if day else f"{place}, ngày{_BLANK}tháng{_BLANK}năm{_BLANK}"


def addressee_lines(addressees: Sequence[str]) -> list[tuple[str, str]]:
    """Each line is (“Kính gửi:” or "", addressee)."""
    lines = addressees if len(addressees) < 2 else [f"- {line}" for line in listed(addressees)]
    return [(_("Respectfully to:") if place == 0 else "", line) for place, line in enumerate(lines)]


def recipient_lines(recipients: Sequence[str]) -> list[str]:
    return [_("Recipients:"), *(f"- {line}" for line in listed(recipients))] if recipients else []


def listed(lines: Sequence[str]) -> tuple[str, ...]:
    """Each line ends with a semicolon, the last one with a full stop."""
    return tuple(f"{line.rstrip(' .;')}{'.' if place == len(lines) else ';'}" for place, line in enumerate(lines, 1))


def ended(text: str) -> str:
    return text if text.endswith(END_MARK) else f"{text.rstrip(' .;')}{END_MARK}"


def nothing_recorded() -> str:
    return _("Nothing was recorded.")
