from collections.abc import Sequence

import django_tables2 as tables
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.links import list_url
from core.tables import NUMBER, DayColumn, ListTable
from core.text import format_number, format_share
from emulation.campaigns.models import Campaign
from emulation.monitoring.choices import Step
from emulation.monitoring.selectors.shares import GroupCount, TrendDay


class ShareTable(ListTable):
    """Each number leads to its rows on the board."""

    name = tables.Column(empty_values=())
    units = tables.Column(verbose_name=gettext_lazy("Units"), attrs=NUMBER)
    received = tables.Column(verbose_name=gettext_lazy("Received"), attrs=NUMBER)
    launched = tables.Column(verbose_name=gettext_lazy("Launched"), attrs=NUMBER)
    not_launched = tables.Column(verbose_name=gettext_lazy("Not launched"), attrs=NUMBER)
    registered = tables.Column(verbose_name=gettext_lazy("Registered"), attrs=NUMBER)
    reported = tables.Column(verbose_name=gettext_lazy("Reported"), attrs=NUMBER)
    late = tables.Column(verbose_name=gettext_lazy("Late"), attrs=NUMBER)

    class Meta(ListTable.Meta):
        orderable = False

    def __init__(self, groups: Sequence[GroupCount], *, campaign: Campaign, by: str, heading: str) -> None:
        self.campaign, self.by = campaign, by
        super().__init__(groups)
        self.columns["name"].column.verbose_name = heading

    def row_url(self, record: GroupCount) -> str:
        return self.address(record)

    def address(self, record: GroupCount, **filters: str) -> str:
        group = {self.by: record.key} if record.key else {}
        return list_url("emulation:campaign-board", self.campaign.pk, **group, **filters)

    def render_name(self, record: GroupCount) -> str:
        return record.name or _("Without sector")

    def render_received(self, record: GroupCount) -> str:
        return self.share(record, record.received, done=Step.RECEIVED)

    def render_launched(self, record: GroupCount) -> str:
        return self.share(record, record.launched, done=Step.ACCEPTED)

    def render_not_launched(self, record: GroupCount) -> str:
        return self.linked(record, record.not_launched, missing=Step.ACCEPTED)

    def render_registered(self, record: GroupCount) -> str:
        return self.share(record, record.registered, done=Step.REGISTERED)

    def render_reported(self, record: GroupCount) -> str:
        return self.share(record, record.reported, done=Step.REPORTED)

    def render_late(self, record: GroupCount) -> str:
        return self.linked(record, record.late, late="yes")

    def linked(self, record: GroupCount, count: int, **filters: str) -> str:
        return format_html('<a href="{}">{}</a>', self.address(record, **filters), format_number(count))

    def share(self, record: GroupCount, count: int, **filters: str) -> str:
        return format_html("{} ({})", self.linked(record, count, **filters), format_share(count, record.units))


class TrendTable(ListTable):
    day = DayColumn(verbose_name=gettext_lazy("Day"))
    received = tables.Column(verbose_name=gettext_lazy("Received"), attrs=NUMBER)
    launched = tables.Column(verbose_name=gettext_lazy("Launched"), attrs=NUMBER)

    class Meta(ListTable.Meta):
        orderable = False

    def row_url(self, record: TrendDay) -> str:
        return ""
