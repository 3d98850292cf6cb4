from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from core.corrections import correct
from core.dated import Dated
from core.periods import correct_dated
from core.search import name_and_key
from core.text import short_date, tidy
from core.workflow import lock
from core.working_year import FIRST_YEAR, this_year
from unions.access import PortalUser
from unions.units.models import Affiliation, Enterprise, GrassrootsName, GrassrootsUnion, Headcount, Sector, Team
from unions.units.rules import future_day_error, headcount_errors
from unions.units.services.entering import (
    check_enterprise_unique,
    check_sector_unique,
    check_team_unique,
    unit_keys,
)


@transaction.atomic
def correct_sector(
    sector: Sector, *, actor: PortalUser, expected_revision: int | None, **values: str | int
) -> Sector:
    lock(sector.union)
    corrected = correct(sector, actor=actor, values=values, expected_revision=expected_revision)
    check_sector_unique(corrected)
    return corrected


@transaction.atomic
def correct_team(team: Team, *, actor: PortalUser, expected_revision: int | None, name: str) -> Team:
    check_team_unique(Team(pk=team.pk, grassroots=team.grassroots, name=tidy(name)))
    return correct(team, actor=actor, values={"name": tidy(name)}, expected_revision=expected_revision)


@transaction.atomic
def correct_enterprise(
    enterprise: Enterprise, *, actor: PortalUser, expected_revision: int | None, name: str, **values: Any
) -> Enterprise:
    values |= name_and_key(name)
    check_enterprise_unique(Enterprise(pk=enterprise.pk, union=enterprise.union, name=values["name"]))
    check_not_to_come("founded_on", values.get("founded_on"))
    return correct(enterprise, actor=actor, values=values, expected_revision=expected_revision)


@transaction.atomic
def correct_headcount(
    headcount: Headcount, *, actor: PortalUser, expected_revision: int | None, year: int, **numbers: int
) -> Headcount:
    """A past year, or the year itself, is corrected too; an issued report keeps its figures."""
    errors = dict(headcount_errors(**numbers))
    if not FIRST_YEAR <= year <= this_year() + 1:
        values = {"first": FIRST_YEAR, "last": this_year() + 1}
        errors["year"] = _("Choose a year between %(first)s and %(last)s.") % values
    elif headcount.grassroots.headcounts.filter(year=year).exclude(pk=headcount.pk).exists():
        errors["year"] = _("The numbers of %(year)s are entered already.") % {"year": year}
    if errors:
        raise ValidationError(errors)
    return correct(headcount, actor=actor, values={"year": year, **numbers}, expected_revision=expected_revision)


@transaction.atomic
def correct_unit(
    unit: GrassrootsUnion, *, actor: PortalUser, expected_revision: int | None, **values: Any
) -> GrassrootsUnion:
    """`name` is given only where no dated name holds it."""
    _check_founded(unit, values.get("founded_on"))
    if "name" in values:
        values |= unit_keys(values["name"])
    return correct(unit, actor=actor, values=values, expected_revision=expected_revision)


def _check_founded(unit: GrassrootsUnion, day: date | None) -> None:
    check_not_to_come("founded_on", day)
    first = unit.affiliations.order_by("valid_from").first()
    if day and first and day > first.valid_from:
        message = _("It belongs to a union since %(day)s; it cannot be founded later.")
        raise ValidationError({"founded_on": message % {"day": short_date(first.valid_from)}})


@transaction.atomic
def correct_name(
    row: GrassrootsName, *, actor: PortalUser, expected_revision: int | None, name: str, valid_from: date
) -> GrassrootsName:
    """A new name from a day on is a reorganisation instead."""
    check_not_to_come("valid_from", valid_from)
    values = {"name": tidy(name), "valid_from": valid_from}
    corrected = correct_dated(row, actor=actor, values=values, expected_revision=expected_revision)
    if corrected.valid_to is None:
        unit = lock(corrected.grassroots)
        for field, value in unit_keys(corrected.name).items():
            setattr(unit, field, value)
        unit.save()
    return corrected


@transaction.atomic
def correct_affiliation(
    link: Affiliation, *, actor: PortalUser, expected_revision: int | None, valid_from: date, basis: str
) -> Affiliation:
    check_not_to_come("valid_from", valid_from)
    _check_not_before_founding(link, link.grassroots.founded_on, valid_from)
    values = {"valid_from": valid_from, "basis": basis}
    return correct_dated(link, actor=actor, values=values, expected_revision=expected_revision)


def _check_not_before_founding(row: Dated, founded_on: date | None, valid_from: date) -> None:
    if founded_on and valid_from < founded_on and valid_from != row.valid_from:
        message = _("The unit was founded on %(day)s only.") % {"day": short_date(founded_on)}
        raise ValidationError({"valid_from": message})


def check_not_to_come(field: str, day: date | None) -> None:
    if day and (message := future_day_error(day, timezone.localdate())):
        raise ValidationError({field: message})
