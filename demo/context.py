"""One federation, its people, and a seeded random generator."""

import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from functools import cached_property
from pathlib import Path
from random import Random
from typing import Any, TypeVar

from django.utils import timezone

from accounts.users.models import User
from demo.names import NameGenerator
from emulation.law.models import Title
from unions.people.models import Employment, Person
from unions.tree.models import Union
from unions.units.choices import SectorKind
from unions.units.models import GrassrootsUnion, Sector, Team

T = TypeVar("T")
BATCH = 500
PLAN = Path(__file__).with_name("scenario.toml")


def read_plan() -> dict[str, Any]:
    return tomllib.loads(PLAN.read_text("utf-8"))


def seeded_random(seed: int | str) -> Random:
    return Random(seed)  # noqa: S311 - for made-up records, not for secrets


def local_datetime(day: date, hour: int, minute: int = 0) -> datetime:
    return timezone.make_aware(datetime.combine(day, time(hour, minute)))


@dataclass
class Unit:
    grassroots: GrassrootsUnion
    chair: User
    teams: list[Team] = field(default_factory=list)
    employments: list[Employment] = field(default_factory=list)

    @property
    def sector(self) -> str:
        return self.grassroots.sector.kind

    @property
    def people(self) -> list[Person]:
        return [employment.person for employment in self.employments]


@dataclass
class DemoContext:
    union: Union
    plan: dict[str, Any]
    random: Random
    names: NameGenerator
    sectors: dict[str, Sector]
    titles: dict[str, Title]
    officer: User
    leader: User
    council: User
    clerk: User
    today: date
    units: list[Unit] = field(default_factory=list)

    @property
    def year(self) -> int:
        return int(self.plan["year"])

    def units_of(self, *kinds: SectorKind) -> list[Unit]:
        return [unit for unit in self.units if unit.sector in kinds] if kinds else list(self.units)

    def unit_to_try(self, kind: SectorKind) -> Unit:
        """The chair of this unit signs in with the demo password."""
        return next(unit for unit in self.units_of(kind) if unit.chair.username.startswith("chair."))

    def unit(self, pk: int) -> Unit:
        return self._units_by_pk[pk]

    @cached_property
    def _units_by_pk(self) -> dict[int, Unit]:
        return {unit.grassroots.pk: unit for unit in self.units}

    def employments_of(self, *kinds: SectorKind) -> list[tuple[Unit, Employment]]:
        return [(unit, employment) for unit in self.units_of(*kinds) for employment in unit.employments]

    def sample(self, items: Sequence[T], count: int) -> list[T]:
        """The order is kept; raise ValueError if there are fewer."""
        places = sorted(self.random.sample(range(len(items)), count))
        return [items[place] for place in places]

    def random_day(self, first: date, last: date) -> date:
        """A working day; `first` if `last` is before it."""
        day = first + timedelta(days=self.random.randrange(max((last - first).days, 0) + 1))
        return day - timedelta(days=max(day.weekday() - 4, 0)) if day - timedelta(days=2) >= first else day


def deal_evenly(context: DemoContext, items: Sequence[T], count: int) -> Iterator[T]:
    """Every item is used once, in random order, before any is used again."""
    pile: list[T] = []
    for _number in range(count):
        if not pile:
            pile = context.random.sample(list(items), len(items))
        yield pile.pop()
