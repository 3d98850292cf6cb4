"""The page of a unit, an enterprise and an account."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext as _

from core.panels import panels_for, year_rows
from core.period import working_year
from core.text import short_date
from core.timeline import years_of
from core.views import DetailPage
from unions.choices import RoleKind, UnitStatus
from unions.models import Enterprise, GrassrootsUnion, User
from unions.models.dated import held_now
from unions.rules import (
    is_administrator,
    is_leader_at,
    is_officer_at,
    keeps_unit,
    may_grant,
)
from unions.selectors.accounts import board_of
from unions.selectors.clusters import year_of_unit
from unions.selectors.invitations import may_reset
from unions.selectors.life import known_headcounts
from unions.selectors.second_factor import has_second_factor
from unions.selectors.units import people_count
from unions.services.seeing import may_see_as
from unions.views.lists import may_read_accounts


def day(value: Any) -> str:
    return short_date(value) if value else ""


def linked(thing: Any) -> Any:
    """The name of a thing, leading to its page."""
    return format_html('<a href="{}">{}</a>', thing.get_absolute_url(), thing) if thing else None


def own_unit(request: HttpRequest) -> HttpResponse:
    """Lead a chair to her unit; who has several, or none, to the list."""
    units = request.user.standing.grassroots  # type: ignore[union-attr]
    return redirect("unions:grassroots", min(units)) if len(units) == 1 else redirect("unions:grassroots-list")


class UnitPage(DetailPage):
    model = GrassrootsUnion
    template_name = "unions/grassroots.html"

    def get_queryset(self) -> Any:
        return super().get_queryset().select_related("sector", "enterprise")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        unit, user, year = self.object, self.request.user, working_year(self.request)
        links = list(unit.affiliations.select_related("union").order_by("-valid_from", "-pk"))
        numbers = list(known_headcounts(user, unit)[:10])
        return super().get_context_data(
            facts=unit_facts(unit, year_of_unit(user, unit, year)),
            union=next((link.union for link in held_now(links)), None),
            headcounts=numbers,
            year_is_entered=any(row.year == year for row in numbers),
            year=year,
            people_count=people_count(user, unit),
            teams=list(unit.teams.order_by("name", "pk")),
            board=list(board_of(unit)) if may_read_roles(user, unit) else None,
            may_keep=keeps_unit(user, unit),
            may_appoint=unit.status != UnitStatus.DISSOLVED
            and may_grant(user, RoleKind.GRASSROOTS_CHAIR, keeper_id=unit.keeper_id),
            panels=panels_for(user, unit, year),
            year_rows=year_rows(user, unit),
            years=years_of(user, unit),
            **kwargs,
        )


def may_read_roles(user: Any, unit: GrassrootsUnion) -> bool:
    keeper = unit.keeper_id or 0
    return (
        is_officer_at(user, keeper)
        or is_leader_at(user, keeper)
        or is_administrator(user)
        or unit.pk in user.standing.grassroots
    )


def unit_facts(unit: GrassrootsUnion, in_cluster: tuple[Any, Any]) -> list[tuple[str, Any]]:
    """The cluster as far as the reader may see it, with its lead of the working year."""
    cluster, row = in_cluster
    lead = row.lead if row else None
    return [
        (_("Code"), unit.code),
        (_("Kind"), unit.get_kind_display()),
        (_("Ownership"), unit.get_ownership_display()),
        (_("Sector"), unit.sector),
        (_("Cluster"), linked(cluster)),
        *([(_("Lead of the cluster in %(year)s") % {"year": row.year}, lead)] if lead else []),
        (_("Employer"), unit.enterprise),
        (_("Address"), unit.address),
        (_("Founded on"), day(unit.founded_on)),
        *([(_("Dissolved on"), day(unit.dissolved_on))] if unit.dissolved_on else []),
    ]


class EnterprisePage(DetailPage):
    model = Enterprise
    template_name = "unions/enterprise.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        enterprise, user = self.object, self.request.user
        return super().get_context_data(
            facts=[
                (_("Union"), enterprise.union),
                (_("Tax code"), enterprise.tax_code),
                (_("Founded on"), day(enterprise.founded_on)),
            ],
            units=GrassrootsUnion.objects.visible_to(user).filter(enterprise=enterprise).order_by("sort_key", "pk"),
            panels=panels_for(user, enterprise, working_year(self.request)),
            **kwargs,
        )


class UserPage(DetailPage):
    model = User
    template_name = "unions/user.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        account, user = self.object, self.request.user
        roles = account.roles.select_related("union", "grassroots").order_by("-valid_from", "pk")
        private = account == user or may_read_accounts(user)
        return super().get_context_data(
            facts=[
                (_("Sign-in name"), account.username),
                (_("E-mail"), account.email if private else ""),
                (_("Phone"), account.phone if private else ""),
            ],
            roles=[(role, may_end(user, role)) for role in roles],
            may_reset=may_reset(user, account),
            may_see=may_see_as(user, account),
            may_end_sessions=is_administrator(user),
            has_factor=is_administrator(user) and has_second_factor(account),
            **kwargs,
        )


def may_end(user: Any, role: Any) -> bool:
    keeper = role.grassroots.keeper_id if role.grassroots else None
    goes_on = role.valid_to is None or role.valid_to >= timezone.localdate()
    return goes_on and may_grant(user, role.kind, keeper_id=keeper)
