from datetime import date
from typing import TYPE_CHECKING

from django.db.models import OuterRef, Q, QuerySet, Subquery

from unions.units.models import GrassrootsUnion, Headcount

if TYPE_CHECKING:
    from emulation.campaigns.models.campaigns import Campaign


def audience(campaign: "Campaign", day: date) -> QuerySet[GrassrootsUnion]:
    """Return the units, active on `day`, that fit sectors, clusters and size, and those taken in by hand."""
    units = GrassrootsUnion.objects.active_under(campaign.union, day)
    by_hand = campaign.units_by_hand.values_list("grassroots", flat=True)
    fitting = _fits(campaign) | Q(pk__in=by_hand.filter(is_included=True))
    left_out = Q(pk__in=by_hand.filter(is_included=False))
    found: QuerySet[GrassrootsUnion] = units.alias(size=_size_in(campaign.year)).filter(fitting).exclude(left_out)
    return found


def _fits(campaign: "Campaign") -> Q:
    """No sector, cluster or size named: every unit."""
    fits = Q()
    for field, chosen in (("sector__in", campaign.sectors), ("cluster__in", campaign.clusters)):
        if chosen.exists():
            fits &= Q(**{field: chosen.values("pk")})
    if campaign.min_workers is not None:
        fits &= Q(size__gte=campaign.min_workers)
    if campaign.max_workers is not None:
        fits &= Q(size__lte=campaign.max_workers)
    return fits or Q(pk__isnull=False)


def _size_in(year: int) -> Subquery:
    """The workers counted in `year`, else in the year before it that was counted last."""
    counted = Headcount.objects.filter(grassroots=OuterRef("pk"), year__lte=year).order_by("-year")
    return Subquery(counted.values("workers")[:1])
