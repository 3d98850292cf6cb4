"""Who may do what here. Pure: they read the standing, never a table."""

from typing import Any

from awards.choices import SignCapacity
from unions.choices import RoleKind
from unions.rules import is_chair_of, is_clerk_at, is_leader_at, is_officer_at, may_draft_for

SIGNS_AS = {
    SignCapacity.CHAIR.value: frozenset({RoleKind.FEDERATION_CHAIR}),
    SignCapacity.VICE_CHAIR.value: frozenset({RoleKind.VICE_CHAIR}),
}


def may_draft_nomination(user: Any, nomination: Any) -> bool:
    """The unit's chair or board, or the federation's officer on their behalf."""
    return may_draft_for(user, nomination.grassroots_id) or is_officer_at(user, nomination.union_id)


def may_submit_nomination(user: Any, nomination: Any) -> bool:
    """The unit's chair; the officer only what she entered herself on the unit's behalf."""
    on_behalf = is_officer_at(user, nomination.union_id) and nomination.created_by_id == user.pk
    return is_chair_of(user, nomination.grassroots_id) or on_behalf


def may_withdraw_nomination(user: Any, nomination: Any) -> bool:
    return is_chair_of(user, nomination.grassroots_id) or is_officer_at(user, nomination.union_id)


def may_judge_nomination(user: Any, nomination: Any) -> bool:
    """Who looks a dossier through: the officer or a leader of the federation."""
    return is_officer_at(user, nomination.union_id) or is_leader_at(user, nomination.union_id)


def may_check_nomination(user: Any, nomination: Any) -> bool:
    """Whoever entered a nomination is not its only checker."""
    return may_judge_nomination(user, nomination) and nomination.created_by_id != user.pk


def may_prepare(user: Any, thing: Any) -> bool:
    """The officer of the union whose decision or council it is."""
    return is_officer_at(user, thing.union_id)


def may_sign(user: Any, decision: Any) -> bool:
    return is_leader_at(user, decision.union_id)


def may_number(user: Any, decision: Any) -> bool:
    return is_clerk_at(user, decision.union_id)


def may_print(user: Any, decision: Any) -> bool:
    return is_clerk_at(user, decision.union_id) or is_leader_at(user, decision.union_id)


def signs_in(user: Any, capacity: str, union_id: int) -> bool:
    """Whether the user holds the office in whose name the paper is signed."""
    return bool(user.standing.holds(SIGNS_AS.get(capacity, frozenset()), union=union_id))
