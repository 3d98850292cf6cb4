from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass

from django.db.models import Exists, OuterRef
from django.utils import timezone

from accounts.users.models import Role, User
from core.scoping import ScopedQuerySet
from unions.access import CHAIRING, PortalUser, RoleKind
from unions.units.models import Affiliation


@dataclass(frozen=True)
class Chair:
    user: User
    phone: str
    """Empty for whoever may not read it."""

    @property
    def has_address(self) -> bool:
        return self.user.email_proven_at is not None


def has_chair() -> Exists:
    return Exists(_chairing().filter(grassroots=OuterRef("grassroots")))


def chairs_of(units: Collection[int], reader: PortalUser) -> dict[int, list[Chair]]:
    """Phones are read by the officer of the union that the unit belongs to today."""
    readable = _units_of_officer(units, reader)
    chairs: dict[int, list[Chair]] = defaultdict(list)
    for role in _chairing().filter(grassroots__in=units).select_related("user").order_by("pk"):
        unit = role.grassroots_id or 0
        chairs[unit].append(Chair(role.user, role.user.phone if unit in readable else ""))
    return chairs


def _chairing() -> ScopedQuerySet:
    roles: ScopedQuerySet = Role.objects.on(timezone.localdate()).filter(kind__in=CHAIRING, user__is_active=True)
    return roles


def _units_of_officer(units: Iterable[int], reader: PortalUser) -> set[int]:
    offices = reader.access.unions_where({RoleKind.OFFICER})
    links = Affiliation.objects.filter(grassroots__in=units, union__in=offices).open_ended()
    return set(links.values_list("grassroots", flat=True))
