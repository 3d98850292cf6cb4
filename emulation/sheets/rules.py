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


Row = Mapping[str, str]
"""Of a version: its key, subject, title, note."""


class RowChange(NamedTuple):
    words: str
    before: str
    """What was replaced; "" where something was only added."""


class VersionChanges(NamedTuple):
    """By the keys of rows, each in words."""

    added: dict[str, str]
    changed: dict[str, RowChange]
    removed: list[str]


def compare(before: Iterable[Row], after: Iterable[Row]) -> VersionChanges:
    """The rows of two versions."""
    old, new = {row["key"]: row for row in before}, {row["key"]: row for row in after}
    return VersionChanges(
        {key: row_in_words(row) for key, row in new.items() if key not in old},
        {key: _change(old[key], row) for key, row in new.items() if key in old and old[key] != row},
        [row_in_words(row) for key, row in old.items() if key not in new],
    )


def row_in_words(row: Row) -> str:
    return " – ".join(filter(None, [row["subject"], row["title"]]))


def _change(old: Row, new: Row) -> RowChange:
    replaced = [old[name] for name in ("subject", "title", "note") if old[name] != new[name]]
    return RowChange(row_in_words(new), ", ".join(filter(None, replaced)))
