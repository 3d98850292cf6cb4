from django.http import HttpRequest, HttpResponse
from django.views.defaults import page_not_found

from core.files import FileLost


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """A lost file gets a page of its own: its reader may have a copy."""
    template = "core/file_lost.html" if isinstance(exception, FileLost) else "404.html"
    return page_not_found(request, exception, template)
