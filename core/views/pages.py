from pathlib import PurePath
from typing import Any

import django_filters
from django.contrib.auth.decorators import login_not_required
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST, require_safe
from django.views.generic import TemplateView

from core.actor import SignedInRequest
from core.choices import JobState
from core.file_space import stored_scan
from core.files import private_response
from core.links import own_address
from core.models import Job, ReplacedFile
from core.notifications import unread_news
from core.panels import links_for
from core.scoping import get_visible_or_404
from core.tables import JobTable
from core.theme import keep_theme
from core.todo import todos_for, year_steps_for
from core.views.objects import DetailPage, ListPage
from core.working_year import choose_year, holds_year, in_year, this_year, working_year

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
        """Last acts of a year fall into the first months of the next."""
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


@require_safe
def replaced_file(request: SignedInRequest, pk: int) -> FileResponse:
    """Whoever may open the present scan of a record may open the earlier ones."""
    row = get_object_or_404(ReplacedFile.objects.select_related("record_type", "file"), pk=pk)
    papers: Any = row.record_type.model_class()
    paper = get_visible_or_404(papers.objects.all(), request.user, pk=row.record_id)
    return private_response(stored_scan(row, paper), f"ban-quet-truoc-{pk}{PurePath(row.file.name).suffix}")


@require_POST
def set_year(request: HttpRequest) -> HttpResponse:
    year = choose_year(request, request.POST.get("year", ""))
    target = own_address(request, request.POST.get("next", ""))
    if year and holds_year(target):
        target = in_year(target, year)
    return HttpResponseRedirect(target)


@login_not_required
@require_POST
def set_theme(request: HttpRequest) -> HttpResponse:
    response = HttpResponseRedirect(own_address(request, request.POST.get("next", "")))
    keep_theme(response, request.POST.get("theme", ""))
    return response


def style(request: HttpRequest) -> HttpResponse:
    return render(request, "core/style.html")
