from typing import Protocol

from awards.decisions.choices import SIMPLIFIED_BASES, SignCapacity
from emulation.law.choices import CouncilNeed, SubjectKind
from unions.access import PortalUser, RoleKind, is_clerk_at, is_leader_at, is_officer_at

SIGNING_ROLES = {
    SignCapacity.CHAIR.value: frozenset({RoleKind.FEDERATION_CHAIR}),
    SignCapacity.VICE_CHAIR.value: frozenset({RoleKind.VICE_CHAIR}),
}


class OfUnion(Protocol):
    """`Decision` for the rules; models stand above them."""

    @property
    def union_id(self) -> int: ...


def may_prepare(user: PortalUser, decision: OfUnion) -> bool:
    return is_officer_at(user, decision.union_id)


def may_correct_award(user: PortalUser, award: OfUnion) -> bool:
    return is_officer_at(user, award.union_id)


def may_sign(user: PortalUser, decision: OfUnion) -> bool:
    return is_leader_at(user, decision.union_id)


def may_print(user: PortalUser, decision: OfUnion) -> bool:
    return is_clerk_at(user, decision.union_id) or is_leader_at(user, decision.union_id)


def may_sign_as(user: PortalUser, capacity: str, union_id: int) -> bool:
    return bool(user.access.holds(SIGNING_ROLES.get(capacity, frozenset()), union=union_id))


def needs_session(council: str, basis_kind: str) -> bool:
    """Whether the title is conferred only after a vote."""
    if council == CouncilNeed.SIMPLIFIED:
        return basis_kind not in SIMPLIFIED_BASES
    return council == CouncilNeed.ALWAYS


COLLECTIVES = frozenset({SubjectKind.COLLECTIVE.value, SubjectKind.GRASSROOTS.value, SubjectKind.ENTERPRISE.value})
_LIST_PLACES = {SubjectKind.PERSON.value: 1, SubjectKind.WORK.value: 2}


def list_place(subject_kind: str) -> int:
    """0 for list A (collectives), 1 for B (persons), 2 for C (works and initiatives)."""
    return _LIST_PLACES.get(subject_kind, 0)


def award_sort_key(*, subject_kind: str, sector_position: int, unit_key: str, subject_key: str) -> str:
    # The keys of units and names consist of digits and a terminator, so concatenating them keeps the order.
    return f"{list_place(subject_kind)}{sector_position:05d}{unit_key}{subject_key}"[:600]
