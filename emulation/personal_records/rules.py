from datetime import date
from typing import Protocol

from django.utils.translation import gettext as _

from emulation.personal_records.choices import LeaveKind
from unions.access import PortalUser, UnitLike, is_chair_of, is_officer_at, is_responsible_for


class RecordOfUnit(Protocol):
    @property
    def grassroots(self) -> UnitLike: ...


def may_keep_record(user: PortalUser, record: RecordOfUnit) -> bool:
    return is_responsible_for(user, record.grassroots)


def may_keep_private_record(user: PortalUser, record: RecordOfUnit) -> bool:
    """A board member neither reads nor writes it."""
    unit = record.grassroots
    return is_chair_of(user, unit.pk) or is_officer_at(user, unit.responsible_union_id or 0)


def day_objections(today: date, **days: date | None) -> dict[str, str]:
    return {name: _("This day has not come yet.") for name, day in days.items() if day and day > today}


def leave_objections(kind: str, absent_days: int | None) -> dict[str, str]:
    """R12 counts the working days of other leave alone."""
    if kind == LeaveKind.OTHER and absent_days is None:
        return {"absent_days": _("Give the number of working days.")}
    if kind != LeaveKind.OTHER and absent_days is not None:
        return {"absent_days": _("Working days are counted for other leave alone.")}
    return {}
