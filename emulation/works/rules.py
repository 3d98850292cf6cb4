from typing import Any

from emulation.initiatives.rules import is_drafter, is_submitter
from unions.access import PortalUser, is_officer_at


def may_edit_work(user: PortalUser, thing: Any) -> bool:
    """A work has no states: its unit keeps it up, and so does the officer above."""
    return is_drafter(user, thing) or is_officer_at(user, thing.union_id)


def may_finish_work(user: PortalUser, thing: Any) -> bool:
    return is_submitter(user, thing) or is_officer_at(user, thing.union_id)
