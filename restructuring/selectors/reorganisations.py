"""What a reorganisation would do, what stands against it, and what happened to a unit over time."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Prefetch
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core.text import format_number
from restructuring.choices import ReorganisationKind as Kind
from restructuring.choices import ReorganisationState
from restructuring.models import Reorganisation, ReorganisationLine, Succession
from restructuring.rules import LineFacts, line_objections, whole_objections
from unions.access import PortalUser
from unions.people.models import Employment
from unions.tree.models import Union, branch_below
from unions.units.choices import UnitStatus
from unions.units.models import Affiliation, GrassrootsName, GrassrootsUnion, GrassrootsUnionQuerySet
from unions.units.rules import Words


def reach_of(union_id: int) -> frozenset[int]:
    """Return the unions whose units `union_id` may reorganise: itself and those below."""
    return branch_below({union_id})


def targets_of(reorganisation: Reorganisation) -> frozenset[int]:
    """Return the unions that may receive units: those within reach, and the ones directly above."""
    return reach_of(reorganisation.union_id) | reorganisation.deciding_ids


def units_to_choose(user: PortalUser, reorganisation: Reorganisation) -> GrassrootsUnionQuerySet:
    """Return the units `user` may still put on the list: of the unions within reach, fit for the kind."""
    reach = reach_of(reorganisation.union_id)
    fit = Affiliation.objects.filter(union__in=reach)
    units: GrassrootsUnionQuerySet = GrassrootsUnion.objects.visible_to(user)
    if reorganisation.kind == Kind.REACTIVATE:
        units = units.exclude(status=UnitStatus.ACTIVE)
    else:
        fit = fit.open_ended()
    listed = reorganisation.lines.values("grassroots") if reorganisation.kind != Kind.SPLIT else []
    return units.filter(pk__in=fit.values("grassroots")).exclude(pk__in=listed)


def unions_to_receive(reorganisation: Reorganisation) -> Any:
    """Return the unions units may come under, those that were dissolved left out."""
    return Union.objects.filter(pk__in=targets_of(reorganisation), dissolved_on__isnull=True).order_by("name")


def full_lines(reorganisation: Reorganisation) -> list[ReorganisationLine]:
    """Return the lines with all they name, whoever reads."""
    return list(
        reorganisation.lines.select_related("grassroots__sector", "grassroots__enterprise", "to_union", "into")
        .prefetch_related("people")
        .order_by("grassroots__sort_key", "pk")
    )


def facts_of_lines(reorganisation: Reorganisation, lines: Sequence[ReorganisationLine]) -> list[LineFacts]:
    """Read what the rules ask about `lines`, saved or not; the number of queries does not grow with them."""
    units = {line.grassroots_id for line in lines} | {line.into_id for line in lines if line.into_id}
    names = GrassrootsName.objects.open_ended().filter(grassroots__in=units)
    new_codes = [line.new_code for line in lines if line.new_code]
    known = _Known(
        links=_newest_links(units),
        named=dict(names.values_list("grassroots", "valid_from")),
        drafts=_other_drafts(reorganisation, units),
        codes=set(GrassrootsUnion.objects.filter(code__in=new_codes).values_list("code", flat=True)),
        reach=reach_of(reorganisation.union_id),
        targets=targets_of(reorganisation),
    )
    return [
        LineFacts(
            kind=reorganisation.kind,
            effective_on=reorganisation.effective_on,
            reach=known.reach,
            targets=known.targets,
            **known.of_unit(line),
            **known.of_target(line),
        )
        for line in lines
    ]


@dataclass
class _Known:
    """What was read for all lines at once."""

    links: dict[int, Affiliation]
    named: dict[int, date]
    drafts: dict[int, list[str]]
    codes: set[str]
    reach: frozenset[int]
    targets: frozenset[int]

    def of_unit(self, line: ReorganisationLine) -> dict[str, Any]:
        unit, link = line.grassroots, self.links.get(line.grassroots_id)
        held = link if link and link.valid_to is None else None
        return {
            "grassroots": unit.pk,
            "status": unit.status,
            "union": held.union_id if held else None,
            "belongs_since": held.valid_from if held else None,
            "last_union": link.union_id if link else None,
            "last_day": link.valid_to if link else None,
            "named_since": self.named.get(unit.pk),
            "name": unit.name,
            "also_in": self.drafts[unit.pk],
        }

    def of_target(self, line: ReorganisationLine) -> dict[str, Any]:
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
            "code_is_taken": line.new_code in self.codes,
        }


def _newest_links(units: Iterable[int]) -> dict[int, Affiliation]:
    rows = Affiliation.objects.filter(grassroots__in=units).order_by("valid_from", "pk")
    return {link.grassroots_id: link for link in rows}


def _other_drafts(reorganisation: Reorganisation, units: Iterable[int]) -> dict[int, list[str]]:
    found: dict[int, list[str]] = defaultdict(list)
    lines = ReorganisationLine.objects.filter(
        grassroots__in=units, reorganisation__state=ReorganisationState.DRAFT
    ).exclude(reorganisation=reorganisation.pk)
    for line in lines.select_related("reorganisation"):
        found[line.grassroots_id].append(str(line.reorganisation))
    return found


@dataclass(frozen=True)
class Objections:
    """What stands against a reorganisation: by line (in their order), and as a whole."""

    lines: list[list[Words]]
    whole: list[Words]

    def sentences(self, lines: Sequence[ReorganisationLine]) -> list[str]:
        """Return all of it, each sentence about a line beginning with its unit."""
        said = [
            f"{line.grassroots}: {words}" for line, found in zip(lines, self.lines, strict=True) for words in found
        ]
        return [*map(str, self.whole), *said]


def objections_to(reorganisation: Reorganisation, lines: Sequence[ReorganisationLine]) -> Objections:
    """Return what stands against confirming now."""
    facts = facts_of_lines(reorganisation, lines)
    whole = whole_objections(facts, effective_on=reorganisation.effective_on, today=timezone.localdate())
    return Objections([line_objections(each) for each in facts], [*whole, *_people_objections(reorganisation, lines)])


def _people_objections(reorganisation: Reorganisation, lines: Sequence[ReorganisationLine]) -> list[Words]:
    """Of a split: nobody goes to two units, and where the old unit ends nobody is left behind."""
    if reorganisation.kind != Kind.SPLIT:
        return []
    going = [person for line in lines for person in line.people.all()]
    here = Employment.objects.open_ended().filter(grassroots__in={line.grassroots_id for line in lines})
    working = set(here.values_list("person", flat=True))
    chosen = {person.pk for person in going}
    found: list[Words] = []
    if len(chosen) < len(going):
        found.append(_("Somebody is on the list of two new units."))
    if chosen - working:
        found.append(_("Somebody on the list no longer works in the unit that is split."))
    if reorganisation.source_ends and (left := len(working - chosen)):
        said = ngettext(
            "%(count)s person of the unit that ends has no new unit yet.",
            "%(count)s people of the unit that ends have no new unit yet.",
            left,
        )
        found.append(said % {"count": format_number(left)})
    return found


def people_who_move(reorganisation: Reorganisation, lines: Sequence[ReorganisationLine]) -> int:
    """Return how many people change their unit or union."""
    if reorganisation.kind == Kind.SPLIT:
        return len({person.pk for line in lines for person in line.people.all()})
    units = [line.grassroots_id for line in lines]
    return Employment.objects.open_ended().filter(grassroots__in=units).values("person").distinct().count()


def people_who_return(unit: GrassrootsUnion, last_day: date) -> list[Employment]:
    """Return the posts of those who worked in `unit` to its end and work nowhere else since: one for each person.

    Two records made one since may have had a post each; what stayed behind with the one that went does not come back.
    """
    elsewhere = Employment.objects.open_ended().values("person")
    posts = unit.employments.filter(valid_to=last_day, person__merged_into__isnull=True).exclude(person__in=elsewhere)
    return list({post.person_id: post for post in posts.order_by("pk")}.values())


@dataclass(frozen=True)
class UnitHistoryEntry:
    """One line of a unit's own history."""

    day: date
    words: str
    reorganisation: Reorganisation | None = None


def history_entries_of(user: PortalUser, unit: GrassrootsUnion) -> list[UnitHistoryEntry]:
    """Return how the unit came to be what it is, newest first; other units by name, as far as they are in sight."""
    lines = ReorganisationLine.objects.filter(
        grassroots=unit, reorganisation__state=ReorganisationState.CONFIRMED
    ).select_related("reorganisation__union", "to_union", "into")
    turns = [
        UnitHistoryEntry(line.reorganisation.effective_on, _happened(line), line.reorganisation) for line in lines
    ]
    before = Succession.objects.filter(successor=unit).select_related("predecessor", "reorganisation")
    turns += [UnitHistoryEntry(each.on, _came_from(each), each.reorganisation) for each in before]
    return sorted(turns, key=lambda turn: turn.day, reverse=True)


def _happened(line: ReorganisationLine) -> str:
    facts = {"unit": line.grassroots, "name": line.new_name, "union": line.to_union, "into": line.into}
    said = {
        Kind.RENAME: _("Renamed “%(name)s”"),
        Kind.TRANSFER: _("Transferred to %(union)s"),
        Kind.MERGE: _("Merged into %(into)s"),
        Kind.SPLIT: _("Split: “%(name)s” was formed from it"),
        Kind.DISSOLVE: _("Dissolved"),
        Kind.REACTIVATE: _("Reactivated"),
    }
    return said[Kind(line.reorganisation.kind)] % facts


def _came_from(succession: Succession) -> str:
    said = {
        Kind.MERGE: _("“%(unit)s” was merged into it"),
        Kind.SPLIT: _("Formed from “%(unit)s” by a split"),
    }
    return said[Kind(succession.kind)] % {"unit": succession.predecessor.name_on(succession.on)}


def lines_for_page(user: PortalUser, reorganisation: Reorganisation) -> list[ReorganisationLine]:
    """Return the lines `user` may see, with all the page says of them."""
    links = Affiliation.objects.select_related("union")
    return list(
        ReorganisationLine.objects.visible_to(user)
        .filter(reorganisation=reorganisation)
        .select_related("grassroots", "to_union", "into")
        .prefetch_related(Prefetch("grassroots__affiliations", links), "people")
        .order_by("grassroots__sort_key", "pk")
    )
