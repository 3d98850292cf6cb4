from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import SESSION_KEY
from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.middleware.gzip import GZipMiddleware
from django.shortcuts import render, resolve_url
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from core.kept_forms import keep_form
from core.links import page_before
from core.public import is_public
from core.request_cache import request_cache

UNUSED_FEATURES = (
    "accelerometer",
    "browsing-topics",
    "camera",
    "display-capture",
    "geolocation",
    "gyroscope",
    "magnetometer",
    "microphone",
    "midi",
    "payment",
    "usb",
)
"""What no script of the portal asks for. A file field still takes photographs: the camera is then the browser's."""


def is_health_check(request: HttpRequest) -> bool:
    """It reads neither session nor user: both are in the database."""
    return request.path_info == reverse("health")


def is_open(view: Any) -> bool:
    return getattr(view, "login_required", True) is False


def is_signed_in(request: HttpRequest) -> bool:
    return SESSION_KEY in request.session


class ResponseHeadersMiddleware:
    """Answers are neither cached nor indexed; a public page is cached privately, since it shows the user."""

    HEADERS = {
        "X-Robots-Tag": "noindex, nofollow",
        "Permissions-Policy": ", ".join(f"{feature}=()" for feature in UNUSED_FEATURES),
        "Cross-Origin-Resource-Policy": "same-origin",
    }

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        view = request.resolver_match.func if request.resolver_match else None
        if not is_public(view) or is_signed_in(request):
            response.headers["Cache-Control"] = "no-store"
        for name, value in self.HEADERS.items():
            response.headers.setdefault(name, value)
        return response


class PageCompressionMiddleware(GZipMiddleware):
    """PDF files and workbooks are compressed; a download keeps its length."""

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        is_text = response.headers.get("Content-Type", "").startswith("text/")
        return super().process_response(request, response) if is_text and not response.streaming else response


class ChosenLanguageMiddleware:
    """The browser's language is ignored."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        chosen = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, "")
        language = chosen if chosen in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE
        with translation.override(language):
            response = self.get_response(request)
            response.headers.setdefault("Content-Language", language)
            return response


class MethodNotAllowedMiddleware:
    """Django answers without a word."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if not isinstance(response, HttpResponseNotAllowed) or is_health_check(request):
            return response
        page = render(request, "405.html", status=response.status_code)
        page.headers["Allow"] = response.headers["Allow"]
        return page


class RequestCacheMiddleware:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        with request_cache():
            return self.get_response(request)


class SignInRequiredMiddleware(LoginRequiredMiddleware):
    """An open page does not read the user; the admin has no own sign-in page."""

    def process_view(
        self, request: HttpRequest, view_func: Any, view_args: Any, view_kwargs: Any
    ) -> HttpResponseBase | None:
        return None if is_open(view_func) else super().process_view(request, view_func, view_args, view_kwargs)

    def handle_no_permission(self, request: HttpRequest, view_func: Any) -> HttpResponseRedirect:
        """What was posted is kept for its form."""
        if request.method != "POST":
            return super().handle_no_permission(request, view_func)
        is_kept = keep_form(request)
        if is_kept:
            messages.info(request, _("The session has ended. Sign in again: what you typed is kept."))
        target = request.get_full_path() if is_kept else page_before(request)
        return redirect_to_login(target, self.get_login_url(view_func))

    def get_login_url(self, view_func: Any) -> str:
        return resolve_url(settings.LOGIN_URL)
