from datetime import date
from typing import Protocol

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from unions.access import PortalUser, UnitLike, is_officer_at, is_responsible_for

Words = str | Promise


class RowOfUnit(Protocol):
    @property
    def grassroots(self) -> UnitLike: ...


class RowOfUnion(Protocol):
    @property
    def union_id(self) -> int: ...


def may_correct_for_unit(user: PortalUser, row: RowOfUnit) -> bool:
    return is_responsible_for(user, row.grassroots)


def may_correct_for_union(user: PortalUser, row: RowOfUnion) -> bool:
    return is_officer_at(user, row.union_id)


def may_correct_unit(user: PortalUser, unit: UnitLike) -> bool:
    return is_officer_at(user, unit.responsible_union_id or 0)


def may_correct_history_of_unit(user: PortalUser, row: RowOfUnit) -> bool:
    return may_correct_unit(user, row.grassroots)


def future_day_error(day: date, today: date) -> Words | None:
    return _("This day has not come yet.") if day > today else None


def headcount_errors(*, workers: int, women: int, members: int, women_members: int) -> dict[str, Words]:
    """Return {field: message}."""
    faults: dict[str, Words] = {}
    if women > workers:
        faults["women"] = _("There cannot be more women than workers.")
    if members > workers:
        faults["members"] = _("There cannot be more members than workers.")
    if women_members > min(members, women):
        faults["women_members"] = _("There cannot be more women members than members or than women.")
    return faults
