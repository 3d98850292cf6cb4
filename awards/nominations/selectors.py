from django.db.models import QuerySet

from emulation.registrations.choices import COUNTED_REGISTRATION
from emulation.registrations.models import Registration
from unions.access import DRAFTING, PortalUser, RoleKind
from unions.units.models import GrassrootsUnion

OFFICE = frozenset({RoleKind.OFFICER})


def registrations_to_nominate(user: PortalUser, year: int) -> QuerySet[Registration]:
    """Accepted registrations without a dossier, of the units `user` may draft for."""
    access = user.access
    own = [unit for kind, _at, unit in access.roles if kind in DRAFTING]
    open_to = Registration.objects.filter(union__in=access.unions_where(OFFICE)) | Registration.objects.filter(
        grassroots__in=own
    )
    waiting: QuerySet[Registration] = open_to.filter(
        year=year, state__in=COUNTED_REGISTRATION, nomination__isnull=True
    )
    return waiting.for_table().order_by("title__position", "title", "person__sort_key", "pk")  # type: ignore[attr-defined, no-any-return]


def units_to_nominate(user: PortalUser, year: int) -> QuerySet[GrassrootsUnion]:
    """The units that still have such registrations."""
    waiting = registrations_to_nominate(user, year).order_by().values("grassroots")
    return GrassrootsUnion.objects.filter(pk__in=waiting).order_by("sort_key", "pk")
