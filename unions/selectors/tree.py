"""The tree of unions as a person sees it."""

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from typing import Any

from unions.choices import UnitStatus
from unions.models import Affiliation, GrassrootsUnion, Union, UnionLink


@dataclass
class Branch:
    """A union, how many working units it has, and the unions below it."""

    union: Union
    units: int
    below: list["Branch"] = field(default_factory=list)

    @property
    def units_in_all(self) -> int:
        return self.units + sum(branch.units_in_all for branch in self.below)


def branches_for(user: Any) -> list[Branch]:
    """Return the unions `user` may see today as trees; a union whose parent is out of sight is a root."""
    unions = {union.pk: union for union in Union.objects.visible_to(user).filter(dissolved_on__isnull=True)}
    parents = dict(UnionLink.objects.open_ended().filter(union__in=unions).values_list("union", "parent"))
    below: dict[int | None, list[int]] = defaultdict(list)
    for pk in unions:
        parent = parents.get(pk)
        below[parent if parent in unions else None].append(pk)
    counts = _unit_counts(user)

    def grown(pk: int) -> Branch:
        return Branch(unions[pk], counts[pk], [grown(child) for child in below[pk]])

    return [grown(pk) for pk in below[None]]


def _unit_counts(user: Any) -> Counter[int]:
    working = GrassrootsUnion.objects.visible_to(user).filter(status=UnitStatus.ACTIVE)
    links = Affiliation.objects.open_ended().filter(grassroots__in=working)
    return Counter(links.values_list("union", flat=True))
