"""What is asked about contests, outside results and grades."""

from typing import Any

from django.db.models import Count, Q, QuerySet

from emulation.models import Contest
from unions.choices import RoleKind
from unions.models import Affiliation, Employment, GrassrootsUnion, Person, Union
from unions.rules import CHAIRING, DRAFTING


def worked_in(person: Person, grassroots: GrassrootsUnion) -> bool:
    """Whether the person works or worked there; results of past years are entered late."""
    return Employment.objects.filter(person=person, grassroots=grassroots).exists()


def belongs_to(grassroots: GrassrootsUnion, union: Union) -> bool:
    return GrassrootsUnion.objects.under(union).filter(pk=grassroots.pk).exists()


def prizes_won(contest: Contest) -> dict[str, int]:
    """How many prizes went to units as a whole and how many to people."""
    won = contest.entries.exclude(rank="")
    return won.aggregate(
        collective=Count("pk", filter=Q(person__isnull=True)), individual=Count("pk", filter=Q(person__isnull=False))
    )


def unions_kept_by(user: Any) -> QuerySet[Union]:
    """The unions whose officer `user` is: as a rule one."""
    return Union.objects.filter(pk__in=user.standing.unions_where({RoleKind.OFFICER})).order_by("code")


def units_kept_by(user: Any) -> QuerySet[GrassrootsUnion]:
    """The units below the unions whose officer `user` is."""
    return _kept_or_held(user, frozenset())


def units_to_act_for(user: Any) -> QuerySet[GrassrootsUnion]:
    """The units an officer keeps and those a chair heads, in the order of names."""
    return _kept_or_held(user, CHAIRING)


def units_to_keep_works_of(user: Any) -> QuerySet[GrassrootsUnion]:
    """The units an officer keeps and those for which `user` writes drafts."""
    return _kept_or_held(user, DRAFTING)


def _kept_or_held(user: Any, kinds: frozenset[RoleKind]) -> QuerySet[GrassrootsUnion]:
    held = {unit for kind, _at, unit in user.standing.roles if kind in kinds and unit}
    kept = Affiliation.objects.filter(union__in=unions_kept_by(user)).open_ended().values("grassroots")
    return GrassrootsUnion.objects.filter(Q(pk__in=kept) | Q(pk__in=held)).select_related("sector")
