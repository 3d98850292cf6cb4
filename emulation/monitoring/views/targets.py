from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, resolve_url
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.views.generic import TemplateView
from django_tables2 import SingleTableMixin

from core.scoping import ScopedQuerySet, get_visible_or_404
from core.tables import PER_PAGE
from core.text import plain_number
from core.views import perform_or_refuse
from emulation.campaigns.measures import MEASURES
from emulation.campaigns.models import CampaignTarget
from emulation.campaigns.tables import CountedTable
from emulation.monitoring.rules import may_remind
from emulation.monitoring.selectors.targets import TargetProgress, label_of, progress_of, ranking, units_of
from emulation.monitoring.services import set_ranking_shown
from emulation.monitoring.tables.targets import RankTable, SectorTable, TargetTable
from emulation.monitoring.views.of_campaign import OfCampaign
from unions.units.models import GrassrootsUnion

PAGES = {"per_page": PER_PAGE}


class Targets(OfCampaign, SingleTableMixin, TemplateView):  # type: ignore[misc]
    template_name = "emulation/targets.html"
    table_class = RankTable
    table_pagination = PAGES

    @cached_property
    def units(self) -> list[GrassrootsUnion]:
        return units_of(self.campaign)

    @cached_property
    def progress(self) -> list[TargetProgress]:
        return progress_of(self.campaign, self.units)

    def get_table_data(self) -> Any:
        return ranking(self.progress, self.units)

    def get_table_kwargs(self) -> dict[str, Any]:
        return {"progress": self.progress}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            heading=_("Targets and ranking: %(campaign)s") % {"campaign": self.campaign},
            campaign=self.campaign,
            here="targets",
            targets=TargetTable(self.progress),
            sectors=SectorTable([row for target in self.progress for row in target.by_sector()]),
            may_switch=may_remind(self.request.user, self.campaign),
            **kwargs,
        )


class TargetRows(OfCampaign, SingleTableMixin, TemplateView):  # type: ignore[misc]
    """The records counted for a target, of all units or of one."""

    template_name = "emulation/counted_rows.html"
    table_class = CountedTable
    table_pagination = PAGES

    @cached_property
    def target(self) -> CampaignTarget:
        targets = self.campaign.targets.filter(measure__in=MEASURES.names()).select_related("title")
        target: CampaignTarget = get_object_or_404(targets, pk=self.kwargs["target"])
        return target

    @cached_property
    def unit(self) -> GrassrootsUnion | None:
        if not (asked := self.request.GET.get("unit")):
            return None
        unit: GrassrootsUnion = get_visible_or_404(
            GrassrootsUnion.objects.all(), self.request.user, pk=plain_number(asked) or 0
        )
        return unit

    def get_table_data(self) -> ScopedQuerySet:
        (measure,) = MEASURES.items(self.target.measure)
        rows = measure.rows(self.campaign, self.target.title).filter(grassroots__in=self.counted_units())
        visible = rows.model._default_manager.visible_to(self.request.user).values("pk")
        shown: ScopedQuerySet = rows.filter(pk__in=visible).for_table().order_by("grassroots__sort_key", "pk")
        return shown

    def counted_units(self) -> list[int]:
        units = units_of(self.campaign, self.target.sector)
        return [unit.pk for unit in units if self.unit in {None, unit}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        label = label_of(self.target, self.campaign)
        above = reverse("emulation:campaign-targets", args=[self.campaign.pk])
        return super().get_context_data(heading=label, above=self.campaign, above_url=above, unit=self.unit, **kwargs)


class RankingSwitch(OfCampaign):
    http_method_names = ["post"]

    def may(self, user: Any) -> bool:
        return may_remind(user, self.campaign)

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        def switch() -> None:
            set_ranking_shown(self.campaign, actor=self.request.user, shown=request.POST.get("shown") == "yes")

        return perform_or_refuse(request, switch, resolve_url("emulation:campaign-targets", pk), about=self.campaign)
