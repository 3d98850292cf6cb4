"""A cookie, so that the first paint has the theme already."""

from django.http import HttpRequest, HttpResponse

from core.cookies import drop_cookie, keep_cookie, read_cookie

COOKIE = "theme"
THEMES = ("light", "dark")


def theme_of(request: HttpRequest) -> str:
    """Return "" for the theme of the device."""
    chosen = read_cookie(request, COOKIE)
    return chosen if chosen in THEMES else ""


def keep_theme(response: HttpResponse, theme: str) -> None:
    if theme in THEMES:
        keep_cookie(response, COOKIE, theme, samesite="Lax")
    else:
        drop_cookie(response, COOKIE)
