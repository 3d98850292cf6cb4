from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TypedDict

from django.db.models import Prefetch, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core.text import format_number
from restructuring.choices import ReorganisationKind as Kind
from restructuring.choices import ReorganisationState
from restructuring.models import Reorganisation, ReorganisationLine, Succession
from restructuring.rules import LineFacts, line_objections, list_objections
from unions.access import PortalUser
from unions.people.models import Employment
from unions.tree.models import Union, branch_below
from unions.units.choices import UnitStatus
from unions.units.models import Affiliation, GrassrootsName, GrassrootsUnion, GrassrootsUnionQuerySet
from unions.units.rules import Words


def reach_of(union_id: int) -> frozenset[int]:
    """Return the union and those below, whose units it may reorganise."""
    return branch_below({union_id})


def targets_of(reorganisation: Reorganisation) -> frozenset[int]:
    """Return the unions that may receive units: in reach, deciding, or above."""
    return reach_of(reorganisation.union_id) | reorganisation.deciding_ids


def units_to_choose(user: PortalUser, reorganisation: Reorganisation) -> GrassrootsUnionQuerySet:
    affiliations = Affiliation.objects.filter(union__in=reach_of(reorganisation.union_id))
    units: GrassrootsUnionQuerySet = GrassrootsUnion.objects.visible_to(user)
    if reorganisation.kind == Kind.REACTIVATE:
        units = units.exclude(status=UnitStatus.ACTIVE)
    else:
        affiliations = affiliations.open_ended()
    # A split may form several units from one.
    listed = reorganisation.lines.values("grassroots") if reorganisation.kind != Kind.SPLIT else []
    return units.filter(pk__in=affiliations.values("grassroots")).exclude(pk__in=listed)


def unions_to_receive(reorganisation: Reorganisation) -> QuerySet[Union]:
    """Dissolved ones are left out."""
    unions: QuerySet[Union] = Union.objects.filter(pk__in=targets_of(reorganisation), dissolved_on__isnull=True)
    return unions.order_by("name")


def full_lines(reorganisation: Reorganisation) -> list[ReorganisationLine]:
    return list(
        reorganisation.lines.select_related("grassroots__sector", "grassroots__enterprise", "to_union", "into")
        .prefetch_related("people")
        .order_by("grassroots__sort_key", "pk")
    )


def facts_of_lines(reorganisation: Reorganisation, lines: Sequence[ReorganisationLine]) -> list[LineFacts]:
    """Lines may be unsaved; the number of queries is fixed."""
    units = {line.grassroots_id for line in lines} | {line.into_id for line in lines if line.into_id}
    names = GrassrootsName.objects.open_ended().filter(grassroots__in=units)
    new_codes = [line.new_code for line in lines if line.new_code]
    context = _LineContext(
        links=_newest_links(units),
        named_since=dict(names.values_list("grassroots", "valid_from")),
        other_drafts=_other_drafts(reorganisation, units),
        taken_codes=set(GrassrootsUnion.objects.filter(code__in=new_codes).values_list("code", flat=True)),
    )
    reach, targets = reach_of(reorganisation.union_id), targets_of(reorganisation)
    return [
        LineFacts(
            kind=reorganisation.kind,
            effective_on=reorganisation.effective_on,
            reach=reach,
            targets=targets,
            **context.unit_facts(line),
            **context.target_facts(line),
        )
        for line in lines
    ]


class UnitFacts(TypedDict):
    grassroots: int
    status: str
    union: int | None
    belongs_since: date | None
    last_union: int | None
    last_day: date | None
    named_since: date | None
    name: str
    also_in: list[str]


class TargetFacts(TypedDict):
    to_union: int | None
    target_since: date | None
    target_until: date | None
    into: int | None
    into_is_active: bool
    into_union: int | None
    into_since: date | None
    new_name: str
    new_code: str
    code_is_taken: bool


@dataclass
class _LineContext:
    """Each value is by key of the unit."""

    links: dict[int, Affiliation]
    named_since: dict[int, date]
    other_drafts: dict[int, list[str]]
    taken_codes: set[str]

    def unit_facts(self, line: ReorganisationLine) -> UnitFacts:
        unit, link = line.grassroots, self.links.get(line.grassroots_id)
        current = link if link and link.valid_to is None else None
        return {
            "grassroots": unit.pk,
            "status": unit.status,
            "union": current.union_id if current else None,
            "belongs_since": current.valid_from if current else None,
            "last_union": link.union_id if link else None,
            "last_day": link.valid_to if link else None,
            "named_since": self.named_since.get(unit.pk),
            "name": unit.name,
            "also_in": self.other_drafts[unit.pk],
        }

    def target_facts(self, line: ReorganisationLine) -> TargetFacts:
        into = self.links.get(line.into_id or 0)
        return {
            "to_union": line.to_union_id,
            "target_since": line.to_union.founded_on if line.to_union else None,
            "target_until": line.to_union.dissolved_on if line.to_union else None,
            "into": line.into_id,
            "into_is_active": bool(line.into and line.into.status == UnitStatus.ACTIVE),
            "into_union": into.union_id if into and into.valid_to is None else None,
            "into_since": into.valid_from if into else None,
            "new_name": line.new_name,
            "new_code": line.new_code,
            "code_is_taken": line.new_code in self.taken_codes,
        }


def _newest_links(units: Iterable[int]) -> dict[int, Affiliation]:
    rows = Affiliation.objects.filter(grassroots__in=units).order_by("valid_from", "pk")
    return {link.grassroots_id: link for link in rows}


def _other_drafts(reorganisation: Reorganisation, units: Iterable[int]) -> dict[int, list[str]]:
    drafts: dict[int, list[str]] = defaultdict(list)
    lines = ReorganisationLine.objects.filter(
        grassroots__in=units, reorganisation__state=ReorganisationState.DRAFT
    ).exclude(reorganisation=reorganisation.pk)
    for line in lines.select_related("reorganisation"):
        drafts[line.grassroots_id].append(str(line.reorganisation))
    return drafts


def objections_to(reorganisation: Reorganisation, lines: Sequence[ReorganisationLine]) -> list[str]:
    """Those about a line begin with its unit."""
    facts = facts_of_lines(reorganisation, lines)
    return [
        *map(str, list_objections(facts, effective_on=reorganisation.effective_on, today=timezone.localdate())),
        *map(str, _people_objections(reorganisation, lines)),
        *objections_by_unit(lines, facts),
    ]


def objections_by_unit(lines: Sequence[ReorganisationLine], facts: Sequence[LineFacts]) -> list[str]:
    return [
        f"{line.grassroots}: {objection}"
        for line, line_facts in zip(lines, facts, strict=True)
        for objection in line_objections(line_facts)
    ]


def _people_objections(reorganisation: Reorganisation, lines: Sequence[ReorganisationLine]) -> list[Words]:
    if reorganisation.kind != Kind.SPLIT:
        return []
    people = [person.pk for line in lines for person in line.people.all()]
    chosen = set(people)
    posts = Employment.objects.open_ended().filter(grassroots__in={line.grassroots_id for line in lines})
    working = set(posts.values_list("person", flat=True))
    objections: list[Words] = []
    if len(chosen) < len(people):
        objections.append(_("Somebody is on the list of two new units."))
    if chosen - working:
        objections.append(_("Somebody on the list no longer works in the unit that is split."))
    if reorganisation.source_ends and (missing := len(working - chosen)):
        message = ngettext(
            "%(count)s person of the unit that ends has no new unit yet.",
            "%(count)s people of the unit that ends have no new unit yet.",
            missing,
        )
        objections.append(message % {"count": format_number(missing)})
    return objections


def people_who_move(reorganisation: Reorganisation, lines: Sequence[ReorganisationLine]) -> int:
    if reorganisation.kind == Kind.SPLIT:
        return len({person.pk for line in lines for person in line.people.all()})
    units = [line.grassroots_id for line in lines]
    return Employment.objects.open_ended().filter(grassroots__in=units).values("person").distinct().count()


def people_who_return(unit: GrassrootsUnion, last_day: date) -> list[Employment]:
    """Return one post for each person who worked in `unit` on its last day and works nowhere now."""
    elsewhere = Employment.objects.open_ended().values("person")
    # Two records merged since then may have had a post each; only the post of the remaining record returns.
    posts = unit.employments.filter(valid_to=last_day, person__merged_into__isnull=True).exclude(person__in=elsewhere)
    return list({post.person_id: post for post in posts.order_by("pk")}.values())


@dataclass(frozen=True)
class UnitHistoryEntry:
    day: date
    text: str
    reorganisation: Reorganisation


def history_entries_of(unit: GrassrootsUnion) -> list[UnitHistoryEntry]:
    """Confirmed ones, newest first."""
    lines = ReorganisationLine.objects.filter(
        grassroots=unit, reorganisation__state=ReorganisationState.CONFIRMED
    ).select_related("reorganisation__union", "to_union", "into")
    successions = Succession.objects.filter(successor=unit).select_related("predecessor", "reorganisation")
    entries = [
        *(_line_entry(line) for line in lines),
        *(_succession_entry(succession) for succession in successions),
    ]
    return sorted(entries, key=lambda entry: entry.day, reverse=True)


def _line_entry(line: ReorganisationLine) -> UnitHistoryEntry:
    text_of_kind = {
        Kind.RENAME: _("Renamed “%(name)s”"),
        Kind.TRANSFER: _("Transferred to %(union)s"),
        Kind.MERGE: _("Merged into %(into)s"),
        Kind.SPLIT: _("Split: “%(name)s” was formed from it"),
        Kind.DISSOLVE: _("Dissolved"),
        Kind.REACTIVATE: _("Reactivated"),
    }
    values = {"unit": line.grassroots, "name": line.new_name, "union": line.to_union, "into": line.into}
    text = text_of_kind[Kind(line.reorganisation.kind)] % values
    return UnitHistoryEntry(line.reorganisation.effective_on, text, line.reorganisation)


def _succession_entry(succession: Succession) -> UnitHistoryEntry:
    text_of_kind = {
        Kind.MERGE: _("“%(unit)s” was merged into it"),
        Kind.SPLIT: _("Formed from “%(unit)s” by a split"),
    }
    text = text_of_kind[Kind(succession.kind)] % {"unit": succession.predecessor.name_on(succession.on)}
    return UnitHistoryEntry(succession.on, text, succession.reorganisation)


def lines_for_page(user: PortalUser, reorganisation: Reorganisation) -> list[ReorganisationLine]:
    links = Affiliation.objects.select_related("union")
    return list(
        ReorganisationLine.objects.visible_to(user)
        .filter(reorganisation=reorganisation)
        .select_related("grassroots", "to_union", "into")
        .prefetch_related(Prefetch("grassroots__affiliations", links), "people")
        .order_by("grassroots__sort_key", "pk")
    )
