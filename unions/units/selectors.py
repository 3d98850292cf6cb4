"""Questions about grassroots unions and their numbers."""

from collections import Counter

from django.core.exceptions import ValidationError
from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet, Subquery, Sum
from django.utils.translation import gettext as _

from unions.access import CHAIRING, DRAFTING, PortalUser, RoleKind
from unions.tree.models import Union
from unions.units.choices import SIZES, UnitStatus
from unions.units.models import Affiliation, GrassrootsUnion, GrassrootsUnionQuerySet, Headcount


def units_for_list(user: PortalUser, year: int) -> GrassrootsUnionQuerySet:
    """Return the units `user` may see, with the members of `year` and the union above as `links`."""
    members = Headcount.objects.filter(grassroots=OuterRef("pk"), year=year).values("members")
    links = Affiliation.objects.select_related("union")
    rows: GrassrootsUnionQuerySet = (
        GrassrootsUnion.objects.visible_to(user)
        .for_table()
        .annotate(members_of_year=Subquery(members))
        .prefetch_related(Prefetch("affiliations", links))
    )
    return rows


def without_headcount(units: GrassrootsUnionQuerySet, year: int) -> GrassrootsUnionQuerySet:
    """Return the units for which the numbers of `year` have not been entered."""
    rows: GrassrootsUnionQuerySet = units.filter(
        ~Exists(Headcount.objects.filter(grassroots=OuterRef("pk"), year=year))
    )
    return rows


def of_size(units: GrassrootsUnionQuerySet, band: str, year: int) -> GrassrootsUnionQuerySet:
    """Return the units with as many members in `year` as `band` says; of any other word, those not entered."""
    if band not in SIZES:
        return without_headcount(units, year)
    least, most = SIZES[band]
    numbers = Headcount.objects.filter(grassroots=OuterRef("pk"), year=year, members__gte=least)
    rows: GrassrootsUnionQuerySet = units.filter(
        Exists(numbers if most is None else numbers.filter(members__lte=most))
    )
    return rows


def active_units_of(union_ids: frozenset[int]) -> GrassrootsUnionQuerySet:
    """Return the working units that belong to these unions today."""
    links = Affiliation.objects.filter(union__in=union_ids).open_ended()
    rows: GrassrootsUnionQuerySet = GrassrootsUnion.objects.filter(
        pk__in=links.values("grassroots"), status=UnitStatus.ACTIVE
    )
    return rows


def union_figures(user: PortalUser, union: Union, year: int) -> dict[str, int]:
    """Return how many working units `user` sees under `union`, and their members in `year`."""
    units = GrassrootsUnion.objects.visible_to(user).under(union).filter(status=UnitStatus.ACTIVE)
    members = Headcount.objects.filter(grassroots__in=units, year=year).aggregate(all=Sum("members"))["all"]
    return {"units": units.count(), "members": members or 0}


def own_units(user: PortalUser) -> GrassrootsUnionQuerySet:
    """Return the working units `user` chairs or sits on the board of."""
    rows: GrassrootsUnionQuerySet = GrassrootsUnion.objects.filter(
        pk__in=user.access.grassroots, status=UnitStatus.ACTIVE
    )
    return rows


def union_above(grassroots: GrassrootsUnion) -> Union:
    """The union a unit belongs to today; ValidationError where it belongs to none."""
    link = grassroots.affiliations.open_ended().select_related("union").first()
    if link is None:
        raise ValidationError(_("This unit belongs to no union today."))
    union: Union = link.union
    return union


def belongs_to(grassroots: GrassrootsUnion, union: Union) -> bool:
    return GrassrootsUnion.objects.under(union).filter(pk=grassroots.pk).exists()


def unions_as_officer(user: PortalUser) -> QuerySet[Union]:
    """The unions whose officer `user` is: as a rule one."""
    return Union.objects.filter(pk__in=user.access.unions_where({RoleKind.OFFICER})).order_by("code")


def units_as_officer(user: PortalUser) -> QuerySet[GrassrootsUnion]:
    """The units below the unions whose officer `user` is."""
    return _units_as_officer_or(user, frozenset())


def units_to_act_for(user: PortalUser) -> QuerySet[GrassrootsUnion]:
    """The units an officer keeps and those a chair heads, in the order of names."""
    return _units_as_officer_or(user, CHAIRING)


def units_to_enter_works_for(user: PortalUser) -> QuerySet[GrassrootsUnion]:
    """The units an officer keeps and those for which `user` writes drafts."""
    return _units_as_officer_or(user, DRAFTING)


def _units_as_officer_or(user: PortalUser, kinds: frozenset[RoleKind]) -> QuerySet[GrassrootsUnion]:
    held = {unit for kind, _at, unit in user.access.roles if kind in kinds and unit}
    kept = Affiliation.objects.filter(union__in=unions_as_officer(user)).open_ended().values("grassroots")
    return GrassrootsUnion.objects.filter(Q(pk__in=kept) | Q(pk__in=held)).select_related("sector")


def unit_counts(user: PortalUser) -> Counter[int]:
    """Return how many working units `user` sees in each union."""
    working = GrassrootsUnion.objects.visible_to(user).filter(status=UnitStatus.ACTIVE)
    links = Affiliation.objects.open_ended().filter(grassroots__in=working)
    return Counter(links.values_list("union", flat=True))
