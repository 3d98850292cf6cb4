"""The page of an address at which there is nothing, or nothing any more."""

from django.http import HttpRequest, HttpResponse
from django.views.defaults import page_not_found

from core.files import FileLost


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Give Django's own answer; only of a file that was lost the page says so, because who reads it may have it."""
    template = "core/file_lost.html" if isinstance(exception, FileLost) else "404.html"
    return page_not_found(request, exception, template)
