from django.http import HttpRequest, HttpResponse, HttpResponseBadRequest, HttpResponseServerError
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.views import csrf
from django.views.defaults import page_not_found

from core.files import FileAltered, FileLost
from core.kept_forms import keep_form
from core.views.actions import CONFLICT


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """An expired form is shown again with what was typed."""
    return redirect(request.get_full_path()) if keep_form(request) else csrf.csrf_failure(request, reason)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """A lost file has its own page: its reader may have a copy."""
    if isinstance(exception, FileAltered):
        return render(request, "core/file_altered.html", status=CONFLICT)
    template = "core/file_lost.html" if isinstance(exception, FileLost) else "404.html"
    return page_not_found(request, exception, template)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Django's page would read the unreadable form again."""
    return HttpResponseBadRequest(render_to_string("400.html"))


def server_error(request: HttpRequest) -> HttpResponse:
    return HttpResponseServerError(render_to_string("500.html"))
