"""How the rows of this app hang on who may see them."""

from typing import Self

from django.db.models import Q

from core.scoping import ScopedQuerySet
from unions.access import PortalUser
from unions.units.models import GrassrootsUnion


class UnionScopedQuerySet(ScopedQuerySet):
    """Rows a federation keeps for itself."""

    def visible_to(self, user: PortalUser) -> Self:
        """The branch sees them, and nobody else."""
        if not user.is_authenticated:
            return self.none()
        return self if user.access.sees_all else self.filter(union__in=user.access.branch)


class UnitScopedQuerySet(ScopedQuerySet):
    """Rows of one grassroots union, kept under the federation it belonged to at the time.

    The federation of the time goes on seeing them after a transfer, and so does the unit's new one.
    """

    def visible_to(self, user: PortalUser) -> Self:
        if not user.is_authenticated:
            return self.none()
        if user.access.sees_all:
            return self
        units = GrassrootsUnion.objects.under_responsibility_of(user).values("pk")
        return self.filter(Q(union__in=user.access.branch) | Q(grassroots__in=units))
