from typing import Self

from django.db.models import Q

from core.scoping import ScopedQuerySet
from unions.access import PortalUser
from unions.branches import day_of, in_branch
from unions.units.models import GrassrootsUnion


class UnionScopedQuerySet(ScopedQuerySet):
    """Rows with a `union`, for the staff of its branch; a union that moved takes new ones with it."""

    def visible_to(self, user: PortalUser) -> Self:
        if not user.is_authenticated:
            return self.none()
        return self if user.access.sees_all else self.filter(in_branch(user.access, day_of(self.model)))


class UnitScopedQuerySet(ScopedQuerySet):
    """Rows with a `grassroots` union and its `union` of the time.

    After a transfer both the union of the time and today's see them.
    """

    DAY = ""  # where another field than that of `day_of` says of which day a row is

    def visible_to(self, user: PortalUser) -> Self:
        if not user.is_authenticated:
            return self.none()
        if user.access.sees_all:
            return self
        units = GrassrootsUnion.objects.under_responsibility_of(user).values("pk")
        return self.filter(in_branch(user.access, self.DAY or day_of(self.model)) | Q(grassroots__in=units))


class StrikableUnitQuerySet(UnitScopedQuerySet):
    # Not from StrikableQuerySet: the stubs of Django cannot join the managers of two querysets.
    def not_struck(self) -> Self:
        return self.filter(struck_at=None)
