"""Who may do what here. Pure: they read the access, never a table."""

from typing import Any

from awards.decisions.choices import SignCapacity
from emulation.law.choices import SubjectKind
from unions.access import PortalUser, RoleKind, is_clerk_at, is_leader_at, is_officer_at

SIGNS_AS = {
    SignCapacity.CHAIR.value: frozenset({RoleKind.FEDERATION_CHAIR}),
    SignCapacity.VICE_CHAIR.value: frozenset({RoleKind.VICE_CHAIR}),
}


def may_prepare(user: PortalUser, thing: Any) -> bool:
    """The officer of the union whose decision or council it is."""
    return is_officer_at(user, thing.union_id)


def may_sign(user: PortalUser, decision: Any) -> bool:
    return is_leader_at(user, decision.union_id)


def may_number(user: PortalUser, decision: Any) -> bool:
    return is_clerk_at(user, decision.union_id)


def may_print(user: PortalUser, decision: Any) -> bool:
    return is_clerk_at(user, decision.union_id) or is_leader_at(user, decision.union_id)


def signs_in(user: PortalUser, capacity: str, union_id: int) -> bool:
    """Whether the user holds the office in whose name the paper is signed."""
    return bool(user.access.holds(SIGNS_AS.get(capacity, frozenset()), union=union_id))


COLLECTIVES = frozenset({SubjectKind.COLLECTIVE.value, SubjectKind.GRASSROOTS.value, SubjectKind.ENTERPRISE.value})
_LIST_PLACES = {SubjectKind.PERSON.value: 1, SubjectKind.WORK.value: 2}


def list_place(subject_kind: str) -> int:
    """0 in list A (collectives), 1 in list B (persons), 2 in list C (works and initiatives)."""
    return _LIST_PLACES.get(subject_kind, 0)


def award_sort_key(*, subject_kind: str, sector_position: int, unit_key: str, subject_key: str) -> str:
    """Collectives first; then by sector, unit and given name.

    The keys of a unit and of a name are digits and end in what no longer key begins with, so one string orders them.
    """
    return f"{list_place(subject_kind)}{sector_position:05d}{unit_key}{subject_key}"[:600]
