from typing import Any

from django.http import Http404
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.views.generic import TemplateView
from django_tables2 import SingleTableMixin

from core.actor import SignedInRequest
from core.panels import Panel, PanelRow
from core.scoping import ScopedQuerySet, get_visible_or_404
from core.tables import PER_PAGE
from emulation.campaigns.choices import LAUNCHED_LOCALLY
from emulation.campaigns.measures import Measure
from emulation.campaigns.models import Rollout
from emulation.campaigns.selectors.counted import counted_rows, counts_of_unit, own_measures
from emulation.campaigns.tables import CountedTable
from unions.access import PortalUser


class CountedOfUnit(SingleTableMixin, TemplateView):
    """The records that the portal counts of one unit."""

    request: SignedInRequest
    nav_key = "campaigns"
    template_name = "emulation/counted_rows.html"
    table_class = CountedTable
    table_pagination = {"per_page": PER_PAGE}

    @cached_property
    def rollout(self) -> Rollout:
        rollouts = Rollout.objects.select_related("campaign", "grassroots")
        rollout: Rollout = get_visible_or_404(rollouts, self.request.user, pk=self.kwargs["pk"])
        return rollout

    @cached_property
    def measure(self) -> Measure:
        try:
            return own_measures()[self.kwargs["measure"]]
        except KeyError:
            raise Http404 from None

    def get_table_data(self) -> ScopedQuerySet:
        rows: ScopedQuerySet = counted_rows(self.measure, self.rollout, self.request.user).for_table().order_by("pk")
        return rows

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        rollout, heading = self.rollout, self.measure.label
        return super().get_context_data(heading=heading, above=rollout, unit=rollout.grassroots, **kwargs)


def counted_panel(user: PortalUser, rollout: Rollout, year: int) -> Panel | None:
    """From the launch at the unit on."""
    if rollout.state not in LAUNCHED_LOCALLY:
        return None
    rows = [
        PanelRow(str(row.measure.label), row.count, reverse("emulation:rollout-counted", args=[rollout.pk, row.code]))
        for row in counts_of_unit(rollout, user)
    ]
    return Panel(title=_("Counted by the portal, as far as it is accepted"), rows=rows, position=15)
