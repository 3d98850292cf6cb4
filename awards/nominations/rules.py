from typing import Any

from unions.access import PortalUser, is_chair_of, is_leader_at, is_officer_at, may_draft_for


def may_draft_nomination(user: PortalUser, nomination: Any) -> bool:
    """The unit's chair or board, or the federation's officer on their behalf."""
    return may_draft_for(user, nomination.grassroots_id) or is_officer_at(user, nomination.union_id)


def may_submit_nomination(user: PortalUser, nomination: Any) -> bool:
    """The unit's chair; the officer only what she entered herself on the unit's behalf."""
    on_behalf = is_officer_at(user, nomination.union_id) and nomination.created_by_id == user.pk
    return is_chair_of(user, nomination.grassroots_id) or on_behalf


def may_withdraw_nomination(user: PortalUser, nomination: Any) -> bool:
    return is_chair_of(user, nomination.grassroots_id) or is_officer_at(user, nomination.union_id)


def may_judge_nomination(user: PortalUser, nomination: Any) -> bool:
    """Who looks a dossier through: the officer or a leader of the federation."""
    return is_officer_at(user, nomination.union_id) or is_leader_at(user, nomination.union_id)


def may_check_nomination(user: PortalUser, nomination: Any) -> bool:
    """Whoever entered a nomination is not its only checker."""
    return may_judge_nomination(user, nomination) and nomination.created_by_id != user.pk
