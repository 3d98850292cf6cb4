from typing import Protocol

from awards.nominations.choices import OPEN_NOMINATION
from unions.access import PortalUser, is_chair_of, is_leader_at, is_officer_at, may_draft_for


class NominationLike(Protocol):
    """`Nomination` for the rules; models stand above them."""

    @property
    def union_id(self) -> int: ...
    @property
    def grassroots_id(self) -> int: ...
    @property
    def created_by_id(self) -> int: ...
    @property
    def state(self) -> str: ...


def may_draft_nomination(user: PortalUser, nomination: NominationLike) -> bool:
    return may_draft_for(user, nomination.grassroots_id) or is_officer_at(user, nomination.union_id)


def may_correct_nomination(user: PortalUser, nomination: NominationLike) -> bool:
    """The unit corrects before submitting, the officer until the decision."""
    is_open = nomination.state in OPEN_NOMINATION
    return is_officer_at(user, nomination.union_id) or (is_open and may_draft_for(user, nomination.grassroots_id))


def may_submit_nomination(user: PortalUser, nomination: NominationLike) -> bool:
    """An officer submits only nominations of her own drafting."""
    on_behalf = is_officer_at(user, nomination.union_id) and nomination.created_by_id == user.pk
    return is_chair_of(user, nomination.grassroots_id) or on_behalf


def may_withdraw_nomination(user: PortalUser, nomination: NominationLike) -> bool:
    return is_chair_of(user, nomination.grassroots_id) or is_officer_at(user, nomination.union_id)


def may_judge_nomination(user: PortalUser, nomination: NominationLike) -> bool:
    return is_officer_at(user, nomination.union_id) or is_leader_at(user, nomination.union_id)
