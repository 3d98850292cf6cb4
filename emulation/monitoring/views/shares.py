from datetime import date
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.generic import TemplateView

from core.text import format_number, format_share
from emulation.campaigns.models import Campaign
from emulation.monitoring.charts import TrendChart, bar_chart, trend_chart
from emulation.monitoring.selectors import shares
from emulation.monitoring.selectors.shares import GroupCount, RolledOutUnit
from emulation.monitoring.tables.shares import ShareTable, TrendTable
from emulation.monitoring.views.of_campaign import OfCampaign


class Shares(OfCampaign, TemplateView):  # type: ignore[misc]
    template_name = "emulation/shares.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        rows = [*shares.unit_rows(self.board()), *shares.newcomer_rows(self.campaign)]
        groups = [
            share_section(self.campaign, shares.by_sector(rows), by="sector", heading=_("Sector")),
            share_section(self.campaign, shares.by_cluster(rows), by="cluster", heading=_("Cluster")),
        ]
        return super().get_context_data(
            heading=_("Shares and trend: %(campaign)s") % {"campaign": self.campaign},
            campaign=self.campaign,
            here="shares",
            figures=share_figures(self.campaign, shares.count_units(rows)),
            groups=[group for group in groups if group["chart"]],
            **(self.trend(rows, self.campaign.launched_on) if rows and self.campaign.launched_on else {}),
            **kwargs,
        )

    def trend(self, rows: list[RolledOutUnit], first: date) -> dict[str, Any]:
        days = shares.trend(rows, first, max(timezone.localdate(), first))
        chart: TrendChart = trend_chart(days, len(rows))
        return {"trend": chart, "trend_table": TrendTable(days)}


def share_section(campaign: Campaign, groups: list[GroupCount], *, by: str, heading: str) -> dict[str, Any]:
    table = ShareTable(groups, campaign=campaign, by=by, heading=heading)
    return {"heading": heading, "chart": bar_chart(groups), "table": table}


def share_figures(campaign: Campaign, total: GroupCount) -> list[dict[str, Any]]:
    table = ShareTable([], campaign=campaign, by="", heading="")
    of_units = _("%(share)s of %(units)s units")
    counts = [
        (_("Received"), total.received, {"done": "received"}),
        (_("Launched locally"), total.launched, {"done": "accepted"}),
        (_("Result reported"), total.reported, {"done": "reported"}),
        (_("Late"), total.late, {"late": "yes"}),
    ]
    return [
        {
            "label": label,
            "value": count,
            "url": table.address(total, **filters),
            "remark": of_units % {"share": format_share(count, total.units), "units": format_number(total.units)},
        }
        for label, count, filters in counts
    ]
