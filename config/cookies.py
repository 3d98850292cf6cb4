"""Names and bounds of all cookies: under https no other host and no plain connection can set or read one."""

from typing import Any


def cookie_prefix(*, secure: bool) -> str:
    return "__Host-" if secure else ""


def cookie_settings(*, secure: bool) -> dict[str, Any]:
    """Return Django's settings of its cookies, and the prefix of our own (`core.cookies`).

    Browsers take a name that begins with `__Host-` from an answer over https alone, for this host and all its paths.
    The session, the CSRF token and the looks come along when a link in an e-mail is opened, so they are Lax: a token
    that stayed behind would be replaced, and every form that is open in another tab would be outdated.
    """
    prefix = cookie_prefix(secure=secure)
    return {
        "COOKIE_PREFIX": prefix,
        "SESSION_COOKIE_NAME": f"{prefix}sessionid",
        "CSRF_COOKIE_NAME": f"{prefix}csrftoken",
        "LANGUAGE_COOKIE_NAME": f"{prefix}django_language",
        **{
            f"{name}_COOKIE_{what}": value
            for name in ("SESSION", "CSRF", "LANGUAGE")
            for what, value in {
                "SECURE": secure,
                "HTTPONLY": True,
                "SAMESITE": "Lax",
            }.items()
        },
    }
