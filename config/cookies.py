from typing import Any


def cookie_prefix(*, secure: bool) -> str:
    return "__Host-" if secure else ""


def cookie_settings(*, secure: bool) -> dict[str, Any]:
    """Return Django's cookie settings and the prefix of our own (`core.cookies`).

    Browsers accept `__Host-` names only over https, for this host and all paths. A link in an e-mail must bring the
    session, the CSRF token and the looks along, so they are Lax: a replaced token would outdate open forms.
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
