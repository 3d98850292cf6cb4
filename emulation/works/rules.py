from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from core.text import short_date
from emulation.initiatives.rules import UnitRow, day_objection, is_drafter, is_officer_of, is_submitter
from unions.access import PortalUser

FINISHING = frozenset({"completed_on", "plaque_text", "plaque_on"})
"""What the chair or the officer notes of a finished work."""


def may_edit_work(user: PortalUser, work: UnitRow) -> bool:
    return is_drafter(user, work) or is_officer_of(user, work)


def may_finish_work(user: PortalUser, work: UnitRow) -> bool:
    return is_submitter(user, work) or is_officer_of(user, work)


@dataclass(frozen=True)
class WorkFacts:
    year: int
    value: int | None
    completed_on: date | None
    plaque_text: str
    plaque_on: date | None


def work_objections(work: WorkFacts, *, today: date, required: Collection[str] = ()) -> dict[str, str]:
    """Return {field: message}; a plaque needs completion, a completed work a value."""
    has_plaque = bool(work.plaque_on or work.plaque_text) or "plaque_on" in required
    is_completed = has_plaque or bool(work.completed_on) or "completed_on" in required
    objections = {
        "value": _("Give the value of the work in đồng.") if is_completed and work.value is None else "",
        "completed_on": _day_objection(work.completed_on, work.year, today) if is_completed else "",
        "plaque_text": _("Give the words on the plaque.") if has_plaque and not work.plaque_text else "",
        "plaque_on": _plaque_day_objection(work, today) if has_plaque else "",
    }
    return {field: message for field, message in objections.items() if message}


def _day_objection(day: date | None, year: int, today: date) -> str:
    return day_objection(day, year=year, today=today) if day else _("Give the day of this.")


def _plaque_day_objection(work: WorkFacts, today: date) -> str:
    if work.plaque_on and work.completed_on and work.plaque_on < work.completed_on:
        return _("The work was completed on %(day)s; its plaque cannot have been fixed before.") % {
            "day": short_date(work.completed_on)
        }
    return _day_objection(work.plaque_on, work.year, today)
