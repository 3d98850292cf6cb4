"""The life of a unit and of a person, as far as this app knows it and the reader may see it."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core.text import format_number
from core.timeline import Event
from unions.models import ClusterYear, Employment, GrassrootsUnion, Headcount, PactSignature, Person, Reorganisation
from unions.models.dated import held_now
from unions.selectors.reorganisation import Turn, turns_of


def seen_until(user: Any, unit: GrassrootsUnion) -> date | None:
    """Return the last day on which the unit belonged to the branch of `user`; None while nothing ended.

    A federation that handed a unit on knows what was, and where it went; not what came after.
    """
    if user.standing.sees_all or unit.pk in user.standing.grassroots:
        return None
    links = list(unit.affiliations.all())
    if any(link.union_id in user.standing.branch for link in held_now(links)):
        return None
    ends = [link.valid_to for link in links if link.union_id in user.standing.branch and link.valid_to]
    return max(ends, default=date.min)


def is_known(day: date, until: date | None) -> bool:
    """Say whether this day lies before, or right at, the end of what the reader knows."""
    return until is None or until == date.max or day <= until + timedelta(days=1)


def known_headcounts(user: Any, unit: GrassrootsUnion) -> QuerySet[Headcount]:
    """Return the numbers of the years the reader knows, newest first."""
    until = seen_until(user, unit)
    rows = unit.headcounts.all() if until is None else unit.headcounts.filter(year__lte=until.year)
    ordered: QuerySet[Headcount] = rows.order_by("-year")
    return ordered


def unit_events(user: Any, unit: GrassrootsUnion) -> Iterator[Event]:
    """Founding, names, unions above, reorganisations, numbers, clusters led and pacts signed."""
    until = seen_until(user, unit)
    turns = [turn for turn in turns_of(user, unit) if is_known(turn.day, until)]
    turned = {turn.day for turn in turns}
    plain = [*_founded(unit), *_named(unit), *_affiliated(unit)]
    yield from (event for event in plain if event.day and event.day not in turned and is_known(event.day, until))
    yield from _turned(user, turns)
    yield from _counted(known_headcounts(user, unit))
    yield from _in_clusters(user, unit)


def _founded(unit: GrassrootsUnion) -> Iterator[Event]:
    if unit.founded_on:
        yield Event(unit.founded_on.year, _("Founding"), _("Founded"), day=unit.founded_on)
    if unit.dissolved_on:
        yield Event(unit.dissolved_on.year, _("Dissolution"), _("Dissolved"), day=unit.dissolved_on)


def _named(unit: GrassrootsUnion) -> Iterator[Event]:
    """Its first name belongs to the founding; each later one is told."""
    for known in sorted(unit.names.all(), key=lambda each: each.valid_from)[1:]:
        said = _("From now on called “%(name)s”") % {"name": known.name}
        yield Event(known.valid_from.year, _("Name"), said, day=known.valid_from)


def _affiliated(unit: GrassrootsUnion) -> Iterator[Event]:
    for link in unit.affiliations.select_related("union"):
        said = _("Came under %(union)s") % {"union": link.union}
        yield Event(link.valid_from.year, _("Union above"), said, link.basis, day=link.valid_from)


def _turned(user: Any, turns: list[Turn]) -> Iterator[Event]:
    """A reorganisation leads to its page where the reader may open it."""
    decided = {turn.reorganisation.pk for turn in turns if turn.reorganisation}
    seen = Reorganisation.objects.visible_to(user).filter(pk__in=decided).values_list("pk", flat=True)
    open_to = set(seen) if decided else set()
    for turn in turns:
        decision = turn.reorganisation
        url = decision.get_absolute_url() if decision and decision.pk in open_to else ""
        number = decision.decision_number if decision else ""
        yield Event(turn.day.year, _("Reorganisation"), turn.words, number, url, turn.day)


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


def _in_clusters(user: Any, unit: GrassrootsUnion) -> Iterator[Event]:
    led = ClusterYear.objects.visible_to(user).filter(lead=unit).select_related("cluster")
    for row in led:
        said = _("Lead of “%(cluster)s” in %(year)s") % {"cluster": row.cluster, "year": row.year}
        url = row.cluster.get_absolute_url()
        yield Event(row.year, _("Emulation cluster"), said, url=url, day=row.lead_from)
    signed = PactSignature.objects.visible_to(user).filter(grassroots=unit)
    for each in signed.select_related("cluster_year__cluster"):
        pact = each.cluster_year
        said = _("Signed the pact of “%(cluster)s”") % {"cluster": pact.cluster}
        yield Event(
            each.signed_on.year, _("Emulation cluster"), said, url=pact.get_absolute_url(), day=each.signed_on
        )


LAST_POSITION = 90


def person_events(user: Any, person: Person) -> Iterator[Event]:
    """Where the person began to work and where they left, in units the reader sees."""
    posts = Employment.objects.visible_to(user).filter(person=person).select_related("grassroots", "team")
    for post in posts:
        url = post.grassroots.get_absolute_url()
        facts = {"position": LAST_POSITION, "url": url, "words": str(post.grassroots)}
        began = _("Began: %(post)s") % {"post": post.position} if post.position else _("Began")
        yield Event(post.valid_from.year, _("Employment"), detail=began, day=post.valid_from, **facts)
        if post.valid_to:
            yield Event(post.valid_to.year, _("Employment"), detail=_("Left"), day=post.valid_to, **facts)
