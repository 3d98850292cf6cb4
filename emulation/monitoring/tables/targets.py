from collections.abc import Sequence
from typing import Any, ClassVar

import django_tables2 as tables
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.links import list_url
from core.tables import NONE, NUMBER, ListTable, ShortColumn, badge
from core.text import format_share
from emulation.monitoring.selectors.targets import Progress, RankedUnit, SectorProgress, TargetProgress


def rows_url(target: TargetProgress, **query: Any) -> str:
    return list_url("emulation:campaign-target", target.target.campaign_id, target.target.pk, **query)


class ReachedTable(ListTable):
    reached = tables.Column(verbose_name=gettext_lazy("Reached"), attrs=NUMBER, empty_values=())
    share = tables.Column(verbose_name=gettext_lazy("Share"), attrs=NUMBER, empty_values=())
    state = ShortColumn(verbose_name=gettext_lazy("Target"), empty_values=())

    class Meta(ListTable.Meta):
        orderable = False

    progress_field: ClassVar[str]

    def progress_of(self, record: Any) -> Progress:
        progress: Progress = getattr(record, self.progress_field)
        return progress

    def render_reached(self, record: Any) -> str:
        return str(self.progress_of(record))

    def render_share(self, record: Any) -> str:
        progress = self.progress_of(record)
        return format_share(progress.reached, progress.aimed)

    def render_state(self, record: Any) -> str:
        is_reached = self.progress_of(record).is_reached
        return badge(_("Reached"), "good") if is_reached else badge(_("Not reached yet"), "neutral")


class TargetTable(ReachedTable):
    progress_field = "total"
    label = tables.Column(verbose_name=gettext_lazy("What is counted"), accessor="numbered_label")
    asked = tables.Column(verbose_name=gettext_lazy("Aimed at"), accessor="target")
    sector = tables.Column(
        verbose_name=gettext_lazy("Sector"), accessor="target__sector", default=gettext_lazy("All")
    )

    class Meta(ReachedTable.Meta):
        sequence = ("label", "sector", "asked", "reached", "share", "state")

    def row_url(self, record: TargetProgress) -> str:
        return rows_url(record)

    def render_asked(self, record: TargetProgress) -> str:
        return record.aim


class SectorTable(ReachedTable):
    progress_field = "progress"
    label = tables.Column(verbose_name=gettext_lazy("What is counted"), accessor="target__numbered_label")
    sector = tables.Column(verbose_name=gettext_lazy("Sector"), default=gettext_lazy("Without sector"))

    class Meta(ReachedTable.Meta):
        sequence = ("label", "sector", "reached", "share", "state")

    def row_url(self, record: SectorProgress) -> str:
        return rows_url(record.target)


class RankTable(ListTable):
    unit = tables.Column(verbose_name=gettext_lazy("Grassroots union"))
    rank = tables.Column(verbose_name=gettext_lazy("Rank"), attrs=NUMBER)
    whole = tables.Column(verbose_name=gettext_lazy("Targets reached"), attrs=NUMBER)

    class Meta(ListTable.Meta):
        orderable = False

    def __init__(self, *args: Any, progress: Sequence[TargetProgress], **kwargs: Any) -> None:
        parts = [(f"target_{target.target.pk}", PartColumn(target)) for target in progress]
        super().__init__(*args, extra_columns=parts, **kwargs)

    def row_url(self, record: RankedUnit) -> str:
        return record.unit.get_absolute_url()


class PartColumn(tables.Column):
    """The number leads to the records that were counted."""

    def __init__(self, target: TargetProgress) -> None:
        super().__init__(
            verbose_name=_("Target %(number)s") % {"number": target.number}, accessor="unit", attrs=NUMBER
        )
        self.target = target

    def render(self, record: RankedUnit) -> str:
        part = record.parts.get(self.target.target.pk)
        if part is None:
            return NONE
        return format_html('<a href="{}">{}</a>', rows_url(self.target, unit=record.unit.pk), part)
