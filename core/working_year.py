"""The year the user works on: of the address of the page, else the one chosen for the session."""

from urllib.parse import urlsplit

from django.http import HttpRequest, QueryDict
from django.utils import timezone

KEY = "working_year"
PARAMETER = "year"
FIRST_YEAR = 2015


def this_year() -> int:
    return timezone.localdate().year


def working_year(request: HttpRequest) -> int:
    return year_of_address(request) or int(request.session.get(KEY, this_year()))


def year_of_address(request: HttpRequest) -> int | None:
    typed = request.GET.get(PARAMETER, "")
    return int(typed) if is_choice(typed) else None


def year_choices(request: HttpRequest) -> list[int]:
    return list(range(this_year() + 1, FIRST_YEAR - 1, -1))


def is_choice(typed: str) -> bool:
    return len(typed) == 4 and typed.isdecimal() and FIRST_YEAR <= int(typed) <= this_year() + 1


def choose_year(request: HttpRequest, typed: str) -> bool:
    """Return whether `typed` was one of the choices."""
    if not is_choice(typed):
        return False
    request.session[KEY] = int(typed)
    return True


def holds_year(address: str) -> bool:
    return PARAMETER in QueryDict(urlsplit(address).query)


def in_year(address: str, year: int) -> str:
    """Return `address` with `year`, on the first page of a list."""
    parts = urlsplit(address)
    query = QueryDict(parts.query, mutable=True)
    query.pop("page", None)
    query[PARAMETER] = str(year)
    return parts._replace(query=query.urlencode()).geturl()
