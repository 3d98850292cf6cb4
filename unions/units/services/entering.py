from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.audit import record
from core.closed_years import check_year_open
from core.corrections import record_mending
from core.permissions import require
from core.search import name_and_key
from core.text import comparison_key, search_key, short_date, sort_key, tidy
from core.workflow import MoveNotAllowed, lock
from unions.access import PortalUser, is_officer_at, is_responsible_for, may_edit_unions_below
from unions.tree.models import Union
from unions.tree.selectors import union_and_above
from unions.tree.services.entering import check_lives
from unions.units.models import Affiliation, Enterprise, GrassrootsName, GrassrootsUnion, Headcount, Sector, Team
from unions.units.rules import headcount_errors


def _check_may_edit_sectors(actor: PortalUser | None, union: Union) -> None:
    if actor is not None:
        require(actor, may_edit_unions_below, union_and_above(union))
    check_lives(union)


@transaction.atomic
def enter_sector(
    *, actor: PortalUser | None, union: Union, code: str, name: str, kind: str, position: int = 0
) -> Sector:
    union = lock(union)
    _check_may_edit_sectors(actor, union)
    sector = Sector(union=union, code=code.strip(), name=name, kind=kind, position=position)
    check_sector_unique(sector)
    sector.full_clean()
    sector.save()
    record("sector.enter", union, actor=actor, detail={"code": sector.code, "name": sector.name})
    return sector


def check_sector_unique(sector: Sector) -> None:
    for other in sector.union.sectors.exclude(pk=sector.pk):
        if other.code.casefold() == sector.code.casefold():
            raise ValidationError({"code": _("The union has a sector with this code already.")})
        if comparison_key(other.name) == comparison_key(sector.name):
            raise ValidationError({"name": _("The union has a sector of this name already.")})


def unit_keys(name: str) -> dict[str, str]:
    name = tidy(name)
    return {
        "name": name,
        "search_key": search_key(name),
        "marked_key": comparison_key(name),
        "sort_key": sort_key(name),
    }


def keyed_grassroots(*, name: str, **facts: Any) -> GrassrootsUnion:
    return GrassrootsUnion(**unit_keys(name), **facts)


@transaction.atomic
def enter_grassroots(
    *,
    actor: PortalUser | None,
    union: Union,
    code: str,
    name: str,
    sector: Sector,
    ownership: str,
    since: date,
    **facts: Any,
) -> GrassrootsUnion:
    require(actor, is_officer_at, union.pk)
    grassroots = keyed_grassroots(
        name=name, code=code, sector=sector, ownership=ownership, **{"founded_on": since, **facts}
    )
    grassroots.full_clean()
    grassroots.save()
    Affiliation.objects.create(grassroots=grassroots, union=union, valid_from=since)
    first_day = min(since, grassroots.founded_on or since)
    GrassrootsName.objects.create(grassroots=grassroots, name=grassroots.name, valid_from=first_day)
    record("grassroots.enter", grassroots, actor=actor)
    return grassroots


@transaction.atomic
def enter_enterprise(
    *, actor: PortalUser | None, union: Union, name: str, tax_code: str = "", founded_on: date | None = None
) -> Enterprise:
    require(actor, is_officer_at, union.pk)
    enterprise = Enterprise(union=union, tax_code=tax_code, founded_on=founded_on, **name_and_key(name))
    check_enterprise_unique(enterprise)
    enterprise.full_clean()
    enterprise.save()
    record("enterprise.enter", enterprise, actor=actor)
    return enterprise


def check_enterprise_unique(enterprise: Enterprise) -> None:
    if enterprise.union.enterprises.filter(name=enterprise.name).exclude(pk=enterprise.pk).exists():
        raise ValidationError({"name": gettext_lazy("An enterprise of this name is in the list already.")})


@transaction.atomic
def save_headcount(
    *,
    actor: PortalUser | None,
    grassroots: GrassrootsUnion,
    year: int,
    workers: int,
    women: int,
    members: int,
    women_members: int,
) -> Headcount:
    """The numbers replace those of an earlier list."""
    numbers = {"workers": workers, "women": women, "members": members, "women_members": women_members}
    require(actor, is_responsible_for, grassroots)
    if faults := headcount_errors(**numbers):
        raise ValidationError(faults)
    headcount = grassroots.headcounts.select_for_update().filter(year=year).first()
    before = {name: str(getattr(headcount, name)) if headcount else "" for name in numbers}
    headcount = headcount or Headcount(grassroots=grassroots, year=year, revision=0)
    for name, number in numbers.items():
        setattr(headcount, name, number)
    headcount.revision += 1
    headcount.full_clean()
    headcount.save()
    check_year_open(headcount, actor=actor)
    changes = {name: [before[name], str(number)] for name, number in numbers.items()}
    record_mending("grassroots.headcount", headcount, actor=actor, changes=changes)
    return headcount


def check_not_dissolved(unit: GrassrootsUnion) -> None:
    if unit.dissolved_on:
        message = _("%(union)s was dissolved on %(day)s and is kept as it was.")
        raise MoveNotAllowed(message, {"union": unit, "day": short_date(unit.dissolved_on)})


@transaction.atomic
def enter_team(*, actor: PortalUser | None, grassroots: GrassrootsUnion, name: str) -> Team:
    require(actor, is_responsible_for, grassroots)
    check_not_dissolved(grassroots)
    team = Team(grassroots=grassroots, name=tidy(name))
    check_team_unique(team)
    team.full_clean()
    team.save()
    record("team.open", team, actor=actor, detail={"unit": grassroots.code})
    return team


def check_team_unique(team: Team) -> None:
    if team.grassroots.teams.filter(name=team.name).exclude(pk=team.pk).exists():
        raise ValidationError({"name": gettext_lazy("The unit has a team of this name already.")})
