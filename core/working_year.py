"""The year the user works on, kept in the session."""

from django.http import HttpRequest
from django.utils import timezone

KEY = "working_year"
FIRST_YEAR = 2015


def this_year() -> int:
    return timezone.localdate().year


def working_year(request: HttpRequest) -> int:
    return int(request.session.get(KEY, this_year()))


def year_choices(request: HttpRequest) -> list[int]:
    return list(range(this_year() + 1, FIRST_YEAR - 1, -1))


def choose_year(request: HttpRequest, typed: str) -> bool:
    """Return whether `typed` was one of the choices."""
    if not typed.isdecimal() or int(typed) not in year_choices(request):
        return False
    request.session[KEY] = int(typed)
    return True
