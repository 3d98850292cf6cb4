from typing import Protocol

from unions.access import (
    PortalUser,
    is_administrator,
    is_chair_of,
    is_officer_at,
    may_draft_for,
    works_for_a_union,
)


class OfUnit(Protocol):
    union_id: int
    grassroots_id: int


def may_read_rules(user: PortalUser) -> bool:
    return works_for_a_union(user)


def may_change_rules(user: PortalUser) -> bool:
    return is_administrator(user)


def may_pass(user: PortalUser, row: OfUnit) -> bool:
    """A warning is passed by the officer of the union, never by the unit itself."""
    return is_officer_at(user, row.union_id) and not may_draft_for(user, row.grassroots_id)


def may_read_private(user: PortalUser, row: OfUnit) -> bool:
    """What a rule says of discipline and leave."""
    return is_officer_at(user, row.union_id) or is_chair_of(user, row.grassroots_id)
