from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from core.audit_labels import register_labels
from core.corrections import CORRECTIONS, CorrectionRule
from core.file_space import in_megabytes, space_of
from core.frozen.one_a_day import one_a_day
from core.links import list_url
from core.navigation import NAVIGATION, TABS, NavItem
from core.next_step import NEXT_STEPS, NextStep
from core.panels import PANELS, Panel, PanelRow
from core.pickers.searching import SEARCHES, Search, search_by_name
from core.scoping import ScopedQuerySet
from core.search_box import SEARCH_GROUPS, SearchGroup
from core.storage import MEGABYTE
from core.text import format_number, search_key
from core.timeline import EVENTS
from core.todo import TODOS, Todo
from unions.access import (
    DRAFTING,
    PortalUser,
    RoleKind,
    is_administrator,
    is_responsible_for,
    may_edit_unions_below,
    works_for_a_union,
    works_in_a_unit,
)
from unions.dismissals.selectors import DISMISSIBLE, DismissibleTodo, Office, dismiss_url, undismissed
from unions.tree.models import Union
from unions.tree.selectors import UNIT_COUNTS, union_and_above
from unions.tree.services.entering import check_lives
from unions.units.models import GrassrootsUnion, Headcount, Sector, Team
from unions.units.rules import (
    may_correct_for_union,
    may_correct_for_unit,
    may_correct_history_of_unit,
    may_correct_unit,
)
from unions.units.selectors import (
    HEADCOUNT_TODO,
    active_units_of,
    headcounts_to_enter,
    may_correct_sector,
    own_units,
    union_figures,
    unit_counts,
    without_headcount,
)
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


def check_union_lives(sector: Sector) -> None:
    check_lives(sector.union)


NEVER = "never frozen: "
BY_REORGANISATION = "changes by a reorganisation"
CORRECTED = {
    "unions.Sector": CorrectionRule(
        fields=("code", "name", "kind", "position"),
        page="unions:sector-edit",
        may=may_correct_sector,
        until="the union is dissolved",
        check=check_union_lives,
        may_remove=may_correct_sector,
        owner=lambda sector: sector.union,
        fixed={"union": "remove the sector and enter it for the right union"},
    ),
    "unions.Enterprise": CorrectionRule(
        fields=("name", "tax_code", "founded_on"),
        page="unions:enterprise-edit",
        may=may_correct_for_union,
        until=NEVER + "signed papers keep the words they print",
        may_remove=may_correct_for_union,
        owner=lambda enterprise: enterprise.union,
        fixed={"union": "moves with its units"},
    ),
    "unions.GrassrootsUnion": CorrectionRule(
        fields=("code", "name", "kind", "ownership", "sector", "enterprise", "address", "founded_on"),
        page="unions:grassroots-edit",
        may=may_correct_unit,
        until=NEVER + "signed papers keep the words they print",
        may_remove=may_correct_unit,
        parts=frozenset({"unions.Affiliation", "unions.GrassrootsName"}),
        owner=lambda unit: unit.responsible_affiliation.union,
        fixed={
            "cluster": "the page of the cluster puts units in and takes them out",
            "status": BY_REORGANISATION,
            "dissolved_on": BY_REORGANISATION,
        },
    ),
    "unions.GrassrootsName": CorrectionRule(
        fields=("name", "valid_from"),
        page="unions:grassroots-name-edit",
        may=may_correct_history_of_unit,
        until=NEVER + "signed papers keep the words they print; the first day, once a reorganisation decided it",
        owner=lambda row: row.grassroots,
        fixed={"grassroots": "the unit that bears the name", "valid_to": "the day before the next name"},
    ),
    "unions.Affiliation": CorrectionRule(
        fields=("valid_from", "basis"),
        page="unions:affiliation-edit",
        may=may_correct_history_of_unit,
        until="the first day, once a reorganisation decided it",
        owner=lambda link: link.grassroots,
        fixed={
            "grassroots": "the unit that belongs to the union",
            "union": BY_REORGANISATION,
            "valid_to": "the day before the next union or the dissolution",
        },
    ),
    "unions.Headcount": CorrectionRule(
        fields=("year", "workers", "women", "members", "women_members"),
        page="unions:headcount-edit",
        may=may_correct_for_unit,
        until=NEVER + "an issued report keeps its figures",
        may_remove=may_correct_for_unit,
        owner=lambda headcount: headcount.grassroots,
        fixed={"grassroots": "remove the numbers and enter them for the right unit"},
    ),
    "unions.Team": CorrectionRule(
        fields=("name",),
        page="unions:team-edit",
        may=may_correct_for_unit,
        until=NEVER + "signed papers keep the words they print",
        may_remove=may_correct_for_unit,
        owner=lambda team: team.grassroots,
        fixed={"grassroots": "remove the team and enter it for the right unit"},
    ),
}


def missing_headcounts(user: PortalUser, year: int) -> list[Todo]:
    if not user.is_authenticated:
        return []
    return [*_own_missing(user, year), *_officer_missing(user, year)]


def _own_missing(user: PortalUser, year: int) -> list[Todo]:
    if not user.access.holds_any(DRAFTING):
        return []
    missing = undismissed(without_headcount(own_units(user), year), HEADCOUNT_TODO, year)
    units = [unit for unit in missing if is_responsible_for(user, unit)]
    return [
        Todo(
            str(_("%(unit)s has not told its workers and members of %(year)s yet.") % {"unit": unit, "year": year}),
            reverse("unions:headcount", args=[unit.pk, year]),
            1,
            dismiss_url=dismiss_url(HEADCOUNT_TODO, year, unit),
        )
        for unit in units
    ]


def _officer_missing(user: PortalUser, year: int) -> list[Todo]:
    todos = []
    for union in sorted(user.access.unions_where({RoleKind.OFFICER})):
        missing = without_headcount(active_units_of(frozenset({union})), year)
        count = undismissed(missing, HEADCOUNT_TODO, year).count()
        text = ngettext(
            "%(count)s grassroots union has no numbers of %(year)s yet.",
            "%(count)s grassroots unions have no numbers of %(year)s yet.",
            count,
        )
        url = list_url("unions:grassroots-list", union=union, status="active", size="missing", year=year)
        if count:
            text = text % {"count": format_number(count), "year": year}
            todos.append(Todo(text, url, count, dismiss_url=dismiss_url(HEADCOUNT_TODO, year)))
    return todos


ENTER_HEADCOUNT = DismissibleTodo(
    HEADCOUNT_TODO,
    _("Units without numbers of the year"),
    DRAFTING | {RoleKind.OFFICER},
    headcounts_to_enter,
    lambda year: GrassrootsUnion.objects.filter(headcounts__year=year),
    lambda unit: Office(unit.responsible_union_id, unit.pk),
)


def teams_panel(user: PortalUser, unit: GrassrootsUnion, year: int) -> Panel:
    context = {
        "unit": unit,
        "teams": list(Team.objects.visible_to(user).filter(grassroots=unit).order_by("name", "pk")),
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


def next_headcount(user: PortalUser, done: Headcount) -> NextStep | None:
    waiting = undismissed(headcounts_to_enter(user, done.year), HEADCOUNT_TODO, done.year)
    row = waiting.filter(sort_key__gt=done.grassroots.sort_key).order_by("sort_key", "pk").first()
    row = row or waiting.order_by("sort_key", "pk").first()
    return NextStep(row.name, reverse("unions:headcount", args=[row.pk, done.year]), waiting.count()) if row else None


def files_panel(user: PortalUser, owner: GrassrootsUnion | Union, _year: int) -> Panel | None:
    """Only the administrator grants space."""
    if not is_administrator(user):
        return None
    space = space_of(owner)
    used = {"used": in_megabytes(space.used), "allowed": format_number(space.allowed // MEGABYTE)}
    replaced = {"size": in_megabytes(space.replaced), "count": format_number(space.replaced_count)}
    rows = [PanelRow(str(_("Used")), str(_("%(used)s of %(allowed)s MB") % used))]
    if space.replaced_count:
        words = str(_("%(size)s MB (%(count)s files)") % replaced)
        rows.append(PanelRow(str(_("Of that, scans that were replaced")), words))
    return Panel(title=_("Space for files"), rows=rows, position=95)


def teams_matching(user: PortalUser, rows: ScopedQuerySet, typed: str) -> list[ScopedQuerySet]:
    """Teams have no search key; a form offers those of one unit."""
    words = search_key(typed).split()
    names = rows.values_list("pk", "name")
    return [rows.filter(pk__in=[pk for pk, name in names if all(word in search_key(name) for word in words)])]


def register() -> None:
    NEXT_STEPS.register(next_headcount, to="unions.Headcount")
    UNIT_COUNTS.register(unit_counts)
    covers = ("unions", "accounts", "restructuring", "clusters")
    url_name = "unions:grassroots-list"
    NAVIGATION.register(
        NavItem("unions", _("Organisation"), url_name, 70, works_for_a_union, covers=covers, is_by_year=True)
    )
    NAVIGATION.register(
        NavItem("people", _("My unit"), "unions:own-unit", 70, works_in_a_unit, on_phone=True, covers=covers)
    )
    units = NavItem("units", _("Grassroots unions"), url_name, 10, works_for_a_union, is_by_year=True)
    enterprises = NavItem("enterprises", _("Enterprises"), "unions:enterprises", 40, works_for_a_union)
    TABS.register(units, to="organisation")
    TABS.register(enterprises, to="organisation")
    TODOS.register(missing_headcounts)
    DISMISSIBLE.register(ENTER_HEADCOUNT, to=ENTER_HEADCOUNT.code)
    PANELS.register(teams_panel, to="unions.GrassrootsUnion")
    PANELS.register(figures_panel, to="unions.Union")
    for label in ("unions.GrassrootsUnion", "unions.Union"):
        PANELS.register(files_panel, to=label)
    PANELS.register(sectors_panel, to="unions.Union")
    for label, correction in CORRECTED.items():
        CORRECTIONS.register(correction, to=label)
    EVENTS.register(unit_events, to="unions.GrassrootsUnion")
    SEARCHES.register(search_by_name("code", detail="code"), to="unions.GrassrootsUnion")
    SEARCH_GROUPS.register(
        SearchGroup(GrassrootsUnion, _("Grassroots unions"), 20, GrassrootsUnion.objects.visible_to)
    )
    SEARCHES.register(search_by_name("tax_code", detail="tax_code"), to="unions.Enterprise")
    SEARCHES.register(Search(teams_matching), to="unions.Team")
    register_labels(LABELS)
