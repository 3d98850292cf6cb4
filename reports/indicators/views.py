from collections.abc import Mapping
from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe
from django.views.generic import TemplateView, View
from django.views.generic.base import TemplateResponseMixin

from core.actor import SignedInRequest
from core.links import list_url
from core.panels import links_for
from core.views import RestrictedFormPage, YearPage
from core.working_year import working_year
from reports.indicators.access import reported_union_or_404, reported_unions
from reports.indicators.forms import RemarkForm
from reports.indicators.rules import may_write_report
from reports.indicators.scope import Scope
from reports.indicators.selectors.figures import figure_of, figures_of, split_by_sector
from reports.indicators.selectors.groups import figure_groups
from reports.indicators.selectors.indicators import Indicator, Value, find_indicator
from reports.indicators.selectors.rows import rows_behind
from reports.indicators.services import remark_on_figure
from unions.access import PortalUser
from unions.tree.models import Union
from unions.units.choices import SectorKind

PAGE_SIZE = 50


@require_safe
def choose_union(request: SignedInRequest) -> HttpResponse:
    unions = reported_unions(request.user)
    if len(unions) == 1:
        return redirect(list_url("reports:overview", unions[0].pk, year=working_year(request)))
    return render(request, "reports/choose.html", {"unions": unions})


class UnionScoped(TemplateResponseMixin, View):
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
        indicator = find_indicator(self.kwargs["name"])
        if indicator is None:
            raise Http404
        return indicator

    @property
    def may_write(self) -> bool:
        return may_write_report(self.request.user, self.union.pk)


class Overview(UnionScoped, YearPage, TemplateView):
    template_name = "reports/overview.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs) | {
            "union": self.union,
            "scope": self.scope,
            "groups": figure_groups(figures_of(self.scope)),
            "links": links_for(self.request.user, "reports:overview", self.scope),
        }


class FigurePage(UnionScoped, YearPage, TemplateView):
    template_name = "reports/figure.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        paginator = Paginator(rows_behind(self.indicator, self.scope), PAGE_SIZE)
        figure = figure_of(self.indicator, self.scope)
        return super().get_context_data(**kwargs) | {
            "union": self.union,
            "figure": figure,
            "split": _labelled({} if figure.is_missing else split_by_sector(self.indicator, self.scope)),
            "page_obj": paginator.get_page(self.request.GET.get("page")),
            "paginator": paginator,
            "may_write": self.may_write,
        }


def _labelled(split: Mapping[str, Value]) -> list[tuple[str, Value]]:
    return [(str(SectorKind(kind).label), value) for kind, value in split.items()]


class WriterPage(UnionScoped, RestrictedFormPage):
    # Who may only read the report is refused.
    def may(self, user: PortalUser) -> bool:
        return self.may_write


class RemarkPage(WriterPage):
    form_class = RemarkForm
    heading = _("Remark on a figure")
    help = _("The counted value stays as it is; the remark stands beside it.")

    def get_initial(self) -> dict[str, Any]:
        remark = figure_of(self.indicator, self.scope).remark
        names = ("qualifier", "typed_value", "note", "is_demo")
        return {name: getattr(remark, name) for name in names} if remark else {}

    def act(self, form: RemarkForm) -> str:
        remark_on_figure(
            actor=self.request.user,
            union=self.union,
            year=self.scope.year,
            name=self.indicator.name,
            **form.cleaned_data,
        )
        return self.cancel_url()

    def cancel_url(self) -> str:
        return list_url("reports:figure", self.union.pk, self.indicator.name, year=self.scope.year)
