from collections import Counter
from collections.abc import Iterable
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet, Subquery, Sum
from django.utils.translation import gettext as _

from unions.access import CHAIRING, DRAFTING, PortalUser, RoleKind, may_edit_unions_below
from unions.dismissals.selectors import undismissed
from unions.tree.models import Union
from unions.tree.selectors import union_and_above
from unions.units.choices import SIZES
from unions.units.models import Affiliation, GrassrootsUnion, GrassrootsUnionQuerySet, Headcount, Sector

HEADCOUNT_TODO = "headcount"


def units_for_list(user: PortalUser, year: int) -> GrassrootsUnionQuerySet:
    """Annotates `members_of_year`."""
    headcounts = Headcount.objects.visible_to(user)
    members = headcounts.filter(grassroots=OuterRef("pk"), year=year).values("members")
    links = Affiliation.objects.select_related("union")
    units: GrassrootsUnionQuerySet = (
        GrassrootsUnion.objects.visible_to(user)
        .for_table()
        .annotate(members_of_year=Subquery(members))
        .prefetch_related(Prefetch("affiliations", links))
    )
    return units


def without_headcount(units: GrassrootsUnionQuerySet, year: int) -> GrassrootsUnionQuerySet:
    return units.filter(~Exists(Headcount.objects.filter(grassroots=OuterRef("pk"), year=year)))


def headcount_in(grassroots: int, year: int) -> Headcount | None:
    """Of the year, else of the last year before it that was counted."""
    counted: QuerySet[Headcount] = Headcount.objects.filter(grassroots=grassroots, year__lte=year)
    return counted.order_by("-year").first()


def headcounts_to_enter(user: PortalUser, year: int) -> GrassrootsUnionQuerySet:
    """Active units whose numbers `user` still has to enter."""
    own = active_units_of(user.access.unions_where({RoleKind.OFFICER})) | own_units(user).filter(
        pk__in=user.access.units_where(DRAFTING)
    )
    return without_headcount(own, year)


def of_size(units: GrassrootsUnionQuerySet, band: str, year: int) -> GrassrootsUnionQuerySet:
    """`band` is a key of SIZES; another word means no headcount yet."""
    if band not in SIZES:
        return undismissed(without_headcount(units, year), HEADCOUNT_TODO, year)
    least, most = SIZES[band]
    numbers = Headcount.objects.filter(grassroots=OuterRef("pk"), year=year, members__gte=least)
    return units.filter(Exists(numbers if most is None else numbers.filter(members__lte=most)))


def _ids_under(union_ids: Iterable[int]) -> QuerySet[Any]:
    return Affiliation.objects.filter(union__in=union_ids).open_ended().values("grassroots")


def active_units_of(union_ids: frozenset[int]) -> GrassrootsUnionQuerySet:
    units: GrassrootsUnionQuerySet = GrassrootsUnion.objects.filter(pk__in=_ids_under(union_ids)).active()
    return units


def union_figures(user: PortalUser, union: Union, year: int) -> dict[str, int]:
    units = GrassrootsUnion.objects.visible_to(user).under(union).active()
    members = Headcount.objects.filter(grassroots__in=units, year=year).aggregate(all=Sum("members"))["all"]
    return {"units": units.count(), "members": members or 0}


def own_units(user: PortalUser) -> GrassrootsUnionQuerySet:
    """Dissolved units are left out."""
    units: GrassrootsUnionQuerySet = GrassrootsUnion.objects.filter(pk__in=user.access.grassroots).active()
    return units


def union_above(grassroots: GrassrootsUnion) -> Union:
    """Raise ValidationError if the unit belongs to no union today."""
    link = grassroots.affiliations.open_ended().select_related("union").first()
    if link is None:
        raise ValidationError(_("This unit belongs to no union today."))
    union: Union = link.union
    return union


def home_union_id(user: PortalUser) -> int | None:
    """Return None where `user` belongs to several unions or none."""
    if user.access.sees_all:
        return None
    units = Affiliation.objects.open_ended().filter(grassroots__in=user.access.grassroots)
    unions = user.access.branch or set(units.values_list("union", flat=True))
    return next(iter(unions)) if len(unions) == 1 else None


def belongs_to(grassroots: GrassrootsUnion, union: Union) -> bool:
    return GrassrootsUnion.objects.under(union).filter(pk=grassroots.pk).exists()


def unions_as_officer(user: PortalUser) -> QuerySet[Union]:
    return Union.objects.filter(pk__in=user.access.unions_where({RoleKind.OFFICER})).order_by("code")


def units_as_officer(user: PortalUser) -> QuerySet[GrassrootsUnion]:
    return _units_as_officer_or(user, frozenset())


def units_to_act_for(user: PortalUser) -> QuerySet[GrassrootsUnion]:
    return _units_as_officer_or(user, CHAIRING)


def units_to_enter_for(user: PortalUser) -> QuerySet[GrassrootsUnion]:
    return _units_as_officer_or(user, DRAFTING)


def _units_as_officer_or(user: PortalUser, kinds: frozenset[RoleKind]) -> QuerySet[GrassrootsUnion]:
    access = user.access
    as_officer = Q(pk__in=_ids_under(access.unions_where({RoleKind.OFFICER})))
    return GrassrootsUnion.objects.filter(as_officer | Q(pk__in=access.units_where(kinds))).select_related("sector")


def unit_counts(user: PortalUser) -> Counter[int]:
    """Return {union id: number of visible active units}."""
    units = GrassrootsUnion.objects.visible_to(user).active()
    links = Affiliation.objects.open_ended().filter(grassroots__in=units)
    return Counter(links.values_list("union", flat=True))


def may_correct_sector(user: PortalUser, sector: Sector) -> bool:
    return may_edit_unions_below(user, union_and_above(sector.union))


def units_responsible_for(user: PortalUser) -> QuerySet[GrassrootsUnion]:
    """As `is_responsible_for`, dissolved units included."""
    access = user.access
    return GrassrootsUnion.objects.kept_by(access.unions_where({RoleKind.OFFICER}), access.units_where(DRAFTING))
