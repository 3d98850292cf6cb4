from collections.abc import Iterable, Mapping
from typing import NamedTuple, Protocol

from unions.access import PortalUser, is_chair_of, is_leader_at, is_officer_at, may_draft_for


class SheetFields(Protocol):
    union_id: int
    grassroots_id: int


def may_draft(user: PortalUser, sheet: SheetFields) -> bool:
    return may_draft_for(user, sheet.grassroots_id)


def may_submit(user: PortalUser, sheet: SheetFields) -> bool:
    return is_chair_of(user, sheet.grassroots_id)


def may_submit_late(user: PortalUser, sheet: SheetFields) -> bool:
    return is_officer_at(user, sheet.union_id)


def may_file(user: PortalUser, sheet: SheetFields) -> bool:
    return may_submit(user, sheet) or may_submit_late(user, sheet)


def may_assign(user: PortalUser, sheet: SheetFields) -> bool:
    return is_officer_at(user, sheet.union_id)


def may_check(user: PortalUser, sheet: SheetFields) -> bool:
    """Whoever drafts for the unit does not answer it."""
    return is_officer_at(user, sheet.union_id) and not may_draft(user, sheet)


def may_lock(user: PortalUser, sheet: SheetFields) -> bool:
    return is_leader_at(user, sheet.union_id)


class VersionChanges(NamedTuple):
    """Keys of rows; of what was taken off the words too."""

    added: frozenset[str]
    changed: frozenset[str]
    removed: list[str]


def compare(before: Iterable[Mapping[str, str]], after: Iterable[Mapping[str, str]]) -> VersionChanges:
    """The rows of two versions."""
    old, new = {row["key"]: row for row in before}, {row["key"]: row for row in after}
    changed = frozenset(key for key, row in new.items() if key in old and old[key] != row)
    removed = [f"{row['subject']} – {row['title']}" for key, row in old.items() if key not in new]
    return VersionChanges(frozenset(new.keys() - old.keys()), changed, removed)
