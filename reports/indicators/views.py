"""The figures of the year, each opening to the records behind it."""

from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe
from django.views.generic import TemplateView, View
from django.views.generic.base import TemplateResponseMixin

from core.actor import SignedInRequest
from core.views import RestrictedFormPage
from core.working_year import working_year
from reports.indicators.access import reported_union_or_404, reported_unions
from reports.indicators.forms import RemarkForm
from reports.indicators.rules import may_write_report
from reports.indicators.scope import Scope
from reports.indicators.selectors.figures import figure, figures, split_by_sector
from reports.indicators.selectors.groups import grouped
from reports.indicators.selectors.indicators import Indicator, indicator
from reports.indicators.selectors.rows import rows_behind
from reports.indicators.services import remark_on_figure
from unions.access import PortalUser
from unions.tree.models import Union
from unions.units.choices import SectorKind

PAGE = 50


@require_safe
def choose_union(request: SignedInRequest) -> HttpResponse:
    """Lead to the one union whose report the person reads, or let them choose."""
    unions = reported_unions(request.user)
    if len(unions) == 1:
        return redirect("reports:overview", unions[0].pk)
    return render(request, "reports/choose.html", {"unions": unions})


class UnionScoped(TemplateResponseMixin, View):
    """A page about one union in the working year."""

    request: SignedInRequest
    kwargs: dict[str, Any]

    @cached_property
    def union(self) -> Union:
        return reported_union_or_404(self.request.user, self.kwargs["union"])

    @cached_property
    def scope(self) -> Scope:
        return Scope.of_year(self.union, working_year(self.request))

    @cached_property
    def indicator(self) -> Indicator:
        found = indicator(self.kwargs["name"])
        if found is None:
            raise Http404
        return found

    @property
    def may_write(self) -> bool:
        return may_write_report(self.request.user, self.union.pk)


class Overview(UnionScoped, TemplateView):
    """All figures of the year in the groups of the report."""

    template_name = "reports/overview.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs) | {
            "union": self.union,
            "scope": self.scope,
            "groups": grouped(figures(self.scope)),
            "may_write": self.may_write,
        }


class FigurePage(UnionScoped, TemplateView):
    """One figure: its value, its split, and every record it counts."""

    template_name = "reports/figure.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        pages = Paginator(rows_behind(self.indicator, self.scope), PAGE)
        return super().get_context_data(**kwargs) | {
            "union": self.union,
            "figure": figure(self.indicator, self.scope),
            "split": _named(split_by_sector(self.indicator, self.scope)),
            "page_obj": pages.get_page(self.request.GET.get("page")),
            "paginator": pages,
            "may_write": self.may_write,
        }


def _named(split: dict[str, Any]) -> list[tuple[str, Any]]:
    return [(str(SectorKind(kind).label), value) for kind, value in split.items()]


class WriterPage(UnionScoped, RestrictedFormPage):
    """A form of those who write the union's report; others who read it are refused."""

    def may(self, user: PortalUser) -> bool:
        return self.may_write


class RemarkPage(WriterPage):
    """What a paper says of a figure, kept beside the count."""

    form_class = RemarkForm
    heading = _("Remark on a figure")
    help = _("The counted value stays as it is; the remark stands beside it.")

    def get_initial(self) -> dict[str, Any]:
        remark = figure(self.indicator, self.scope).remark
        names = ("qualifier", "typed_value", "note", "is_demo")
        return {name: getattr(remark, name) for name in names} if remark else {}

    def act(self, form: Any) -> str:
        remark_on_figure(
            actor=self.request.user,
            union=self.union,
            year=self.scope.year,
            name=self.indicator.name,
            **form.cleaned_data,
        )
        return self.cancel_url()

    def cancel_url(self) -> str:
        return reverse("reports:figure", args=[self.union.pk, self.indicator.name])
