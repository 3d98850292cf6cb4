"""Where a user stands: the unions and units their roles of today reach."""

from dataclasses import dataclass, field

EVERY = frozenset[int]()


@dataclass(frozen=True)
class Standing:
    """What somebody may see and in which capacity; ids, because it is asked at the root of every query."""

    sees_all: bool = False
    branch: frozenset[int] = EVERY
    """Unions in which they work for the federation, and all unions below."""
    grassroots: frozenset[int] = EVERY
    """Grassroots unions they chair or sit on the board of."""
    above: frozenset[int] = EVERY
    """Unions above those grassroots unions."""
    roles: frozenset[tuple[str, int | None, int | None]] = field(default_factory=frozenset)
    """(kind, union, grassroots) of each role held today."""

    @property
    def seen_unions(self) -> frozenset[int]:
        return self.branch | self.above

    def holds(
        self, kinds: frozenset[str] | set[str], *, union: int | None = None, grassroots: int | None = None
    ) -> bool:
        """Say whether one of `kinds` is held at exactly this union or this grassroots union."""
        return any(
            kind in kinds and ((union is not None and at == union) or (grassroots is not None and unit == grassroots))
            for kind, at, unit in self.roles
        )

    def holds_any(self, kinds: frozenset[str] | set[str]) -> bool:
        """Say whether one of `kinds` is held anywhere."""
        return any(kind in kinds for kind, _at, _unit in self.roles)

    def unions_where(self, kinds: frozenset[str] | set[str]) -> frozenset[int]:
        """Return the unions at which one of `kinds` is held."""
        return frozenset(at for kind, at, _unit in self.roles if kind in kinds and at is not None)
