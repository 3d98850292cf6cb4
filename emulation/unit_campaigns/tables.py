import django_tables2 as tables
from django.utils.translation import gettext_lazy as _

from core.tables import DayColumn, ListTable, ShortColumn, badge
from emulation.unit_campaigns.models import UnitCampaign


class UnitCampaignTable(ListTable):
    name = tables.Column(verbose_name=_("Campaign of the unit"))
    grassroots = tables.Column(verbose_name=_("Grassroots union"), order_by="grassroots__sort_key", visible=False)
    parent = tables.Column(verbose_name=_("Carries on"), order_by=("parent__name", "pk"))
    period_start = DayColumn(verbose_name=_("First day"))
    period_end = DayColumn(verbose_name=_("Last day"))
    launched_on = DayColumn(verbose_name=_("Launched on"))
    step = ShortColumn(verbose_name=_("State"), orderable=False)

    READ = (
        *("name", "period_start", "period_end", "launched_on", "reported_on", "year", "struck_at"),
        *("grassroots__name", "parent__name"),
    )

    class Meta(ListTable.Meta):
        model = UnitCampaign
        fields = ["name", "grassroots", "parent", "period_start", "period_end", "launched_on", "step"]

    def detail_name(self, record: UnitCampaign) -> str:
        return str(record.grassroots)

    def render_step(self, record: UnitCampaign) -> str:
        return step_badge(record)

    def value_step(self, record: UnitCampaign) -> str:
        return str(record.step.label)


def step_badge(row: UnitCampaign) -> str:
    return badge(str(row.step.label), row.STEP_TONES[row.step.value])
