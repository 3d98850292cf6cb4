from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.middleware.gzip import GZipMiddleware
from django.shortcuts import resolve_url
from django.urls import reverse
from django.utils import translation

from core.request_cache import request_cache


def is_health_check(request: HttpRequest) -> bool:
    """Health checks read neither session nor user: both are in the database."""
    return request.path_info == reverse("health")


def is_open(view: Any) -> bool:
    return getattr(view, "login_required", True) is False


class PageCompressionMiddleware(GZipMiddleware):
    """Compresses text. PDF files and workbooks are compressed already, and a download keeps its length."""

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        is_text = response.headers.get("Content-Type", "").startswith("text/")
        return super().process_response(request, response) if is_text and not response.streaming else response


class ChosenLanguageMiddleware:
    """Vietnamese unless the user has chosen otherwise; the browser's language is ignored."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        chosen = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, "")
        language = chosen if chosen in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE
        with translation.override(language):
            response = self.get_response(request)
            response.headers.setdefault("Content-Language", language)
            return response


class RequestCacheMiddleware:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        with request_cache():
            return self.get_response(request)


class SignInRequiredMiddleware(LoginRequiredMiddleware):
    """Django's, except that an open page does not read the user and the admin has no own sign-in page."""

    def process_view(
        self, request: HttpRequest, view_func: Any, view_args: Any, view_kwargs: Any
    ) -> HttpResponseBase | None:
        return None if is_open(view_func) else super().process_view(request, view_func, view_args, view_kwargs)

    def get_login_url(self, view_func: Any) -> str:
        return resolve_url(settings.LOGIN_URL)
