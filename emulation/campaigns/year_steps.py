"""Officers see their plans, units their answers."""

from datetime import date

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from core.request_cache import read_once
from core.todo import YearStep, count_words, is_close, lines, of_number, step_state
from emulation.campaigns.choices import CampaignState
from emulation.campaigns.models import Campaign
from emulation.campaigns.selectors.progress import (
    RolloutCounts,
    campaigns_of_year,
    own_rollout_counts,
    rollout_counts,
)
from emulation.campaigns.selectors.waiting import plans_awaiting_approval
from unions.access import PortalUser, RoleKind, works_in_a_unit

NOT_APPROVED = frozenset({CampaignState.DRAFT, CampaignState.SUBMITTED})
REPORT_DAYS = 30  # before the end of the period a unit is asked for its result


def year_steps(user: PortalUser, year: int) -> list[YearStep]:
    return unit_steps(user, year) if works_in_a_unit(user) else federation_steps(user, year)


def federation_steps(user: PortalUser, year: int) -> list[YearStep]:
    campaigns = read_once(campaigns_of_year, user, year)
    counts = read_once(rollout_counts, user, year)
    return [plan_step(user, year, campaigns), launch_step(campaigns), rollout_step(counts)]


def plan_step(user: PortalUser, year: int, campaigns: list[Campaign]) -> YearStep:
    approved = sum(campaign.state not in NOT_APPROVED for campaign in campaigns)
    mine = len(read_once(plans_awaiting_approval, user, year))
    state = step_state(approved, len(campaigns))
    if not campaigns and user.access.holds_any({RoleKind.OFFICER}):
        state = "now"  # nothing begins before the officer has written a plan
    detail = of_number(approved, len(campaigns), _("%(done)s of %(total)s plans")) or _("no plan yet")
    return YearStep(
        _("Plan"),
        state,
        reverse("emulation:campaigns"),
        lines(detail, count_words(mine, _("%(count)s for you to sign"))),
        position=10,
    )


def launch_step(campaigns: list[Campaign]) -> YearStep:
    launched = sum(campaign.launched_on is not None for campaign in campaigns)
    approved = sum(campaign.state not in NOT_APPROVED for campaign in campaigns)
    detail = of_number(launched, approved, _("%(done)s of %(total)s campaigns"))
    state = "now" if 0 < approved == launched < len(campaigns) else step_state(launched, approved)
    return YearStep(_("Launch"), state, reverse("emulation:campaigns"), detail, position=20)


def rollout_step(counts: RolloutCounts) -> YearStep:
    detail = of_number(counts.units - counts.silent, counts.units, _("%(done)s of %(total)s units"))
    state = step_state(counts.units - counts.waiting, counts.units, is_over=not counts.running)
    return YearStep(_("Roll-out"), state, reverse("emulation:rollouts"), detail, position=30)


def unit_steps(user: PortalUser, year: int) -> list[YearStep]:
    counts, url = own_rollout_counts(user, year), reverse("emulation:rollouts")
    plans = _("%(done)s of %(total)s plans")
    over = not counts.running
    received = step_state(counts.answered, counts.rollouts, is_over=over)
    launched = step_state(counts.launched, counts.rollouts, is_over=over)
    return [
        YearStep(_("Plan received"), received, url, of_number(counts.answered, counts.rollouts, plans), position=10),
        YearStep(
            _("Launch at the unit"), launched, url, of_number(counts.launched, counts.rollouts, plans), position=20
        ),
        result_step(counts.reported, counts.rollouts, counts.report_due, url, over=over),
    ]


def result_step(reported: int, rollouts: int, due: date | None, url: str, *, over: bool) -> YearStep:
    """Before the end of the period the result is not a step under way."""
    state = step_state(reported, rollouts, is_over=over or bool(due and due < timezone.localdate()))
    if state == "now" and not is_close(due, REPORT_DAYS):
        state = "next"
    detail = of_number(reported, rollouts, _("%(done)s of %(total)s campaigns"))
    return YearStep(_("Report of the result"), state, url, detail, None if state == "done" else due, position=80)
