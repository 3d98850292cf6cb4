"""What is reached of the targets of a campaign, counted from records: one query a measure."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import NamedTuple

from django.utils import timezone
from django.utils.translation import gettext as _

from core.text import format_number
from emulation.campaigns.choices import TargetBasis
from emulation.campaigns.measures import MEASURES, counted_label
from emulation.campaigns.models import Campaign, CampaignTarget
from emulation.campaigns.plan_parts import Target, aim
from emulation.campaigns.selectors.reviews import Figure
from emulation.campaigns.selectors.standing import is_counted
from emulation.law.models import Title
from emulation.law.rules import naming_day
from emulation.law.selectors import title_name
from emulation.monitoring.rules import aimed_by_units, ranks
from unions.units.models import GrassrootsUnion, Sector

Counts = Mapping[int, int]


@dataclass(frozen=True)
class Progress:
    """Counts records, or units where the target is about units."""

    reached: int
    aimed: int
    is_of_units: bool = False

    @property
    def is_reached(self) -> bool:
        return self.reached >= self.aimed

    def __str__(self) -> str:
        counts = f"{format_number(self.reached)}/{format_number(self.aimed)}"
        return _("%(counts)s units") % {"counts": counts} if self.is_of_units else counts


class SectorProgress(NamedTuple):
    target: "TargetProgress"
    sector: Sector | None
    progress: Progress


@dataclass(frozen=True)
class TargetProgress:
    number: int
    """On the page of the targets."""
    target: CampaignTarget
    label: str
    units: Sequence[GrassrootsUnion]
    counts: Counts

    @property
    def aim(self) -> str:
        return aim(Target(self.target.measure, self.target.value, self.target.basis))

    @property
    def full_label(self) -> str:
        return f"{self.label} ({self.aim})"

    @property
    def label_in_review(self) -> str:
        sector = self.target.sector
        return f"{self.label} ({sector}: {self.aim})" if sector else self.full_label

    @property
    def numbered_label(self) -> str:
        return f"{self.number}. {self.label}"

    @property
    def total(self) -> Progress:
        return self._of(self.units)

    def by_sector(self) -> list[SectorProgress]:
        """Of a target for all units together no sector has a share of its own."""
        if self.target.basis == TargetBasis.TOGETHER or self.target.sector_id:
            return []
        ordered = sorted(self.units, key=_place_of_sector)
        groups = groupby(ordered, key=lambda unit: unit.sector)
        return [SectorProgress(self, sector, self._of(list(units))) for sector, units in groups]

    def of_unit(self, unit: GrassrootsUnion) -> Progress | None:
        """None where the target asks nothing of a single unit."""
        is_asked = self.target.sector_id in {None, unit.sector_id}
        if self.target.basis == TargetBasis.TOGETHER or not is_asked:
            return None
        return Progress(self.counts.get(unit.pk, 0), self._least)

    @property
    def _least(self) -> int:
        """What a single unit has to reach."""
        return self.target.value if self.target.basis == TargetBasis.EACH_UNIT else 1

    def _of(self, units: Sequence[GrassrootsUnion]) -> Progress:
        counts = [self.counts.get(unit.pk, 0) for unit in units]
        if self.target.basis == TargetBasis.TOGETHER:
            return Progress(sum(counts), self.target.value)
        reached = sum(count >= self._least for count in counts)
        return Progress(reached, aimed_by_units(self.target.basis, self.target.value, len(units)), is_of_units=True)


@dataclass(frozen=True)
class RankedUnit:
    rank: int
    unit: GrassrootsUnion
    parts: Mapping[int, Progress]
    """By the key of the target."""

    @property
    def whole(self) -> Progress:
        return Progress(sum(part.is_reached for part in self.parts.values()), len(self.parts))


def _place_of_sector(unit: GrassrootsUnion) -> tuple[int, int]:
    return (unit.sector.position, unit.sector.pk) if unit.sector else (-1, 0)


def units_of(campaign: Campaign, sector: Sector | None = None) -> list[GrassrootsUnion]:
    """Those that received the plan and count in its shares today."""
    counted = campaign.rollouts.filter(is_counted(timezone.localdate()))
    rollouts = counted.select_related("grassroots__sector").order_by("grassroots__sort_key", "pk")
    return [row.grassroots for row in (rollouts.filter(grassroots__sector=sector) if sector else rollouts)]


def neighbours(campaign: Campaign, unit: GrassrootsUnion) -> list[GrassrootsUnion]:
    """The units of its cluster, else of its sector."""
    place = "cluster_id" if unit.cluster_id else "sector_id"
    return [other for other in units_of(campaign) if getattr(other, place) == getattr(unit, place)]


def progress_of(campaign: Campaign, units: Sequence[GrassrootsUnion]) -> list[TargetProgress]:
    targets = campaign.targets.filter(measure__in=MEASURES.names()).select_related("sector", "title")
    counts: dict[tuple[str, Title | None], Counts] = {}
    return [_progress(campaign, number, target, units, counts) for number, target in enumerate(targets, 1)]


def target_figures(campaign: Campaign) -> list[Figure]:
    return [(row.label_in_review, str(row.total)) for row in progress_of(campaign, units_of(campaign))]


def _progress(
    campaign: Campaign,
    number: int,
    target: CampaignTarget,
    units: Iterable[GrassrootsUnion],
    counts: dict[tuple[str, Title | None], Counts],
) -> TargetProgress:
    key = target.measure, target.title
    if key not in counts:
        (measure,) = MEASURES.items(target.measure)
        counts[key] = measure.count(campaign, target.title)
    own = [unit for unit in units if target.sector_id in {None, unit.sector_id}]
    return TargetProgress(number, target, label_of(target, campaign), own, counts[key])


def label_of(target: CampaignTarget, campaign: Campaign) -> str:
    day = naming_day(campaign.year, timezone.localdate())
    return counted_label(target.measure, title_name(target.title, campaign.union_id, day) if target.title else "")


def ranking(progress: Sequence[TargetProgress], units: Iterable[GrassrootsUnion]) -> list[RankedUnit]:
    """By the share of its targets that a unit has reached, then by name; equal shares have one rank."""
    rows = [RankedUnit(0, unit, parts) for unit in units if (parts := parts_of(progress, unit))]
    shares = {row.unit.pk: row.whole.reached / row.whole.aimed for row in rows}
    ordered = sorted(rows, key=lambda row: (-shares[row.unit.pk], row.unit.sort_key, row.unit.pk))
    places = ranks([shares[row.unit.pk] for row in ordered])
    return [RankedUnit(place, row.unit, row.parts) for place, row in zip(places, ordered, strict=True)]


def parts_of(progress: Iterable[TargetProgress], unit: GrassrootsUnion) -> dict[int, Progress]:
    parts = {target.target.pk: target.of_unit(unit) for target in progress}
    return {key: part for key, part in parts.items() if part is not None}
