from typing import Literal

from django.conf import settings
from django.http import HttpRequest
from django.http.response import HttpResponseBase

A_YEAR = 365 * 24 * 3600


def read_cookie(request: HttpRequest, name: str) -> str:
    return request.COOKIES.get(full_name(name), "")


def keep_cookie(response: HttpResponseBase, name: str, value: str, *, samesite: Literal["Lax", "Strict"]) -> None:
    """Keep `value` for a year. Lax is for cookies that a page opened from a foreign link needs."""
    secure = bool(settings.SESSION_COOKIE_SECURE)
    response.set_cookie(full_name(name), value, max_age=A_YEAR, secure=secure, httponly=True, samesite=samesite)


def drop_cookie(response: HttpResponseBase, name: str) -> None:
    response.delete_cookie(full_name(name), samesite="Lax")


def full_name(name: str) -> str:
    return f"{settings.COOKIE_PREFIX}{name}"
