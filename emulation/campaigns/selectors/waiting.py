from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, Exists, Min, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone

from core.request_cache import read_once
from emulation.campaigns.choices import CampaignState, RolloutState
from emulation.campaigns.models import Campaign, CampaignChange, Rollout
from emulation.campaigns.models.parts import concerns
from emulation.campaigns.rules import may_number
from emulation.campaigns.selectors.deadlines import deadline
from emulation.campaigns.selectors.progress import ANSWERED, ROLLOUT_TODO, campaigns_of_year, rollout_counts
from emulation.campaigns.workflow import CAMPAIGN
from unions.access import CHAIRING, LEADERS, PortalUser, RoleKind
from unions.dismissals.selectors import undismissed

WAITS_FOR_OFFICER = Q(return_reason="") & (
    Q(state=RolloutState.LAUNCHED, launch_accepted_at=None) | Q(state=RolloutState.REPORTED, report_accepted_at=None)
)
"""The same as `rules.waits_for_officer`."""


@dataclass(frozen=True)
class CampaignCount:
    """Units counted in a campaign; `closes` is the first day on which one of them can no longer register."""

    campaign: Campaign
    units: int
    closes: date | None


def running_campaigns(user: PortalUser, year: int) -> QuerySet[Campaign]:
    running: QuerySet[Campaign] = Campaign.objects.visible_to(user).filter(year=year, state=CampaignState.LAUNCHED)
    return running


def campaigns_with_silent_units(user: PortalUser, year: int) -> list[CampaignCount]:
    """Campaigns of an officer with units that have not answered."""
    running = read_once(rollout_counts, user, year).running_of
    campaigns = [row for row in read_once(campaigns_of_year, user, year) if running.get(row.pk)]
    silent = Rollout.objects.filter(campaign__in=campaigns, state=RolloutState.SENT)
    days = {row["campaign"]: row["closes"] for row in _first_deadlines(silent)} if campaigns else {}
    return _by_day([CampaignCount(row, running[row.pk], days.get(row.pk)) for row in campaigns])


def count_by_campaign(rollouts: QuerySet[Rollout]) -> list[CampaignCount]:
    first = Subquery(_first_deadlines(rollouts.filter(campaign=OuterRef("pk"))).values("closes"))
    found = Campaign.objects.filter(rollouts__in=rollouts.order_by()).annotate(
        counted=Count("rollouts"), closes=first
    )
    return _by_day([CampaignCount(campaign, campaign.counted, campaign.closes) for campaign in found])


def _first_deadlines(rollouts: QuerySet[Rollout]) -> QuerySet[Any, Any]:
    return rollouts.order_by().values("campaign").annotate(closes=Min(deadline()))


def _by_day(counts: list[CampaignCount]) -> list[CampaignCount]:
    return sorted(counts, key=lambda row: (row.closes or date.max, row.campaign.pk))


def rollouts_to_carry_out(user: PortalUser, year: int) -> QuerySet[Rollout]:
    return rollouts_of_running_campaigns(user, year).exclude(state=RolloutState.REPORTED)


def rollouts_to_dismiss(user: PortalUser, year: int) -> QuerySet[Rollout]:
    """The chair's unreported ones and the officer's unanswered ones."""
    own = Q(grassroots__in=user.access.units_where(CHAIRING))
    rows = rollouts_to_carry_out(user, year).filter(own | Q(state=RolloutState.SENT))
    return rows.order_by("grassroots__sort_key", "pk")


def rollouts_of_running_campaigns(user: PortalUser, year: int) -> QuerySet[Rollout]:
    """The units are those that `user` chairs or is the officer of."""
    access = user.access
    mine = Q(grassroots__in=access.units_where(CHAIRING)) | Q(union__in=access.unions_where({RoleKind.OFFICER}))
    running = Rollout.objects.filter(mine, campaign__year=year, campaign__state=CampaignState.LAUNCHED)
    return running.select_related("campaign", "grassroots")


def campaigns_to_run(user: PortalUser, year: int) -> list[Campaign]:
    """Campaigns to be sent for approval, launched, closed or summed up."""
    offices = user.access.unions_where({RoleKind.OFFICER})
    own = [campaign for campaign in read_once(campaigns_of_year, user, year) if campaign.union_id in offices]
    return sorted(filter(_waits_for_officer, own), key=lambda campaign: (campaign.period_end, campaign.pk))


def _waits_for_officer(campaign: Campaign) -> bool:
    is_over = campaign.state == CampaignState.LAUNCHED and campaign.period_end < timezone.localdate()
    return is_over or campaign.state in {CampaignState.DRAFT, CampaignState.APPROVED, CampaignState.CLOSED}


def plans_awaiting_approval(user: PortalUser, year: int) -> list[Campaign]:
    led = user.access.unions_where(LEADERS)
    sent = Campaign.objects.filter(union__in=led, year=year, state=CampaignState.SUBMITTED).order_by("pk")
    return list(CAMPAIGN.for_others("approve", user, sent)) if led else []


def plans_awaiting_number(user: PortalUser, year: int) -> list[Campaign]:
    campaigns = read_once(campaigns_of_year, user, year)
    states = {CampaignState.APPROVED, CampaignState.LAUNCHED}
    waiting = [row for row in campaigns if row.state in states and not row.plan_number]
    return [row for row in waiting if may_number(user, row)]


def unanswered_rollouts(user: PortalUser, year: int) -> QuerySet[Rollout]:
    running = running_campaigns(user, year).values("pk")
    rollouts = Rollout.objects.visible_to(user).filter(campaign__in=running, state=RolloutState.SENT)
    return undismissed(rollouts, ROLLOUT_TODO, year)


def rollouts_to_answer(user: PortalUser, year: int) -> QuerySet[Rollout]:
    """Return unreported roll-outs at units that `user` chairs."""
    own = rollouts_to_carry_out(user, year).filter(grassroots__in=user.access.units_where(CHAIRING))
    return undismissed(own, ROLLOUT_TODO, year).order_by(deadline(), "pk")


def answers_to_accept(user: PortalUser, year: int) -> QuerySet[Rollout]:
    """What waits for an officer, and what came back to a chair."""
    waiting = WAITS_FOR_OFFICER & Q(union__in=user.access.unions_where({RoleKind.OFFICER}))
    returned = ~Q(return_reason="") & Q(grassroots__in=user.access.units_where(CHAIRING))
    answers: QuerySet[Rollout] = Rollout.objects.filter(waiting | returned, campaign__year=year)
    return answers.exclude(campaign__state=CampaignState.CANCELLED)


def rollouts_with_changed_plan(user: PortalUser, year: int) -> QuerySet[Rollout]:
    """Return answered roll-outs whose chair has not read a change of the plan."""
    changes = CampaignChange.objects.filter(
        concerns(OuterRef("grassroots__sector"), OuterRef("grassroots")),
        campaign=OuterRef("campaign"),
        made_at__gt=Coalesce(OuterRef("plan_read_at"), OuterRef("sent_at")),
    )
    answered = Rollout.objects.filter(grassroots__in=user.access.units_where(CHAIRING), state__in=ANSWERED)
    running = answered.filter(campaign__year=year, campaign__state=CampaignState.LAUNCHED)
    changed: QuerySet[Rollout] = running.filter(Exists(changes)).select_related("campaign").order_by("pk")
    return changed


def own_rollouts(campaign: Campaign, user: PortalUser) -> QuerySet[Rollout]:
    return campaign.rollouts.filter(grassroots__in=user.access.grassroots).select_related("grassroots")
