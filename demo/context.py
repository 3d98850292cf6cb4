"""What all parts of the demo share: the federation, its people, and chance drawn from one seed."""

import tomllib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from functools import cached_property
from pathlib import Path
from random import Random
from typing import Any, TypeVar

from django.utils import timezone

from accounts.users.models import User
from demo.names import Namer
from emulation.law.models import Title
from unions.people.models import Employment, Person
from unions.tree.models import Union
from unions.units.choices import SectorKind
from unions.units.models import GrassrootsUnion, Sector, Team

T = TypeVar("T")
BATCH = 500
PLAN = Path(__file__).with_name("scenario.toml")


def read_plan() -> dict[str, Any]:
    """Return how many records to make of what."""
    return tomllib.loads(PLAN.read_text("utf-8"))


def chance_from(seed: int | str) -> Random:
    """Return chance that falls the same on every run."""
    return Random(seed)  # noqa: S311 - for made-up records, not for secrets


def at(day: date, hour: int = 9, minute: int = 0) -> datetime:
    """Return a moment of that day in Hà Nội."""
    return timezone.make_aware(datetime.combine(day, time(hour, minute)))


@dataclass
class Unit:
    """A grassroots union with its chair's account and who works there."""

    grassroots: GrassrootsUnion
    chair: User
    teams: list[Team] = field(default_factory=list)
    posts: list[Employment] = field(default_factory=list)

    @property
    def sector(self) -> str:
        return self.grassroots.sector.kind

    @property
    def people(self) -> list[Person]:
        return [post.person for post in self.posts]


@dataclass
class DemoContext:
    """One federation while its demo is made."""

    union: Union
    plan: dict[str, Any]
    chance: Random
    namer: Namer
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

    @property
    def place(self) -> str:
        """What the district is called: `Tây Hồ`."""
        return self.union.profile.place

    def units_of(self, *kinds: SectorKind) -> list[Unit]:
        return [unit for unit in self.units if unit.sector in kinds] if kinds else list(self.units)

    def unit(self, pk: int) -> Unit:
        return self._by_key[pk]

    @cached_property
    def _by_key(self) -> dict[int, Unit]:
        return {unit.grassroots.pk: unit for unit in self.units}

    def posts_of(self, *kinds: SectorKind) -> list[tuple[Unit, Employment]]:
        return [(unit, post) for unit in self.units_of(*kinds) for post in unit.posts]

    def some(self, things: Sequence[T], count: int) -> list[T]:
        """Draw `count` of `things`, in their order; ValueError where there are fewer."""
        places = sorted(self.chance.sample(range(len(things)), count))
        return [things[place] for place in places]

    def day(self, first: date, last: date) -> date:
        """Draw a working day between two days; the first where the last lies before it."""
        drawn = first + timedelta(days=self.chance.randrange(max((last - first).days, 0) + 1))
        return drawn - timedelta(days=max(drawn.weekday() - 4, 0)) if drawn - timedelta(days=2) >= first else drawn


def dealt(stage: DemoContext, things: Sequence[T], count: int) -> Iterable[T]:
    """Deal `count` times from the shuffled things, beginning anew when all are dealt."""
    pile: list[T] = []
    for _turn in range(count):
        if not pile:
            pile = stage.chance.sample(list(things), len(things))
        yield pile.pop()
