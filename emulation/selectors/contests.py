"""What is asked about contests, outside results and grades."""

from typing import Any

from django.db.models import QuerySet

from emulation.models import Contest
from emulation.rules.contests import may_enter_contestant
from unions.choices import RoleKind
from unions.models import Employment, GrassrootsUnion, Person, Union
from unions.rules import CHAIRING


def worked_in(person: Person, grassroots: GrassrootsUnion) -> bool:
    """Whether the person works or worked there; results of past years are entered late."""
    return Employment.objects.filter(person=person, grassroots=grassroots).exists()


def belongs_to(grassroots: GrassrootsUnion, union: Union) -> bool:
    return GrassrootsUnion.objects.under(union).filter(pk=grassroots.pk).exists()


def unions_kept_by(user: Any) -> QuerySet[Union]:
    """The unions whose officer `user` is: as a rule one."""
    return Union.objects.filter(pk__in=user.standing.unions_where({RoleKind.OFFICER})).order_by("code")


def units_chaired_by(user: Any) -> QuerySet[GrassrootsUnion]:
    chaired = {unit for kind, _at, unit in user.standing.roles if kind in CHAIRING and unit}
    return GrassrootsUnion.objects.filter(pk__in=chaired)


def units_to_enter_in(contest: Contest, user: Any) -> list[GrassrootsUnion]:
    """The units of the contest's union for which `user` enters contestants."""
    return [
        unit for unit in GrassrootsUnion.objects.under(contest.union) if may_enter_contestant(user, contest, unit)
    ]
