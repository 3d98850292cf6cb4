"""A view sets the limit of its request body by `body_limit`."""

from collections.abc import Callable
from enum import IntEnum
from typing import Any

from django.http import HttpRequest, HttpResponse, UnreadablePostError
from django.shortcuts import render

from core.storage import MEGABYTE

LENGTH_REQUIRED, TOO_LARGE = 411, 413
PIECE = 64 * 1024
MOST_DISCARDED = 64 * MEGABYTE
READING = ("GET", "HEAD", "OPTIONS", "TRACE")


class BodyLimit(IntEnum):
    """Bytes. A Vietnamese letter is sent in up to nine."""

    FORM = 256 * 1024
    TEXT = 2 * MEGABYTE
    FILE = 21 * MEGABYTE  # a file of 20 MB and the fields beside it


def limit_of(view: Callable[..., Any]) -> BodyLimit:
    limit: BodyLimit = getattr(getattr(view, "view_class", view), "body_limit", BodyLimit.FORM)
    return limit


class BodyLimitMiddleware:
    """Must come before any middleware that reads a body."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: Any) -> HttpResponse | None:
        if request.method in READING:
            return None
        length, limit = request.META.get("CONTENT_LENGTH") or "", limit_of(view)
        if not length and "HTTP_TRANSFER_ENCODING" in request.META:
            return refusal(request, limit, LENGTH_REQUIRED)
        if length.isascii() and length.isdecimal() and int(length[:20]) > limit:
            discard(request)
            return refusal(request, limit, TOO_LARGE)
        return None


def refusal(request: HttpRequest, limit: BodyLimit, status: int) -> HttpResponse:
    kilobytes = limit // 1024
    most = f"{kilobytes // 1024} MB" if kilobytes >= 1024 else f"{kilobytes} kB"
    return render(request, "413.html", {"most": most, "takes_file": limit == BodyLimit.FILE}, status=status)


def discard(request: HttpRequest) -> None:
    """Read the body up to a bound: a browser shows no answer while it still sends."""
    left = MOST_DISCARDED
    try:
        while left > 0 and (piece := request.read(PIECE)):
            left -= len(piece)
    except UnreadablePostError:
        return
