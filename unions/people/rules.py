from datetime import date

from django.utils.translation import gettext_lazy as _

from unions.units.rules import Words

EARLIEST_BIRTH = date(1900, 1, 1)
YOUNGEST = 15


def birth_date_error(born: date | None, today: date) -> Words | None:
    if born is None or EARLIEST_BIRTH <= born <= today.replace(year=today.year - YOUNGEST, day=min(today.day, 28)):
        return None
    return _("Please check the birth date: a worker is at least 15 years old and born after 1900.")


def plain_phone(typed: str) -> str:
    """Return a Vietnamese number as 0912345678, any other text as typed."""
    digits = "".join(char for char in typed if char.isascii() and char.isdigit())
    digits = digits.removeprefix("00") if digits.startswith("0084") else digits
    if digits.startswith("84") and len(digits) == 11 + digits.startswith("840"):
        digits = "0" + digits[2:].removeprefix("0")
    return digits if len(digits) == 10 and digits.startswith("0") else typed.strip()
