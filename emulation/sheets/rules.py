from typing import Protocol

from unions.access import PortalUser, is_chair_of, is_officer_at, may_draft_for


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
