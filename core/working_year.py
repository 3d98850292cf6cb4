"""The year of the address, else of the session."""

from urllib.parse import urlsplit

from django.http import HttpRequest, QueryDict
from django.utils import timezone

from core.text import plain_number

KEY = "working_year"
PARAMETER = "year"
FIRST_YEAR = 2015


def this_year() -> int:
    return timezone.localdate().year


def working_year(request: HttpRequest) -> int:
    return year_of_address(request) or int(request.session.get(KEY, this_year()))


def year_of_address(request: HttpRequest) -> int | None:
    return year_choice(request.GET.get(PARAMETER, ""))


def year_choices(request: HttpRequest) -> list[int]:
    return list(range(this_year() + 1, FIRST_YEAR - 1, -1))


def year_choice(typed: str) -> int | None:
    year = plain_number(typed, most=this_year() + 1)
    return year if year is not None and year >= FIRST_YEAR else None


def choose_year(request: HttpRequest, typed: str) -> int | None:
    """None where `typed` is no choice."""
    year = year_choice(typed)
    if year is not None:
        request.session[KEY] = year
    return year


def holds_year(address: str) -> bool:
    return PARAMETER in QueryDict(urlsplit(address).query)


def in_year(address: str, year: int) -> str:
    """Return `address` with `year`, on page 1."""
    parts = urlsplit(address)
    query = QueryDict(parts.query, mutable=True)
    query.pop("page", None)
    query[PARAMETER] = str(year)
    return parts._replace(query=query.urlencode()).geturl()
