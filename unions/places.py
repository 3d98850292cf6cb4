"""Where this app stands in the frame, and what it asks people to do."""

from typing import Any

from django.db.models import Count
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from core.navigation import NavItem
from core.panels import Panel, PanelRow
from core.text import format_number
from core.todo import Todo
from unions.choices import LEADERS, ReorganisationState, RoleKind
from unions.models import Reorganisation
from unions.rules import DRAFTING, keeps_unit
from unions.rules.reorganisation import confirms
from unions.selectors.endings import endings_of
from unions.selectors.likeness import open_likenesses
from unions.selectors.units import active_units_of, own_units, without_headcount


def works_above(user: Any) -> bool:
    """Works for a federation, reads it from above, or runs the portal."""
    return user.is_authenticated and bool(user.standing.branch or user.standing.sees_all)


def works_in_a_unit(user: Any) -> bool:
    return user.is_authenticated and not works_above(user) and bool(user.standing.grassroots)


ITEMS = (
    NavItem("unions", _("Organisation"), "unions:grassroots-list", 70, works_above),
    NavItem("people", _("My unit"), "unions:own-unit", 70, works_in_a_unit, phone=True),
)


def missing_headcounts(user: Any, year: int) -> list[Todo]:
    """Units whose numbers of the year nobody has entered: the chair's own, or the officer's."""
    if not user.is_authenticated:
        return []
    return [*_own_missing(user, year), *_officer_missing(user, year)]


def likely_duplicates(user: Any, year: int) -> list[Todo]:
    """Pairs nobody has answered, for the officer who answers them."""
    if not user.is_authenticated or not user.standing.holds_any({RoleKind.OFFICER}):
        return []
    count = open_likenesses(user)
    said = ngettext(
        "%(count)s pair of records may be one person entered twice.",
        "%(count)s pairs of records may each be one person entered twice.",
        count,
    )
    url = f"{reverse('unions:duplicates')}?state=open"
    return [Todo(said % {"count": format_number(count)}, url, count, can_wait=True)] if count else []


def reorganisations_to_confirm(user: Any, year: int) -> list[Todo]:
    """Drafts with units on them, for the leader who confirms or cancels them."""
    if not user.is_authenticated or not user.standing.holds_any(LEADERS):
        return []
    drafts = Reorganisation.objects.visible_to(user).filter(state=ReorganisationState.DRAFT)
    waiting = drafts.annotate(units=Count("lines")).filter(units__gt=0).order_by("effective_on", "pk")
    known = waiting.select_related("union").prefetch_related("union__links_up")
    return [_to_confirm(draft) for draft in known if confirms(user, draft)]


def _to_confirm(draft: Any) -> Todo:
    said = ngettext(
        "“%(reorganisation)s” with %(count)s unit waits for you to confirm it.",
        "“%(reorganisation)s” with %(count)s units waits for you to confirm it.",
        draft.units,
    )
    words = said % {"reorganisation": draft, "count": format_number(draft.units)}
    return Todo(words, draft.get_absolute_url(), draft.units, due=draft.effective_on)


def _own_missing(user: Any, year: int) -> list[Todo]:
    if not user.standing.holds_any(DRAFTING):
        return []
    units = [unit for unit in without_headcount(own_units(user), year) if keeps_unit(user, unit)]
    return [
        Todo(
            str(_("%(unit)s has not told its workers and members of %(year)s yet.") % {"unit": unit, "year": year}),
            reverse("unions:headcount", args=[unit.pk, year]),
            1,
        )
        for unit in units
    ]


def _officer_missing(user: Any, year: int) -> list[Todo]:
    unions = user.standing.unions_where({RoleKind.OFFICER})
    found = []
    for union in sorted(unions):
        count = without_headcount(active_units_of(frozenset({union})), year).count()
        said = ngettext(
            "%(count)s grassroots union has no numbers of %(year)s yet.",
            "%(count)s grassroots unions have no numbers of %(year)s yet.",
            count,
        )
        url = f"{reverse('unions:grassroots-list')}?union={union}&status=active&size=missing"
        if count:
            found.append(Todo(said % {"count": format_number(count), "year": year}, url, count))
    return found


def reorganisation_panel(user: Any, reorganisation: Reorganisation, year: int) -> Panel | None:
    """What the preview says of accounts: boards that end with their unit, slips that open nothing any more."""
    ending = endings_of(reorganisation)
    said = [
        (_("Roles on boards that end with their unit"), ending.roles),
        (_("Invitations not taken up yet, which are withdrawn"), ending.invitations),
    ]
    rows = [PanelRow(str(label), count) for label, count in said if count]
    return Panel(_("Accounts"), rows, position=90) if rows else None
