from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from awards.nominations.choices import ENDED_NOMINATION
from awards.nominations.models import Nomination
from core.scoping import ScopedQuerySet
from core.workflow import MoveNotAllowed
from emulation.law.models import Title
from emulation.registrations.choices import COUNTED_REGISTRATION
from emulation.registrations.models import SUBJECT_FIELDS, Registration
from emulation.registrations.selectors import subject_holds
from unions.access import CHAIRING, DRAFTING, PortalUser, RoleKind
from unions.dismissals.selectors import undismissed
from unions.units.models import GrassrootsUnion

NOMINATION_TODO = "nomination"
OFFICE = frozenset({RoleKind.OFFICER})


def registrations_to_nominate(user: PortalUser, year: int) -> QuerySet[Registration]:
    """The units are those that `user` may draft for; dismissed rows are left out."""
    rows = undismissed(_without_nomination(user, year, DRAFTING), NOMINATION_TODO, year)
    registrations: QuerySet[Registration] = rows.order_by("title__position", "title", "person__sort_key", "pk")
    return registrations


def registrations_to_dismiss(user: PortalUser, year: int) -> QuerySet[Registration]:
    """A chair renounces for the unit, the officer for any."""
    return _without_nomination(user, year, CHAIRING).order_by("grassroots__sort_key", "title__position", "pk")


def _without_nomination(user: PortalUser, year: int, kinds: frozenset[RoleKind]) -> QuerySet[Registration]:
    access = user.access
    mine = Q(union__in=access.unions_where(OFFICE)) | Q(grassroots__in=access.units_where(kinds))
    accepted = Registration.objects.filter(mine, year=year, state__in=COUNTED_REGISTRATION, nomination__isnull=True)
    rows: QuerySet[Registration] = accepted.for_table()
    return rows


def units_to_nominate(user: PortalUser, year: int) -> QuerySet[GrassrootsUnion]:
    units = registrations_to_nominate(user, year).order_by().values("grassroots")
    return GrassrootsUnion.objects.filter(pk__in=units).order_by("sort_key", "pk")


def titles_in_use() -> QuerySet[Title]:
    return Title.objects.filter(is_active=True)


def registration_of(nomination: Nomination) -> Registration | None:
    """The accepted one of the same subject, title and year."""
    field = SUBJECT_FIELDS.get(nomination.subject_kind, "grassroots")
    same = Registration.objects.filter(
        title=nomination.title_id,
        year=nomination.year,
        subject_kind=nomination.subject_kind,
        state__in=COUNTED_REGISTRATION,
        **{field: getattr(nomination, f"{field}_id")},
    )
    registration: Registration | None = same.first()
    return registration


def check_correctable(nomination: Nomination) -> None:
    """Raise MoveNotAllowed once the nomination is in a decision or has ended."""
    if hasattr(nomination, "award"):
        raise MoveNotAllowed(_("It stands in a decision. What the decision prints is changed there, while a draft."))
    if nomination.state in ENDED_NOMINATION:
        message = _("The nomination is “%(state)s”; it is not corrected any more.")
        raise MoveNotAllowed(message, {"state": nomination.get_state_display()})


def nominations_matching(user: PortalUser, rows: ScopedQuerySet, typed: str) -> list[ScopedQuerySet]:
    return [rows.filter(subject_holds(typed))]
