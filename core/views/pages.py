import shutil
from pathlib import Path
from typing import Any

import django_filters
from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST, require_safe
from django.views.generic import TemplateView

from core.choices import JobState
from core.files import private_response
from core.integrity import audit_log_health
from core.jobs import jobs_are_stuck
from core.models import Job
from core.notifications import unread_news
from core.panels import links_for
from core.scoping import get_visible_or_404
from core.tables import JobTable
from core.theme import keep_theme
from core.todo import todos_for, year_steps_for
from core.views.objects import DetailPage, ListPage
from core.working_year import choose_year, holds_year, in_year, this_year, working_year

LEAST_FREE_BYTES = 200 * 1024 * 1024
LAST_MONTH_OF_ENDING = 3


class Home(TemplateView):
    template_name = "core/home.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        user, year = self.request.user, working_year(self.request)
        todos = todos_for(user, year)
        return super().get_context_data(
            todos=todos,
            pressing=[todo for todo in todos if not todo.can_wait],
            can_wait=[todo for todo in todos if todo.can_wait],
            links=links_for(user, "home", year),
            year_steps=year_steps_for(user, year),
            news=unread_news(user, told=[todo.url for todo in todos]),
            ending_year=self.ending_year(year),
            greeting_name=str(user),
            **kwargs,
        )

    def ending_year(self, year: int) -> int | None:
        """Return the year before, whose last acts fall into the first months of this one."""
        is_early = timezone.localdate().month <= LAST_MONTH_OF_ENDING
        return year - 1 if is_early and year == this_year() else None


class JobFilter(django_filters.FilterSet):
    state = django_filters.ChoiceFilter(label=_("State"), choices=JobState.choices)

    class Meta:
        model = Job
        fields = ["state"]


class JobList(ListPage):
    model = Job
    table_class = JobTable
    filterset_class = JobFilter
    heading = _("Background jobs")
    empty_title = _("No job has run yet")
    empty_text = _("Long work, such as printing many certificates, appears here with its progress.")


class JobPage(DetailPage):
    model = Job
    template_name = "core/job.html"


def job_file(request: HttpRequest, pk: int) -> FileResponse:
    job = get_visible_or_404(Job.objects.all(), request.user, pk=pk)
    if not job.result:
        raise Http404
    return private_response(job.result, job.result_name)


@require_POST
def set_year(request: HttpRequest) -> HttpResponse:
    typed, target = request.POST.get("year", ""), request.POST.get("next", "")
    if choose_year(request, typed) and holds_year(target):
        target = in_year(target, int(typed))
    return back_to_page(request, target)


@login_not_required
@require_POST
def set_theme(request: HttpRequest) -> HttpResponse:
    response = back_to_page(request, request.POST.get("next", ""))
    keep_theme(response, request.POST.get("theme", ""))
    return response


def back_to_page(request: HttpRequest, target: str) -> HttpResponse:
    safe = url_has_allowed_host_and_scheme(target, {request.get_host()}, require_https=request.is_secure())
    return redirect(target if safe else "home")


@login_not_required
@require_safe
def health(request: HttpRequest) -> JsonResponse:
    """503 where the database, its migrations or the disk fail; a slow worker and the audit log are reported only."""
    values = {**_database_health(), "disk": "ok" if free_bytes() > LEAST_FREE_BYTES else "low"}
    works = (values["database"], values["migrations"], values["disk"]) == ("ok", "ok", "ok")
    return JsonResponse({"status": "ok" if works else "failing", **values}, status=200 if works else 503)


def _database_health() -> dict[str, str]:
    values = {"database": "ok", "migrations": "ok", "jobs_worker": "unknown", "audit_log": "unknown"}
    try:
        executor = MigrationExecutor(connection)
        if executor.migration_plan(executor.loader.graph.leaf_nodes()):
            return values | {"migrations": "pending"}
        return values | {"jobs_worker": "behind" if jobs_are_stuck() else "ok", "audit_log": audit_log_health()}
    except DatabaseError:
        return values | {"database": "failing", "migrations": "unknown"}


def free_bytes() -> int:
    media_root = Path(settings.MEDIA_ROOT)
    return shutil.disk_usage(next(folder for folder in (media_root, *media_root.parents) if folder.is_dir())).free


def style(request: HttpRequest) -> HttpResponse:
    """Every component in every state."""
    return render(request, "core/style.html")
