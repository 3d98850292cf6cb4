from collections.abc import Sequence
from typing import Any

from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from core.actor import SignedInRequest
from core.dated import held_now
from core.links import list_url
from core.panels import facts_for, panels_around, panels_for, year_rows
from core.timeline import years_of
from core.views import DetailPage
from core.views.facts import Fact, day
from core.working_year import working_year
from unions.access import is_responsible_for
from unions.units.models import Affiliation, Enterprise, GrassrootsUnion, Headcount
from unions.units.rules import may_correct_unit
from unions.units.timeline import known_headcounts


def own_unit(request: SignedInRequest) -> HttpResponse:
    units = request.user.access.grassroots
    if len(units) == 1:
        return redirect("unions:grassroots", min(units))
    return redirect(list_url("unions:grassroots-list", year=working_year(request)))


class UnitPage(DetailPage):
    model = GrassrootsUnion
    template_name = "unions/grassroots.html"

    def get_queryset(self) -> QuerySet[GrassrootsUnion]:
        return super().get_queryset().select_related("sector", "enterprise")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        unit, user, year = self.object, self.request.user, working_year(self.request)
        links = list(unit.affiliations.select_related("union").order_by("-valid_from", "-pk"))
        headcounts = list(known_headcounts(user, unit)[:10])
        return super().get_context_data(
            facts=key_facts(unit, headcounts, facts_for(user, unit, year)),
            more_facts=other_facts(unit),
            more_facts_label=_("Facts of the unit"),
            union=next((link.union for link in held_now(links)), None),
            headcounts=headcounts,
            year_is_entered=any(row.year == year for row in headcounts),
            year=year,
            may_edit=is_responsible_for(user, unit),
            past=past_of(unit, links) if may_correct_unit(user, unit) else None,
            year_rows=year_rows(user, unit),
            years=years_of(user, unit),
            **panels_around(user, unit, year),
            **kwargs,
        )


def past_of(unit: GrassrootsUnion, links: list[Affiliation]) -> dict[str, Any]:
    return {"names": unit.names.order_by("-valid_from"), "links": links}


def key_facts(unit: GrassrootsUnion, headcounts: Sequence[Headcount], contributed: list[Fact]) -> list[Fact]:
    members = [(_("Members in %(year)s") % {"year": row.year}, row.members) for row in headcounts[:1]]
    return [(_("Code"), unit.code), *members, *contributed]


def other_facts(unit: GrassrootsUnion) -> list[Fact]:
    return [
        (_("Kind"), unit.get_kind_display()),
        (_("Ownership"), unit.get_ownership_display()),
        (_("Sector"), unit.sector),
        (_("Employer"), unit.enterprise),
        (_("Address"), unit.address),
        (_("Founded on"), day(unit.founded_on)),
        (_("Dissolved on"), day(unit.dissolved_on)),
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
