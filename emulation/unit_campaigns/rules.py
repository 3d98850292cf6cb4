from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from django.utils.translation import gettext as _

from core.text import format_number, short_date
from core.working_year import FIRST_YEAR
from emulation.initiatives.rules import UnitRow, is_drafter, is_officer_of, is_submitter
from unions.access import PortalUser

FINISHING = frozenset({"launched_on", "result", "reported_on"})
"""What the chair or the officer notes."""
YEARS_AHEAD = 5


def may_edit_unit_campaign(user: PortalUser, row: UnitRow) -> bool:
    return is_drafter(user, row) or is_officer_of(user, row)


def may_finish_unit_campaign(user: PortalUser, row: UnitRow) -> bool:
    return is_submitter(user, row) or is_officer_of(user, row)


class UnitTarget(NamedTuple):
    value: int
    text: str

    def __str__(self) -> str:
        """ "2 sáng kiến", "100% đoàn viên đăng ký"."""
        return f"{format_number(self.value)}{'' if self.text.startswith('%') else ' '}{self.text}"


@dataclass(frozen=True)
class UnitCampaignFacts:
    period_start: date
    period_end: date
    launched_on: date | None
    result: str
    reported_on: date | None


def unit_campaign_objections(facts: UnitCampaignFacts, *, today: date) -> dict[str, str]:
    """Return {field: message}."""
    objections = {
        "period_end": _period_objection(facts, today),
        "launched_on": _launch_objection(facts, today),
        "result": _("Write what was achieved.") if facts.reported_on and not facts.result else "",
        "reported_on": _report_objection(facts, today),
    }
    return {field: message for field, message in objections.items() if message}


def _period_objection(facts: UnitCampaignFacts, today: date) -> str:
    if facts.period_end < facts.period_start:
        return _("The last day of the period lies before the first.")
    if not FIRST_YEAR <= facts.period_end.year <= today.year + YEARS_AHEAD:
        return _("Please look at the year again.")
    return ""


def _launch_objection(facts: UnitCampaignFacts, today: date) -> str:
    if facts.launched_on is None:
        return _("Give the day of the launch: there is a result.") if facts.result or facts.reported_on else ""
    if facts.launched_on > today:
        return _("This day has not come yet.")
    if facts.launched_on > facts.period_end:
        return _("The period ends on %(day)s; the launch cannot lie after it.") % {
            "day": short_date(facts.period_end)
        }
    return ""


def _report_objection(facts: UnitCampaignFacts, today: date) -> str:
    if facts.reported_on is None:
        return _("Give the day of the result.") if facts.result else ""
    if facts.reported_on > today:
        return _("This day has not come yet.")
    if facts.launched_on and facts.reported_on < facts.launched_on:
        words = _("It was launched on %(day)s; the result cannot lie before that.")
        return words % {"day": short_date(facts.launched_on)}
    return ""


def target_objections(targets: Sequence[UnitTarget]) -> dict[str, str]:
    if len({target.text for target in targets}) < len(targets):
        return {"targets": _("Two targets have the same words.")}
    return {}
