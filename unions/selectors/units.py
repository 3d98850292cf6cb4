"""Questions about grassroots unions and their numbers."""

from typing import Any

from django.db.models import Exists, OuterRef, Prefetch, Subquery, Sum

from unions.choices import UnitStatus
from unions.models import Affiliation, GrassrootsUnion, Headcount, Person, Union
from unions.models.grassroots import GrassrootsUnionQuerySet
from unions.rules.sizes import SIZES


def units_for_list(user: Any, year: int) -> GrassrootsUnionQuerySet:
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


def people_count(user: Any, grassroots: GrassrootsUnion) -> int:
    """Return how many of the people `user` may see work in the unit today."""
    return int(Person.objects.visible_to(user).working_in(grassroots).count())


def union_figures(user: Any, union: Union, year: int) -> dict[str, int]:
    """Return how many working units `user` sees under `union`, and their members in `year`."""
    units = GrassrootsUnion.objects.visible_to(user).under(union).filter(status=UnitStatus.ACTIVE)
    members = Headcount.objects.filter(grassroots__in=units, year=year).aggregate(all=Sum("members"))["all"]
    return {"units": units.count(), "members": members or 0}


def own_units(user: Any) -> GrassrootsUnionQuerySet:
    """Return the working units `user` chairs or sits on the board of."""
    rows: GrassrootsUnionQuerySet = GrassrootsUnion.objects.filter(
        pk__in=user.standing.grassroots, status=UnitStatus.ACTIVE
    )
    return rows
