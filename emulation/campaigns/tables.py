"""The lists of campaigns and roll-outs."""

from typing import Any

import django_tables2 as tables
from django.utils.translation import gettext_lazy as _

from core.tables import ListTable
from core.text import format_number, short_date
from emulation.campaigns.models import Campaign, Rollout

NUMBER = {"td": {"class": "num"}, "th": {"class": "num"}}


class StateColumn(tables.TemplateColumn):
    """The state as a badge; in a spreadsheet as its words."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__("{% state_badge record %}", verbose_name=_("State"), **kwargs)

    def value(self, record: Any, **kwargs: Any) -> str:
        return str(record.get_state_display())


class DayColumn(tables.Column):
    def render(self, value: Any) -> str:
        return short_date(value)

    def value(self, **kwargs: Any) -> Any:
        return kwargs["value"]


class CampaignTable(ListTable):
    name = tables.Column(verbose_name=_("Campaign"))
    period_name = tables.Column(verbose_name=_("Period"), order_by=("year", "period_start"))
    union = tables.Column(verbose_name=_("Union"), order_by="union__name")
    state = StateColumn()
    registration_closes = DayColumn(verbose_name=_("Registration closes"))
    launched = tables.Column(
        verbose_name=_("Launched locally"), accessor="units_asked", order_by="units_launched", attrs=NUMBER
    )

    class Meta(ListTable.Meta):
        model = Campaign
        fields = ["name", "period_name", "union", "state", "registration_closes", "launched"]

    def render_launched(self, record: Any) -> str:
        if not record.units_asked:
            return "–"
        return str(_("%(launched)s of %(units)s units")) % {
            "launched": format_number(record.units_launched),
            "units": format_number(record.units_asked),
        }


class RolloutTable(ListTable):
    grassroots = tables.Column(verbose_name=_("Grassroots union"), order_by=("grassroots__sort_key", "pk"))
    campaign = tables.Column(verbose_name=_("Campaign"), order_by=("campaign__name", "grassroots__sort_key"))
    sector = tables.Column(
        verbose_name=_("Sector"), accessor="grassroots__sector", order_by=("grassroots__sector__position", "pk")
    )
    state = StateColumn()
    launched_on = DayColumn(verbose_name=_("Launched on"))
    participants = tables.Column(verbose_name=_("Took part"), attrs=NUMBER)

    class Meta(ListTable.Meta):
        model = Rollout
        fields = ["grassroots", "campaign", "sector", "state", "launched_on", "participants"]
