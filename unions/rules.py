"""Who is what: the questions every workflow asks. Pure: they read the standing, never a table."""

from typing import Any

from unions.choices import LEADERS, RoleKind

CHAIRING = frozenset({RoleKind.GRASSROOTS_CHAIR})
DRAFTING = frozenset({RoleKind.GRASSROOTS_CHAIR, RoleKind.GRASSROOTS_BOARD})


def is_officer_at(user: Any, union_id: int) -> bool:
    """The emulation officer of exactly this union."""
    return bool(user.standing.holds({RoleKind.OFFICER}, union=union_id))


def is_leader_at(user: Any, union_id: int) -> bool:
    """Its chair or a vice-chair: who approves and signs."""
    return bool(user.standing.holds(LEADERS, union=union_id))


def is_clerk_at(user: Any, union_id: int) -> bool:
    """Who numbers its papers: the clerk, or the officer where there is none."""
    return bool(user.standing.holds({RoleKind.CLERK, RoleKind.OFFICER}, union=union_id))


def is_chair_of(user: Any, grassroots_id: int) -> bool:
    """The chair of exactly this grassroots union: who submits."""
    return bool(user.standing.holds(CHAIRING, grassroots=grassroots_id))


def may_draft_for(user: Any, grassroots_id: int) -> bool:
    """The chair or a board member of this grassroots union: who writes drafts."""
    return bool(user.standing.holds(DRAFTING, grassroots=grassroots_id))


def is_administrator(user: Any) -> bool:
    """The system administrator: users and parameters, no vote and no signature."""
    return bool(user.standing.holds_any({RoleKind.ADMIN}))
