"""Counts of a campaign's units by sector, cluster and day, from one reading of the rows."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import accumulate
from typing import Any, NamedTuple

from django.utils import timezone

from core.scoping import ScopedQuerySet
from emulation.campaigns.models import Campaign
from emulation.campaigns.selectors.sending import units_without_plan
from unions.units.models import GrassrootsUnion


class RolledOutUnit(NamedTuple):
    sector: int | None
    sector_name: str
    cluster: int | None
    cluster_name: str
    received_on: date | None
    launched_on: date | None
    reported_on: date | None
    has_registered: bool
    late: bool


FIELDS = (
    *("grassroots__sector", "grassroots__sector__name", "grassroots__cluster", "grassroots__cluster__name"),
    *("acknowledged_on", "counted_launch", "reported_on", "has_registered", "late"),
)


@dataclass(frozen=True)
class GroupCount:
    key: int | None
    name: str
    units: int
    received: int
    launched: int
    registered: int
    reported: int
    late: int

    @property
    def not_launched(self) -> int:
        return self.units - self.launched


class TrendDay(NamedTuple):
    day: date
    received: int
    launched: int


def unit_rows(rollouts: ScopedQuerySet) -> list[RolledOutUnit]:
    ordered = rollouts.order_by("grassroots__sector__position", "grassroots__cluster__name", "pk")
    return [RolledOutUnit(*row) for row in ordered.values_list(*FIELDS)]


def newcomer_rows(campaign: Campaign) -> list[RolledOutUnit]:
    """They count as not reached."""
    units = units_without_plan(campaign, timezone.localdate()).select_related("sector", "cluster").order_by("pk")
    return [_newcomer(unit) for unit in units]


def _newcomer(unit: GrassrootsUnion) -> RolledOutUnit:
    cluster = unit.cluster.name if unit.cluster else ""
    place = (unit.sector_id, unit.sector.name, unit.cluster_id, cluster)
    return RolledOutUnit(*place, None, None, None, has_registered=False, late=False)


def by_sector(rows: Iterable[RolledOutUnit]) -> list[GroupCount]:
    return _groups((row.sector, row.sector_name, row) for row in rows)


def by_cluster(rows: Iterable[RolledOutUnit]) -> list[GroupCount]:
    groups = _groups((row.cluster, row.cluster_name, row) for row in rows if row.cluster)
    return sorted(groups, key=lambda group: (group.name, group.key))


def _groups(rows: Iterable[tuple[int | None, str, RolledOutUnit]]) -> list[GroupCount]:
    grouped: dict[tuple[int | None, str], list[RolledOutUnit]] = defaultdict(list)
    for key, name, row in rows:
        grouped[key, name].append(row)
    return [count_units(own, key, name) for (key, name), own in grouped.items()]


def count_units(rows: Sequence[RolledOutUnit], key: int | None = None, name: str = "") -> GroupCount:
    def number(field: str) -> int:
        return sum(getattr(row, field) not in (None, False) for row in rows)

    return GroupCount(
        key=key,
        name=name or "",
        units=len(rows),
        received=number("received_on"),
        launched=number("launched_on"),
        registered=number("has_registered"),
        reported=number("reported_on"),
        late=number("late"),
    )


def trend(rows: Sequence[RolledOutUnit], first: date, last: date) -> list[TrendDay]:
    """The first and the last day, and each on which a unit received or launched the plan; all sums."""
    received, launched = _by_day(rows, "received_on"), _by_day(rows, "launched_on")
    days = sorted({first, last, *received, *launched})
    sums = accumulate(received[day] for day in days), accumulate(launched[day] for day in days)
    return [TrendDay(*numbers) for numbers in zip(days, *sums, strict=True)]


def _by_day(rows: Iterable[RolledOutUnit], field: str) -> Counter[Any]:
    return Counter(getattr(row, field) for row in rows if getattr(row, field))
