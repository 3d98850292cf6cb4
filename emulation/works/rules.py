from emulation.initiatives.rules import UnitRow, is_drafter, is_submitter
from unions.access import PortalUser, is_officer_at


def may_edit_work(user: PortalUser, work: UnitRow) -> bool:
    return is_drafter(user, work) or is_officer_at(user, work.union_id)


def may_finish_work(user: PortalUser, work: UnitRow) -> bool:
    return is_submitter(user, work) or is_officer_at(user, work.union_id)
