"""Every page asks for sign-in unless it says that it is public."""

from collections.abc import Callable
from typing import Any, TypeVar

from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import translation

View = TypeVar("View", bound=Callable[..., Any])


def public(view: View) -> View:
    """Mark a view that anonymous visitors may call."""
    view.is_public = True  # type: ignore[attr-defined]
    return view


def asks_for_nobody(request: HttpRequest) -> bool:
    """Say whether a machine asks how the portal is: neither session nor user is read, which are in the database."""
    return request.path_info == reverse("health")


def is_open(view: Any) -> bool:
    """Say whether a view carries our mark or Django's own; asked before the user, who costs a query."""
    return getattr(view, "is_public", False) or getattr(view, "login_required", True) is False


class ChosenLanguageMiddleware:
    """Vietnamese until somebody chooses otherwise: a browser's own language says nothing about its owner here."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        chosen = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, "")
        language = chosen if chosen in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE
        with translation.override(language):
            response = self.get_response(request)
            response.headers.setdefault("Content-Language", language)
            return response


class SignInRequiredMiddleware:
    """Closed by default: an address without a mark asks for sign-in."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: Any) -> HttpResponse | None:
        if is_open(view) or request.path.startswith(settings.STATIC_URL) or request.user.is_authenticated:
            return None
        return redirect_to_login(request.get_full_path())
