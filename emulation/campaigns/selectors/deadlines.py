"""Until when a unit registers: the day of its sector, else of the campaign, or a later one of an extension.

Of the extensions for all, for the same sector or for the same unit the last one that is not withdrawn holds. Another
one mends a wrong day, a withdrawal mends one that was for the wrong units.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from operator import itemgetter
from typing import Any

from django.db.models import BigIntegerField, Case, DateField, F, OuterRef, Q, QuerySet, Subquery, Value, When
from django.db.models.functions import Cast, Coalesce, Greatest
from django.db.models.lookups import IsNull

from core.request_cache import read_once
from emulation.campaigns.choices import ChangeKind
from emulation.campaigns.models import Campaign, CampaignChange, CampaignSector
from unions.units.models import GrassrootsUnion, Sector

Scope = tuple[int | None, int | None]
"""(sector, unit); neither of the two for all units."""
ALL: Scope = (None, None)
STANDS = Q(kind=ChangeKind.EXTENSION, withdrawal=None)
NEVER_EXTENDED = Value(date.min, DateField())


def deadline() -> Case:
    """Return the last day of registration of rows with a campaign and a grassroots union, as an expression."""
    plans = CampaignSector.objects.order_by()  # without the joins of its order
    own = plans.filter(campaign=OuterRef("campaign"), sector=OuterRef("grassroots__sector"))
    planned = Coalesce(Subquery(own.values("registration_closes")[:1]), F("campaign__registration_closes"))
    extended = (
        _last_extension(sector=None, grassroots=None),
        _last_extension(sector=OuterRef("grassroots__sector")),
        _last_extension(grassroots=OuterRef("grassroots")),
    )
    longest = Greatest(planned, *(Coalesce(day, NEVER_EXTENDED) for day in extended))
    return Case(When(IsNull(planned, False), then=longest), output_field=DateField())  # no day stays no day


def _last_extension(**scope: OuterRef | None) -> Subquery:
    changes = CampaignChange.objects.filter(STANDS, campaign=OuterRef("campaign"), **scope)
    return Subquery(changes.order_by("-number").values("registration_closes")[:1])


def deadline_of(campaign: Campaign, grassroots: GrassrootsUnion) -> date | None:
    """Return the last day on which the unit registers; the same as `deadline` for one row, which may be unsaved."""
    return read_once(deadlines_of, campaign).of(grassroots)


@dataclass(frozen=True)
class Deadlines:
    """The days of one campaign, for any number of units."""

    general: date | None
    of_sectors: Mapping[int, date]
    extensions: Mapping[Scope, date]

    def of(self, unit: GrassrootsUnion) -> date | None:
        return self.of_scope(None, unit)

    def of_scope(self, sector: int | None, unit: GrassrootsUnion | None, *, extended: bool = True) -> date | None:
        """Return the day of one unit, one sector or all; `extended` by what they were given themselves."""
        scopes: list[Scope] = [ALL]
        if unit:
            sector, scopes = unit.sector_id, [ALL, (unit.sector_id, None), (None, unit.pk)]
        elif sector:
            scopes = [ALL, (sector, None)]
        return self._longest(sector, *(scopes if extended else scopes[:-1]))

    def _longest(self, sector: int | None, *scopes: Scope) -> date | None:
        planned = self._planned(sector)
        extended = [self.extensions[scope] for scope in scopes if scope in self.extensions]
        return max([planned, *extended]) if planned else None

    def _planned(self, sector: int | None) -> date | None:
        return self.of_sectors.get(sector, self.general) if sector else self.general


def deadlines_of(campaign: Campaign) -> Deadlines:
    return deadlines_by_campaign([campaign])[campaign.pk]


def deadlines_by_campaign(campaigns: Iterable[Campaign]) -> dict[int, Deadlines]:
    """One query for any number of campaigns."""
    rows = {campaign.pk: campaign for campaign in campaigns}
    of_sectors: dict[int, dict[int, date]] = {key: {} for key in rows}
    extensions: dict[int, dict[Scope, date]] = {key: {} for key in rows}
    for campaign, number, sector, unit, day in sorted(_days(rows), key=itemgetter(1)):
        if number:
            extensions[campaign][sector, unit] = day
        else:
            of_sectors[campaign][sector] = day
    return {key: Deadlines(row.registration_closes, of_sectors[key], extensions[key]) for key, row in rows.items()}


def _days(campaigns: Collection[int]) -> QuerySet[Any, Any]:
    """The days of the plan have the number 0."""
    columns = "campaign", "number", "sector", "unit", "registration_closes"
    own = CampaignSector.objects.filter(campaign__in=campaigns).exclude(registration_closes=None).order_by()
    planned = own.annotate(number=Value(0), unit=Cast(Value(None), BigIntegerField())).values_list(*columns)
    changes = CampaignChange.objects.filter(STANDS, campaign__in=campaigns).order_by()
    days: QuerySet[Any, Any] = planned.union(changes.annotate(unit=F("grassroots")).values_list(*columns), all=True)
    return days


def closing_days(campaign: Campaign) -> list[tuple[date, str]]:
    """Return the day of all units with "", and the day of each sector or unit that has another one."""
    days = deadlines_of(campaign)
    general = days.of_scope(None, None)
    sectors = Sector.objects.filter(pk__in=campaign.rollouts.values("grassroots__sector"))
    units = GrassrootsUnion.objects.filter(pk__in=[unit for _sector, unit in days.extensions if unit])
    of_sectors = [(day, str(sector)) for sector in sectors if (day := days.of_scope(sector.pk, None)) != general]
    of_units = [(day, str(unit)) for unit in units if (day := days.of(unit)) != days.of_scope(unit.sector_id, None)]
    return sorted((day, name) for day, name in [(general, ""), *of_sectors, *of_units] if day)
