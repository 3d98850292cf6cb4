from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from core.audit_labels import register_labels
from core.dated_freezes import one_a_day
from core.navigation import NAVIGATION, TABS, NavItem
from core.panels import PANELS, Panel
from core.text import format_number
from core.timeline import EVENTS
from core.todo import TODOS, Todo
from unions.access import (
    DRAFTING,
    PortalUser,
    RoleKind,
    is_responsible_for,
    may_edit_unions_below,
    works_for_a_union,
    works_in_a_unit,
)
from unions.tree.models import Union
from unions.tree.selectors import UNIT_COUNTS, union_and_above
from unions.units.models import GrassrootsUnion
from unions.units.selectors import active_units_of, own_units, union_figures, unit_counts, without_headcount
from unions.units.timeline import unit_events

FREEZES = one_a_day("unions_affiliation", "grassroots_id")
LABELS = {
    "grassroots.enter": _("entered the grassroots union"),
    "grassroots.change": _("corrected what is known of the grassroots union"),
    "grassroots.headcount": _("entered the numbers of a year"),
    "enterprise.enter": _("entered the enterprise"),
    "team.open": _("entered the team"),
    "team.rename": _("renamed the team"),
    "sector.enter": _("entered a sector"),
    "sector.change": _("renamed or ordered a sector"),
}


def missing_headcounts(user: PortalUser, year: int) -> list[Todo]:
    if not user.is_authenticated:
        return []
    return [*_own_missing(user, year), *_officer_missing(user, year)]


def _own_missing(user: PortalUser, year: int) -> list[Todo]:
    if not user.access.holds_any(DRAFTING):
        return []
    units = [unit for unit in without_headcount(own_units(user), year) if is_responsible_for(user, unit)]
    return [
        Todo(
            str(_("%(unit)s has not told its workers and members of %(year)s yet.") % {"unit": unit, "year": year}),
            reverse("unions:headcount", args=[unit.pk, year]),
            1,
        )
        for unit in units
    ]


def _officer_missing(user: PortalUser, year: int) -> list[Todo]:
    todos = []
    for union in sorted(user.access.unions_where({RoleKind.OFFICER})):
        count = without_headcount(active_units_of(frozenset({union})), year).count()
        text = ngettext(
            "%(count)s grassroots union has no numbers of %(year)s yet.",
            "%(count)s grassroots unions have no numbers of %(year)s yet.",
            count,
        )
        url = f"{reverse('unions:grassroots-list')}?union={union}&status=active&size=missing"
        if count:
            todos.append(Todo(text % {"count": format_number(count), "year": year}, url, count))
    return todos


def teams_panel(user: PortalUser, unit: GrassrootsUnion, year: int) -> Panel:
    context = {
        "unit": unit,
        "teams": list(unit.teams.order_by("name", "pk")),
        "may_edit": is_responsible_for(user, unit),
    }
    return Panel(template="unions/unit_teams.html", context=context, position=65)


def figures_panel(user: PortalUser, union: Union, year: int) -> Panel | None:
    if union.pk not in user.access.branch and not user.access.sees_all:
        return None
    context = {"union": union, "year": year, **union_figures(user, union, year)}
    return Panel(template="unions/union_figures.html", context=context, position=10)


def sectors_panel(user: PortalUser, union: Union, year: int) -> Panel:
    may_enter = union.dissolved_on is None and may_edit_unions_below(user, union_and_above(union))
    context = {"union": union, "sectors": union.sectors.all(), "may_enter": may_enter}
    return Panel(template="unions/union_sectors.html", context=context, position=60)


def register() -> None:
    UNIT_COUNTS.register(unit_counts)
    covers = ("unions", "accounts", "restructuring", "clusters")
    NAVIGATION.register(
        NavItem("unions", _("Organisation"), "unions:grassroots-list", 70, works_for_a_union, covers=covers)
    )
    NAVIGATION.register(
        NavItem("people", _("My unit"), "unions:own-unit", 70, works_in_a_unit, on_phone=True, covers=covers)
    )
    units = NavItem("units", _("Grassroots unions"), "unions:grassroots-list", 10, works_for_a_union)
    enterprises = NavItem("enterprises", _("Enterprises"), "unions:enterprises", 40, works_for_a_union)
    TABS.register(units, to="organisation")
    TABS.register(enterprises, to="organisation")
    TODOS.register(missing_headcounts)
    PANELS.register(teams_panel, to="unions.GrassrootsUnion")
    PANELS.register(figures_panel, to="unions.Union")
    PANELS.register(sectors_panel, to="unions.Union")
    EVENTS.register(unit_events, to="unions.GrassrootsUnion")
    register_labels(LABELS)
