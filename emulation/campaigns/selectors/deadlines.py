"""Until when a unit registers: the day of its sector, else of the campaign. An extension only makes it later."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Case, DateField, F, OuterRef, Q, Subquery, When
from django.db.models.functions import Coalesce, Greatest
from django.db.models.lookups import IsNull

from emulation.campaigns.choices import ChangeKind
from emulation.campaigns.models import Campaign, CampaignChange, CampaignSector
from unions.units.models import GrassrootsUnion


def deadline() -> Case:
    """Return the last day of registration of rows with a campaign and a grassroots union, as an expression."""
    own = CampaignSector.objects.filter(campaign=OuterRef("campaign"), sector=OuterRef("grassroots__sector"))
    changes = CampaignChange.objects.filter(campaign=OuterRef("campaign"), kind=ChangeKind.EXTENSION).filter(
        Q(sector=None, grassroots=None)
        | Q(sector=OuterRef("grassroots__sector"))
        | Q(grassroots=OuterRef("grassroots"))
    )
    latest = changes.order_by("-registration_closes").values("registration_closes")[:1]
    planned = Coalesce(Subquery(own.values("registration_closes")[:1]), F("campaign__registration_closes"))
    longest = Greatest(planned, Coalesce(Subquery(latest), planned))
    return Case(When(IsNull(planned, False), then=longest), output_field=DateField())  # no day stays no day


def deadline_of(campaign: Campaign, grassroots: GrassrootsUnion) -> date | None:
    """Return the last day on which the unit registers; the same as `deadline` for one row, which may be unsaved."""
    return deadlines_of(campaign).of(grassroots)


@dataclass(frozen=True)
class Deadlines:
    """The days of one campaign, for any number of units."""

    general: date | None
    of_sectors: dict[int, date]
    extensions: tuple[tuple[int | None, int | None, date], ...]
    """(sector, unit, day); neither of the two for all units."""

    def of(self, unit: GrassrootsUnion) -> date | None:
        planned = self.of_sectors.get(unit.sector_id, self.general) if unit.sector_id else self.general
        if planned is None:
            return None
        return max([planned, *self._extended(unit)])

    def days(self) -> set[date]:
        """Each day on which registration closes for somebody."""
        days = {self.general, *self.of_sectors.values(), *(day for _sector, _unit, day in self.extensions)}
        return {day for day in days if day}

    def _extended(self, unit: GrassrootsUnion) -> Iterable[date]:
        for sector, grassroots, day in self.extensions:
            if (sector, grassroots) in {(None, None), (unit.sector_id, None), (None, unit.pk)}:
                yield day


def deadlines_of(campaign: Campaign) -> Deadlines:
    own = campaign.sector_plans.exclude(registration_closes=None).values_list("sector", "registration_closes")
    changes = campaign.plan_changes.filter(kind=ChangeKind.EXTENSION)
    extensions = changes.values_list("sector", "grassroots", "registration_closes")
    return Deadlines(campaign.registration_closes, dict(own), tuple(extensions))
