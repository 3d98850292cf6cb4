"""Sectors of a union: entered, named, put in order."""

from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.audit import record
from core.editing import update_fields
from core.permissions import require
from core.text import comparison_key, search_key, sort_key, tidy
from core.workflow import lock
from unions.access import PortalUser, is_officer_at, is_responsible_for, may_edit_unions_below
from unions.tree.models import Union
from unions.tree.selectors import unions_above
from unions.tree.services import check_lives
from unions.units.models import Affiliation, Enterprise, GrassrootsName, GrassrootsUnion, Headcount, Sector, Team
from unions.units.rules import headcount_faults


def _keeps(actor: PortalUser | None, union: Union) -> None:
    if actor is not None:
        require(actor, may_edit_unions_below, {union.pk, *unions_above(union)})
    check_lives(union)


@transaction.atomic
def enter_sector(
    *, actor: PortalUser | None, union: Union, code: str, name: str, kind: str, position: int = 0
) -> Sector:
    """Enter a sector; its place in lists is after those of a lower number."""
    union = lock(union)
    _keeps(actor, union)
    sector = Sector(union=union, code=code.strip(), name=name, kind=kind, position=position)
    _check_once(sector)
    sector.full_clean()
    sector.save()
    record("sector.enter", union, actor=actor, detail={"code": sector.code, "name": sector.name})
    return sector


@transaction.atomic
def change_sector(*, actor: PortalUser | None, sector: Sector, expected_revision: int | None, **facts: Any) -> Sector:
    """Rename a sector or move it in the order; its units stay in it. Its code stays, because lists name it."""
    union = lock(sector.union)
    _keeps(actor, union)
    sector = lock(sector)
    changed = update_fields(sector, facts, expected_revision=expected_revision)
    _check_once(sector)
    record("sector.change", union, actor=actor, detail={"code": sector.code, "changed": changed})
    return sector


def _check_once(sector: Sector) -> None:
    for other in sector.union.sectors.exclude(pk=sector.pk):
        if other.code.casefold() == sector.code.casefold():
            raise ValidationError({"code": _("The union has a sector with this code already.")})
        if comparison_key(other.name) == comparison_key(sector.name):
            raise ValidationError({"name": _("The union has a sector of this name already.")})


def unit_keys(name: str) -> dict[str, str]:
    """Return the name of a unit as it is stored, with its keys for search, comparison and order."""
    name = tidy(name)
    return {
        "name": name,
        "search_key": search_key(name),
        "marked_key": comparison_key(name),
        "sort_key": sort_key(name),
    }


def keyed_grassroots(*, name: str, **facts: Any) -> GrassrootsUnion:
    """Return an unsaved grassroots union keyed for search and order."""
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
    """Enter a grassroots union that belongs to `union` from `since` on."""
    require(actor, is_officer_at, union.pk)
    grassroots = keyed_grassroots(
        name=name, code=code, sector=sector, ownership=ownership, **{"founded_on": since, **facts}
    )
    grassroots.full_clean()
    grassroots.save()
    Affiliation.objects.create(grassroots=grassroots, union=union, valid_from=since)
    named_since = min(since, grassroots.founded_on or since)
    GrassrootsName.objects.create(grassroots=grassroots, name=grassroots.name, valid_from=named_since)
    record("grassroots.enter", grassroots, actor=actor)
    return grassroots


@transaction.atomic
def enter_enterprise(*, actor: PortalUser | None, union: Union, name: str, **facts: Any) -> Enterprise:
    """Enter an employer; raises ValidationError where the union has one of this name."""
    require(actor, is_officer_at, union.pk)
    enterprise = Enterprise(union=union, name=tidy(name), **facts)
    if union.enterprises.filter(name=enterprise.name).exists():
        raise ValidationError({"name": gettext_lazy("An enterprise of this name is in the list already.")})
    enterprise.full_clean()
    enterprise.save()
    record("enterprise.enter", enterprise, actor=actor)
    return enterprise


@transaction.atomic
def note_headcount(
    *,
    actor: PortalUser | None,
    grassroots: GrassrootsUnion,
    year: int,
    workers: int,
    women: int,
    members: int,
    women_members: int,
) -> Headcount:
    """Enter or correct the numbers of a year."""
    numbers = {"workers": workers, "women": women, "members": members, "women_members": women_members}
    require(actor, is_responsible_for, grassroots)
    if faults := headcount_faults(**numbers):
        raise ValidationError(faults)
    known = grassroots.headcounts.select_for_update().filter(year=year).first()
    before = {name: getattr(known, name) for name in numbers} if known else {}
    headcount = known or Headcount(grassroots=grassroots, year=year)
    for name, number in numbers.items():
        setattr(headcount, name, number)
    headcount.full_clean()
    headcount.save()
    record("grassroots.headcount", grassroots, actor=actor, detail={"year": year, "from": before, "to": numbers})
    return headcount


@transaction.atomic
def open_team(*, actor: PortalUser | None, grassroots: GrassrootsUnion, name: str) -> Team:
    """Enter a collective of the unit."""
    require(actor, is_responsible_for, grassroots)
    team = Team(grassroots=grassroots, name=tidy(name))
    _save_team(team)
    record("team.open", team, actor=actor, detail={"unit": grassroots.code})
    return team


@transaction.atomic
def rename_team(*, actor: PortalUser | None, team: Team, name: str) -> Team:
    """Correct the name of a collective."""
    team = lock(team)
    require(actor, is_responsible_for, team.grassroots)
    before, team.name = team.name, tidy(name)
    _save_team(team)
    record("team.rename", team, actor=actor, detail={"from": before, "to": team.name})
    return team


def _save_team(team: Team) -> None:
    if team.grassroots.teams.filter(name=team.name).exclude(pk=team.pk).exists():
        raise ValidationError({"name": gettext_lazy("The unit has a team of this name already.")})
    team.full_clean()
    team.save()
