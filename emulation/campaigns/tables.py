from collections.abc import Sequence
from typing import Any

import django_tables2 as tables
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from core.links import list_url
from core.tables import CHOICE, NONE, NUMBER, DayColumn, ListTable, StateTable, choice_box
from core.text import format_number
from emulation.campaigns.models import Campaign, Rollout
from emulation.campaigns.rules import waits_for_officer
from emulation.campaigns.selectors.progress import RolloutProgress
from emulation.campaigns.selectors.standing import by_launches, reasons_gone, standing_of
from unions.units.models import GrassrootsUnion


class CampaignTable(StateTable):
    name = tables.Column(verbose_name=_("Campaign"))
    period_name = tables.Column(verbose_name=_("Period"), order_by=("year", "period_start"), visible=False)
    union = tables.Column(verbose_name=_("Union"), order_by="union__name", visible=False)
    registration_closes = DayColumn(verbose_name=_("Registration closes"))
    launched = tables.Column(verbose_name=_("Launched locally"), accessor="pk", attrs=NUMBER)

    class Meta(ListTable.Meta):
        model = Campaign
        fields = ["name", "period_name", "union", "state", "registration_closes", "launched"]

    def detail_name(self, record: Campaign) -> str:
        union = None if "union" in self.exclude else record.union
        return " · ".join(str(fact) for fact in (record.period_name, union) if fact)

    def value_period_name(self, value: str) -> str | int:
        return int(value) if value.isdecimal() else value

    def prepare(self, records: Sequence[Campaign]) -> None:
        launched = [record.pk for record in records if record.launched_on]
        self.standing = standing_of(Campaign.objects.filter(pk__in=launched), timezone.localdate())

    def order_launched(self, campaigns: QuerySet[Campaign], is_descending: bool) -> tuple[QuerySet[Campaign], bool]:
        return by_launches(campaigns, timezone.localdate(), most_first=is_descending), True

    def render_launched(self, record: Campaign) -> str:
        standing = self.standing.get(record.pk)
        if standing is None:
            return NONE
        return str(_("%(launched)s of %(units)s units")) % {
            "launched": format_number(standing.launched),
            "units": format_number(standing.units),
        }


class RolloutTable(StateTable):
    chosen = tables.Column(verbose_name="", attrs=CHOICE, accessor="pk", orderable=False, exclude_from_export=True)
    grassroots = tables.Column(verbose_name=_("Grassroots union"), order_by=("grassroots__sort_key", "pk"))
    campaign = tables.Column(verbose_name=_("Campaign"), order_by=("campaign__name", "grassroots__sort_key"))
    sector = tables.Column(
        verbose_name=_("Sector"),
        accessor="grassroots__sector",
        order_by=("grassroots__sector__position", "pk"),
        visible=False,
    )
    launched_on = DayColumn(verbose_name=_("Launched on"))
    participants = tables.Column(verbose_name=_("Took part"), attrs=NUMBER)

    READ = (
        *("state", "launched_on", "participants", "campaign__name", "grassroots__name", "grassroots__sector__name"),
        *("launch_accepted_at", "report_accepted_at", "return_reason"),
    )

    class Meta(ListTable.Meta):
        model = Rollout
        fields = ["chosen", "grassroots", "campaign", "sector", "state", "launched_on", "participants"]

    def __init__(self, *args: Any, by_campaign: bool = False, **kwargs: Any) -> None:
        """A chair looks for the campaign, an officer for the unit; the other stands below."""
        super().__init__(*args, **kwargs)
        self.columns.hide("grassroots" if by_campaign else "campaign")

    def prepare(self, records: Sequence[Rollout]) -> None:
        self.gone = reasons_gone(records, timezone.localdate())

    def detail_grassroots(self, record: Rollout) -> str:
        gone = filter(None, [self.gone.get(record.pk)])
        return " · ".join([str(record.campaign), *acceptance_words(record), *gone])

    def detail_campaign(self, record: Rollout) -> str:
        unit = [] if "grassroots" in self.exclude else [str(record.grassroots)]
        return " · ".join([*unit, *acceptance_words(record)])

    def render_chosen(self, record: Rollout) -> str:
        return choice_box(record.pk, record) if waits_for_officer(record) else ""


def acceptance_words(rollout: Rollout) -> list[str]:
    if waits_for_officer(rollout):
        return [str(_("waits to be accepted"))]
    return [str(_("returned for correction"))] if rollout.return_reason else []


class AudienceTable(ListTable):
    name = tables.Column(verbose_name=_("Grassroots union"), order_by=("sort_key", "pk"))
    sector = tables.Column(verbose_name=_("Sector"), order_by=("sector__position", "sort_key", "pk"))
    cluster = tables.Column(verbose_name=_("Cluster"), order_by=("cluster__name", "sort_key", "pk"))

    READ = ("name", "sector__name", "cluster__name")

    class Meta(ListTable.Meta):
        model = GrassrootsUnion
        fields = ["name", "sector", "cluster"]


class ProgressTable(ListTable):
    """Each number leads to its roll-outs."""

    name = tables.Column(verbose_name=_("Sector"))
    units = tables.Column(verbose_name=_("Units"), attrs=NUMBER)
    answered = tables.Column(verbose_name=_("Answered"), attrs=NUMBER)
    launched = tables.Column(verbose_name=_("Launched"), attrs=NUMBER)
    reported = tables.Column(verbose_name=_("Reported"), attrs=NUMBER)
    unanswered = tables.Column(verbose_name=_("Not answered"), attrs=NUMBER)

    class Meta(ListTable.Meta):
        orderable = False

    def __init__(self, sectors: Sequence[RolloutProgress], *, campaign: Campaign) -> None:
        self.campaign = campaign
        super().__init__(sectors)

    def row_url(self, record: RolloutProgress) -> str:
        return rollouts_url(self.campaign, sector=record.sector or "")

    def render_answered(self, record: RolloutProgress) -> str:
        return self.linked(record, record.answered, answered="yes")

    def render_launched(self, record: RolloutProgress) -> str:
        return self.linked(record, record.launched, launched="yes")

    def render_reported(self, record: RolloutProgress) -> str:
        return self.linked(record, record.reported, acceptance="reported")

    def render_unanswered(self, record: RolloutProgress) -> str:
        return self.linked(record, record.unanswered, answered="no")

    def linked(self, record: RolloutProgress, count: int, **filters: str) -> str:
        address = rollouts_url(self.campaign, sector=record.sector or "", **filters)
        return format_html('<a href="{}">{}</a>', address, format_number(count))


def rollouts_url(campaign: Campaign, **filters: Any) -> str:
    return list_url("emulation:rollouts", campaign=campaign.pk, year=campaign.year, standing="counted", **filters)


class CountedTable(ListTable):
    name = tables.Column(verbose_name=_("Record"), empty_values=())
    grassroots = tables.Column(verbose_name=_("Grassroots union"))

    class Meta(ListTable.Meta):
        orderable = False

    def row_url(self, record: Any) -> str:
        return record.get_absolute_url() if hasattr(record, "get_absolute_url") else ""

    def render_name(self, record: Any) -> str:
        return str(record)
