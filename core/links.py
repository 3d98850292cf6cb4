"""Frequent addresses are resolved once a process."""

from functools import lru_cache
from typing import Any
from urllib.parse import urlsplit, urlunsplit

from django.conf import settings
from django.http import HttpRequest
from django.shortcuts import resolve_url
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme, urlencode


@lru_cache(maxsize=256)
def address(name: str) -> str:
    return reverse(name)


@lru_cache(maxsize=256)
def _around_the_key(name: str) -> tuple[str, str]:
    before, _key, after = reverse(name, args=[0]).rpartition("0")
    return before, after


def object_url(name: str, key: int) -> str:
    """The address `name` takes only the key."""
    before, after = _around_the_key(name)
    return f"{before}{key}{after}"


def own_address(request: HttpRequest, asked: str) -> str:
    """Foreign addresses become the home page."""
    is_own = url_has_allowed_host_and_scheme(asked, {request.get_host()}, require_https=request.is_secure())
    return asked if is_own and asked.startswith("/") else address("home")


def absolute_url(path: str) -> str:
    """For papers, mails and other programs."""
    return f"{settings.BASE_URL.rstrip('/')}{path}"


def list_url(name: str, *args: Any, **query: Any) -> str:
    return f"{reverse(name, args=args) if args else address(name)}?{urlencode(query)}"


def page_before(request: HttpRequest) -> str:
    """A foreign or missing referrer becomes the home page."""
    before = request.headers.get("Referer", "")
    if not url_has_allowed_host_and_scheme(before, {request.get_host()}):
        return resolve_url("home")
    parts = urlsplit(before)
    return urlunsplit(("", "", parts.path, parts.query, "")) or resolve_url("home")


def address_of_page(request: HttpRequest) -> str:
    """Return an address that opens by GET: an answer to POST may have none."""
    view: Any = getattr(request.resolver_match.func, "view_class", None) if request.resolver_match else None
    opens = hasattr(view, "get") and "get" in view.http_method_names
    if request.method != "POST" or opens:
        return request.get_full_path()
    before = page_before(request)
    return resolve_url("home") if before == request.get_full_path() else before
