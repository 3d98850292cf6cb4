"""Light, dark, or as the device has it: a cookie, so that the first paint of a page has it already."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse

COOKIE = "theme"
THEMES = ("light", "dark")
A_YEAR = 365 * 24 * 3600


def theme_of(request: HttpRequest) -> str:
    """Return the chosen theme, or "" for that of the device."""
    chosen = request.COOKIES.get(COOKIE, "")
    return chosen if chosen in THEMES else ""


def keep_theme(response: HttpResponse, theme: str) -> None:
    if theme in THEMES:
        secure = settings.SESSION_COOKIE_SECURE
        response.set_cookie(COOKIE, theme, max_age=A_YEAR, secure=secure, httponly=True, samesite="Lax")
    else:
        response.delete_cookie(COOKIE, samesite="Lax")
