from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Protocol

from django.utils.translation import gettext as _

from core.text import short_date
from restructuring.choices import ReorganisationKind as Kind
from unions.access import PortalUser, is_leader_at, is_officer_at
from unions.units.choices import UnitStatus
from unions.units.rules import Words

# Kinds whose lines name the new union of the unit.
MOVING = frozenset({Kind.TRANSFER, Kind.REACTIVATE})


# What a further decision does to put a confirmed one right.
REVERSED = {
    Kind.RENAME: Kind.RENAME,
    Kind.TRANSFER: Kind.TRANSFER,
    Kind.MERGE: Kind.REACTIVATE,
    Kind.SPLIT: Kind.MERGE,
    Kind.DISSOLVE: Kind.REACTIVATE,
    Kind.REACTIVATE: Kind.DISSOLVE,
}


class DecisionFacts(Protocol):
    @property
    def union_id(self) -> int: ...

    @property
    def deciding_ids(self) -> frozenset[int]: ...


def may_prepare(user: PortalUser, reorganisation: DecisionFacts) -> bool:
    return is_officer_at(user, reorganisation.union_id)


def may_confirm(user: PortalUser, reorganisation: DecisionFacts) -> bool:
    """Leaders of the deciding union and of those above may."""
    return any(is_leader_at(user, union) for union in reorganisation.deciding_ids)


def may_cancel(user: PortalUser, reorganisation: DecisionFacts) -> bool:
    return may_prepare(user, reorganisation) or may_confirm(user, reorganisation)


@dataclass(frozen=True)
class LineFacts:
    """Facts before the change; units and unions are keys."""

    kind: str
    effective_on: date
    grassroots: int
    status: str
    union: int | None  # None if the unit belongs to no union today
    belongs_since: date | None
    last_union: int | None  # the newest union and the last day there
    last_day: date | None
    named_since: date | None
    name: str
    reach: frozenset[int]  # unions whose units the deciding union may change
    targets: frozenset[int]  # unions that may receive units
    to_union: int | None = None
    target_since: date | None = None
    target_until: date | None = None
    into: int | None = None
    into_is_active: bool = False
    into_union: int | None = None
    into_since: date | None = None
    new_name: str = ""
    new_code: str = ""
    code_is_taken: bool = False
    also_in: Sequence[str] = field(default_factory=tuple)  # other drafts with the unit


def line_objections(facts: LineFacts) -> list[Words]:
    checks = (
        _unit_objections,
        _date_objections,
        _target_objections,
        _merge_objections,
        _name_objections,
        _split_objections,
    )
    return [objection for check in checks for objection in check(facts)]


def _unit_objections(facts: LineFacts) -> Iterable[Words]:
    if facts.also_in:
        yield _("The unit is on the list of another reorganisation: %(which)s.") % {"which": "; ".join(facts.also_in)}
    if facts.kind == Kind.REACTIVATE and facts.status == UnitStatus.ACTIVE:
        yield _("The unit is active; only a suspended or dissolved one is reactivated.")
    elif facts.kind != Kind.REACTIVATE and (facts.status == UnitStatus.DISSOLVED or facts.union is None):
        yield _("The unit is dissolved.")
    elif (facts.union or facts.last_union) not in facts.reach:
        yield _("The unit does not belong to the union that decides, nor to one below it.")


def _date_objections(facts: LineFacts) -> Iterable[Words]:
    if facts.kind != Kind.RENAME and facts.belongs_since and facts.effective_on <= facts.belongs_since:
        yield _("The unit belongs to its union since %(day)s only; choose a later day.") % {
            "day": short_date(facts.belongs_since)
        }
    if facts.kind == Kind.REACTIVATE and facts.last_day and facts.effective_on <= facts.last_day:
        yield _("The unit belonged to a union until %(day)s; choose a later day.") % {
            "day": short_date(facts.last_day)
        }


def _target_objections(facts: LineFacts) -> Iterable[Words]:
    if facts.kind not in MOVING or (facts.kind == Kind.REACTIVATE and facts.union):
        return  # a suspended unit stays in its union
    if facts.to_union is None:
        yield _("Say which union the unit comes under.")
        return
    if facts.to_union not in facts.targets:
        yield _("The new union is not below the union that decides, nor directly above it.")
    if facts.kind == Kind.TRANSFER and facts.to_union == facts.union:
        yield _("The unit belongs to this union already.")
    if facts.target_since and facts.effective_on < facts.target_since:
        yield _("The new union was founded on %(day)s only.") % {"day": short_date(facts.target_since)}
    if facts.target_until and facts.effective_on >= facts.target_until:
        yield _("The new union was dissolved on %(day)s.") % {"day": short_date(facts.target_until)}


def _merge_objections(facts: LineFacts) -> Iterable[Words]:
    if facts.kind != Kind.MERGE:
        return
    if facts.into is None:
        yield _("Say into which unit it is merged.")
    elif facts.into == facts.grassroots:
        yield _("A unit cannot be merged into itself.")
    elif not facts.into_is_active or facts.into_union not in facts.reach:
        yield _("The unit it is merged into is not an active unit of the union that decides.")
    elif facts.into_since and facts.effective_on < facts.into_since:
        yield _("The unit it is merged into belongs to its union since %(day)s only.") % {
            "day": short_date(facts.into_since)
        }


def _name_objections(facts: LineFacts) -> Iterable[Words]:
    if facts.kind == Kind.RENAME and not facts.new_name:
        yield _("Give the new name.")
    if facts.kind == Kind.SPLIT or not facts.new_name:
        return
    if facts.new_name == facts.name:
        yield _("The unit bears this name already.")
    if facts.named_since and facts.effective_on <= facts.named_since:
        yield _("The unit bears its name since %(day)s only; choose a later day.") % {
            "day": short_date(facts.named_since)
        }


def _split_objections(facts: LineFacts) -> Iterable[Words]:
    if facts.kind != Kind.SPLIT:
        return
    if not facts.new_name or not facts.new_code:
        yield _("Give the name and the code of the new unit.")
    if facts.code_is_taken:
        yield _("There is a unit with the code %(code)s already.") % {"code": facts.new_code}


def list_objections(lines: Sequence[LineFacts], *, effective_on: date, today: date) -> list[Words]:
    objections: list[Words] = []
    if not lines:
        objections.append(_("The list of units is empty."))
    if effective_on > today:
        objections.append(
            _("It takes effect on %(day)s and can be confirmed from that day on.") % {"day": short_date(effective_on)}
        )
    ending = {line.grassroots for line in lines if line.kind == Kind.MERGE}
    if ending & {line.into for line in lines if line.into}:
        objections.append(_("A unit that is itself merged away cannot receive another."))
    codes = Counter(line.new_code for line in lines if line.new_code)
    if repeated := sorted(code for code, count in codes.items() if count > 1):
        objections.append(_("The code %(code)s stands twice in the list.") % {"code": ", ".join(repeated)})
    return objections


def decision_objections(*, decision_date: date, effective_on: date, founded_on: date | None) -> dict[str, Words]:
    """Return {field: message}."""
    if founded_on and effective_on < founded_on:
        return {"effective_on": _("The union was founded on %(day)s only.") % {"day": short_date(founded_on)}}
    if abs((effective_on - decision_date).days) > 366:
        return {"effective_on": _("The decision and its effect lie more than a year apart. Please check both days.")}
    return {}


def way_back(kind: str) -> str:
    message = _(
        "The units changed when it was confirmed. To put that right, prepare another reorganisation: %(kind)s."
    )
    return message % {"kind": REVERSED[Kind(kind)].label}
