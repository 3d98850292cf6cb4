"""Which units count in the shares of a campaign on a day, and why one that received the plan does not."""

from collections.abc import Iterable
from datetime import date
from typing import NamedTuple

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _

from core.scoping import ScopedQuerySet
from core.text import short_date
from emulation.campaigns.models import Campaign, Rollout
from emulation.campaigns.models.audience import in_audience, units_by_campaign
from restructuring.choices import ReorganisationKind
from restructuring.models import Succession
from unions.units.choices import UnitStatus
from unions.units.models import Affiliation, GrassrootsUnion


def campaign_standing(campaign: Campaign, day: date) -> QuerySet[GrassrootsUnion]:
    """Return the units that count: active under the union, with the plan or of its audience."""
    here = GrassrootsUnion.objects.active_under(campaign.union, day)
    audience = campaign.audience(day).values("pk")
    units: QuerySet[GrassrootsUnion] = here.filter(
        Q(pk__in=campaign.rollouts.values("grassroots")) | Q(pk__in=audience)
    )
    return units


class LaunchCount(NamedTuple):
    units: int
    launched: int


def standing_of(campaigns: Iterable[Campaign], day: date) -> dict[int, LaunchCount]:
    """Count the units of many campaigns as `campaign_standing` does, and those whose launch was accepted."""
    own = Rollout.objects.filter(campaign=OuterRef("plan"), grassroots=OuterRef("pk"))
    units = units_by_campaign(campaigns, day).filter(Q(Exists(own)) | in_audience())
    launched = Exists(own.filter(launch_accepted_at__isnull=False))
    by_campaign = units.order_by().annotate(campaign=F("plan")).values_list("campaign")
    rows = by_campaign.annotate(units=Count("pk"), launched=Count("pk", filter=launched))
    return {campaign: LaunchCount(*counts) for campaign, *counts in rows}


def by_launches(campaigns: QuerySet[Campaign], day: date, *, most_first: bool) -> QuerySet[Campaign]:
    launches = Rollout.objects.filter(is_counted(day), campaign=OuterRef("pk"), launch_accepted_at__isnull=False)
    number = Subquery(launches.order_by().values("campaign").annotate(number=Count("pk")).values("number"))
    ordered = campaigns.annotate(launches=Coalesce(number, 0))
    return ordered.order_by("-launches" if most_first else "launches", "-year", "code")


def is_counted(day: date) -> Exists:
    """The same for rows with a grassroots union and its union of the time."""
    active = Q(grassroots__status=UnitStatus.ACTIVE) | Q(grassroots__dissolved_on__gt=day)
    links = Affiliation.objects.on(day).filter(active)
    return Exists(links.filter(grassroots=OuterRef("grassroots"), union=OuterRef("union")))


def reasons_gone(rollouts: Iterable[Rollout], day: date) -> dict[int, str]:
    """Why these roll-outs are not counted, by their key; the others are missing."""
    rows = Rollout.objects.filter(~is_counted(day), pk__in=[rollout.pk for rollout in rollouts])
    gone = list(rows.select_related("grassroots"))
    if not gone:
        return {}
    units = [rollout.grassroots_id for rollout in gone]
    return {rollout.pk: _reason(rollout.grassroots, _merges(units), _links(units)) for rollout in gone}


def _merges(units: list[int]) -> dict[int, Succession]:
    merges = Succession.objects.filter(predecessor__in=units, kind=ReorganisationKind.MERGE)
    return {merge.predecessor_id: merge for merge in merges.select_related("successor").order_by("on", "pk")}


def _links(units: list[int]) -> dict[int, Affiliation]:
    links: ScopedQuerySet = Affiliation.objects.filter(grassroots__in=units).open_ended().select_related("union")
    return {link.grassroots_id: link for link in links}


def _reason(unit: GrassrootsUnion, merges: dict[int, Succession], links: dict[int, Affiliation]) -> str:
    if unit.status == UnitStatus.DISSOLVED and unit.pk in merges:
        merge = merges[unit.pk]
        return _("merged into %(unit)s on %(day)s") % {"unit": merge.successor, "day": short_date(merge.on)}
    if unit.status == UnitStatus.DISSOLVED and unit.dissolved_on:
        return _("dissolved on %(day)s") % {"day": short_date(unit.dissolved_on)}
    if unit.status == UnitStatus.SUSPENDED:
        return str(unit.get_status_display()).lower()
    if link := links.get(unit.pk):
        return _("transferred to %(union)s on %(day)s") % {"union": link.union, "day": short_date(link.valid_from)}
    return _("no longer under the union")
