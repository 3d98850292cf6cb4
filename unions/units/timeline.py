from collections.abc import Iterator
from datetime import date, timedelta

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core.dated import held_now
from core.text import format_number
from core.timeline import Event
from unions.access import PortalUser
from unions.units.models import GrassrootsUnion, Headcount


def known_until(user: PortalUser, unit: GrassrootsUnion) -> date | None:
    """Return the last day in the user's branch, or None if the unit still belongs there."""
    if user.access.sees_all or unit.pk in user.access.grassroots:
        return None
    links = list(unit.affiliations.all())
    access = user.access
    if any(link.union_id in access.branch for link in held_now(links)):
        return None
    return max((min(link.valid_to or date.max, access.last_day(link.union_id)) for link in links), default=date.min)


def is_known(day: date, until: date | None) -> bool:
    # The day after shows where the unit went.
    return until is None or until == date.max or day <= until + timedelta(days=1)


def known_headcounts(user: PortalUser, unit: GrassrootsUnion) -> QuerySet[Headcount]:
    until = known_until(user, unit)
    headcounts: QuerySet[Headcount] = unit.headcounts.order_by("-year")
    return headcounts if until is None else headcounts.filter(year__lte=until.year)


def unit_events(user: PortalUser, unit: GrassrootsUnion) -> Iterator[Event]:
    until = known_until(user, unit)
    events = [*_founding_events(unit), *_name_events(unit), *_union_events(unit)]
    yield from (event for event in events if event.day and is_known(event.day, until))
    yield from _headcount_events(known_headcounts(user, unit))


def _founding_events(unit: GrassrootsUnion) -> Iterator[Event]:
    if unit.founded_on:
        yield Event(unit.founded_on.year, _("Founding"), _("Founded"), day=unit.founded_on, is_bare_fact=True)
    if unit.dissolved_on:
        yield Event(
            unit.dissolved_on.year, _("Dissolution"), _("Dissolved"), day=unit.dissolved_on, is_bare_fact=True
        )


def _name_events(unit: GrassrootsUnion) -> Iterator[Event]:
    # The first name belongs to the founding.
    for row in sorted(unit.names.all(), key=lambda row: row.valid_from)[1:]:
        words = _("From now on called “%(name)s”") % {"name": row.name}
        yield Event(row.valid_from.year, _("Name"), words, day=row.valid_from, is_bare_fact=True)


def _union_events(unit: GrassrootsUnion) -> Iterator[Event]:
    for link in unit.affiliations.select_related("union"):
        words = _("Came under %(union)s") % {"union": link.union}
        yield Event(link.valid_from.year, _("Union above"), words, link.basis, day=link.valid_from, is_bare_fact=True)


def _headcount_events(headcounts: QuerySet[Headcount]) -> Iterator[Event]:
    # the first year, and each year in which the numbers changed
    before: Headcount | None = None
    for headcount in reversed(headcounts):
        if before and (before.members, before.workers) == (headcount.members, headcount.workers):
            continue
        facts = {"members": format_number(headcount.members), "workers": format_number(headcount.workers)}
        words = _("%(members)s members among %(workers)s workers") % facts
        yield Event(headcount.year, _("Numbers"), words, _change_text(before, headcount))
        before = headcount


def _change_text(before: Headcount | None, headcount: Headcount) -> str:
    growth = headcount.members - before.members if before else 0
    if not before or not growth:
        return ""
    facts = {"count": format_number(abs(growth)), "year": before.year}
    if growth > 0:
        text = ngettext("%(count)s member more than in %(year)s", "%(count)s members more than in %(year)s", growth)
    else:
        text = ngettext(
            "%(count)s member fewer than in %(year)s", "%(count)s members fewer than in %(year)s", -growth
        )
    return text % facts
