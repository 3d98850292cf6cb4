"""The timeline of a unit, as far as the reader may see it."""

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
    """Return the last day on which the unit belonged to the branch of `user`; None while nothing ended.

    A federation that handed a unit on knows what was, and where it went; not what came after.
    """
    if user.access.sees_all or unit.pk in user.access.grassroots:
        return None
    links = list(unit.affiliations.all())
    if any(link.union_id in user.access.branch for link in held_now(links)):
        return None
    ends = [link.valid_to for link in links if link.union_id in user.access.branch and link.valid_to]
    return max(ends, default=date.min)


def is_known(day: date, until: date | None) -> bool:
    """Say whether this day lies before, or right at, the end of what the reader knows."""
    return until is None or until == date.max or day <= until + timedelta(days=1)


def known_headcounts(user: PortalUser, unit: GrassrootsUnion) -> QuerySet[Headcount]:
    """Return the numbers of the years the reader knows, newest first."""
    until = known_until(user, unit)
    rows = unit.headcounts.all() if until is None else unit.headcounts.filter(year__lte=until.year)
    ordered: QuerySet[Headcount] = rows.order_by("-year")
    return ordered


def unit_events(user: PortalUser, unit: GrassrootsUnion) -> Iterator[Event]:
    """Founding, names, unions above and numbers."""
    until = known_until(user, unit)
    plain = [*_founded(unit), *_named(unit), *_affiliated(unit)]
    yield from (event for event in plain if event.day and is_known(event.day, until))
    yield from _counted(known_headcounts(user, unit))


def _founded(unit: GrassrootsUnion) -> Iterator[Event]:
    if unit.founded_on:
        yield Event(unit.founded_on.year, _("Founding"), _("Founded"), day=unit.founded_on, is_bare_fact=True)
    if unit.dissolved_on:
        yield Event(
            unit.dissolved_on.year, _("Dissolution"), _("Dissolved"), day=unit.dissolved_on, is_bare_fact=True
        )


def _named(unit: GrassrootsUnion) -> Iterator[Event]:
    """Its first name belongs to the founding; each later one is told."""
    for known in sorted(unit.names.all(), key=lambda each: each.valid_from)[1:]:
        said = _("From now on called “%(name)s”") % {"name": known.name}
        yield Event(known.valid_from.year, _("Name"), said, day=known.valid_from, is_bare_fact=True)


def _affiliated(unit: GrassrootsUnion) -> Iterator[Event]:
    for link in unit.affiliations.select_related("union"):
        said = _("Came under %(union)s") % {"union": link.union}
        yield Event(link.valid_from.year, _("Union above"), said, link.basis, day=link.valid_from, is_bare_fact=True)


def _counted(rows: QuerySet[Headcount]) -> Iterator[Event]:
    """The numbers first entered, and then each year in which they changed."""
    before: Headcount | None = None
    for row in reversed(rows):
        if before and (before.members, before.workers) == (row.members, row.workers):
            continue
        facts = {"members": format_number(row.members), "workers": format_number(row.workers)}
        words = _("%(members)s members among %(workers)s workers") % facts
        yield Event(row.year, _("Numbers"), words, _change(before, row))
        before = row


def _change(before: Headcount | None, row: Headcount) -> str:
    grown = row.members - before.members if before else 0
    if not before or not grown:
        return ""
    facts = {"count": format_number(abs(grown)), "year": before.year}
    if grown > 0:
        said = ngettext("%(count)s member more than in %(year)s", "%(count)s members more than in %(year)s", grown)
    else:
        said = ngettext("%(count)s member fewer than in %(year)s", "%(count)s members fewer than in %(year)s", -grown)
    return said % facts
