from django.db.models import Q, QuerySet

from emulation.registrations.choices import COUNTED_REGISTRATION
from emulation.registrations.models import Registration
from unions.access import DRAFTING, PortalUser, RoleKind
from unions.units.models import GrassrootsUnion

OFFICE = frozenset({RoleKind.OFFICER})


def registrations_to_nominate(user: PortalUser, year: int) -> QuerySet[Registration]:
    """Return accepted registrations without a nomination, of the units `user` may draft for."""
    access = user.access
    own_units = [unit for kind, _union, unit in access.roles if kind in DRAFTING]
    registrations: QuerySet[Registration] = (
        Registration.objects.filter(Q(union__in=access.unions_where(OFFICE)) | Q(grassroots__in=own_units))
        .filter(year=year, state__in=COUNTED_REGISTRATION, nomination__isnull=True)
        .for_table()
        .order_by("title__position", "title", "person__sort_key", "pk")
    )
    return registrations


def units_to_nominate(user: PortalUser, year: int) -> QuerySet[GrassrootsUnion]:
    units = registrations_to_nominate(user, year).order_by().values("grassroots")
    return GrassrootsUnion.objects.filter(pk__in=units).order_by("sort_key", "pk")
