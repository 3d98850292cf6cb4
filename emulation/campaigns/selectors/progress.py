from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, FilteredRelation, Min, Q
from django.utils import timezone

from core.request_cache import read_once
from emulation.campaigns.choices import LAUNCHED_LOCALLY, CampaignState, RolloutState
from emulation.campaigns.models import Campaign, Rollout, RolloutQuerySet
from emulation.campaigns.selectors.standing import campaign_standing, is_counted
from emulation.law.models import Title
from unions.access import PortalUser, RoleKind
from unions.dismissals.selectors import is_dismissed, undismissed

ROLLOUT_TODO = "rollout"
ANSWERED = tuple(state for state in RolloutState if state != RolloutState.SENT)


@dataclass(frozen=True)
class RolloutProgress:
    """Each count includes the next: of the units some received the plan, some of these answered."""

    units: int
    received: int
    answered: int
    launched: int
    reported: int
    sector: int | None = None
    name: str = ""

    @property
    def unanswered(self) -> int:
        """Newcomers were not asked yet."""
        return self.received - self.answered


def rollout_progress(campaign: Campaign, day: date | None = None) -> tuple[RolloutProgress, list[RolloutProgress]]:
    """Return the progress of the campaign and of each sector; `day` None means today."""
    units = campaign_standing(campaign, day or timezone.localdate())
    own = FilteredRelation("rollouts", condition=Q(rollouts__campaign=campaign))
    ordered = units.annotate(own=own).order_by("sector__position", "sector")
    rows = ordered.values("sector", "sector__name").annotate(
        units=Count("pk"),
        received=Count("own"),
        answered=Count("own", filter=Q(own__state__in=ANSWERED)),
        launched=Count("own", filter=Q(own__launch_accepted_at__isnull=False)),
        reported=Count("own", filter=Q(own__report_accepted_at__isnull=False)),
    )
    sectors = [
        RolloutProgress(
            units=row["units"],
            received=row["received"],
            answered=row["answered"],
            launched=row["launched"],
            reported=row["reported"],
            sector=row["sector"],
            name=row["sector__name"],
        )
        for row in rows
    ]
    return _sum(sectors), sectors


def _sum(parts: list[RolloutProgress]) -> RolloutProgress:
    return RolloutProgress(
        units=sum(part.units for part in parts),
        received=sum(part.received for part in parts),
        answered=sum(part.answered for part in parts),
        launched=sum(part.launched for part in parts),
        reported=sum(part.reported for part in parts),
    )


def counted_launches(campaign: Campaign) -> RolloutQuerySet:
    """What the officer accepted, of units that count today."""
    return _rollouts(campaign).filter(is_counted(timezone.localdate()), launch_accepted_at__isnull=False)


def local_launches(campaign: Campaign, title: Title | None) -> RolloutQuerySet:
    return _rollouts(campaign).filter(state__in=LAUNCHED_LOCALLY)


def reports(campaign: Campaign, title: Title | None) -> RolloutQuerySet:
    return _rollouts(campaign).filter(state=RolloutState.REPORTED)


def _rollouts(campaign: Campaign) -> RolloutQuerySet:
    rows: RolloutQuerySet = Rollout.objects.filter(campaign=campaign)
    return rows


def campaigns_of_year(user: PortalUser, year: int) -> list[Campaign]:
    return list(Campaign.objects.visible_to(user).filter(year=year).exclude(state=CampaignState.CANCELLED))


@dataclass(frozen=True)
class RolloutCounts:
    """`silent` units have not answered; `waiting` leaves out dismissed ones, `running` also ended campaigns.

    `running_of` counts by campaign of which the reader is officer.
    """

    units: int
    silent: int
    waiting: int
    running: int
    running_of: Mapping[int, int]


def rollout_counts(user: PortalUser, year: int) -> RolloutCounts:
    campaigns, offices = read_once(campaigns_of_year, user, year), user.access.unions_where({RoleKind.OFFICER})
    own = [campaign.pk for campaign in campaigns if campaign.union_id in offices]
    silent = Q(state=RolloutState.SENT)
    waiting = silent & Q(is_dismissed=False)
    running = waiting & Q(campaign__state=CampaignState.LAUNCHED)
    rollouts = Rollout.objects.filter(
        is_counted(timezone.localdate()), campaign__in=[campaign.pk for campaign in campaigns]
    )
    counts = rollouts.annotate(is_dismissed=is_dismissed(ROLLOUT_TODO, [year])).aggregate(
        units=Count("grassroots", distinct=True),
        silent=Count("grassroots", distinct=True, filter=silent),
        waiting=Count("grassroots", distinct=True, filter=waiting),
        running=Count("grassroots", distinct=True, filter=running),
        **{f"of_{pk}": Count("pk", filter=running & Q(campaign=pk)) for pk in own},
    )
    return RolloutCounts(running_of={pk: counts.pop(f"of_{pk}") for pk in own}, **counts)


@dataclass(frozen=True)
class OwnRolloutCounts:
    """Plans of a chair's or board member's units; dismissed ones are left out."""

    rollouts: int
    running: int
    answered: int
    launched: int
    reported: int
    report_due: date | None


def own_rollout_counts(user: PortalUser, year: int) -> OwnRolloutCounts:
    own = Rollout.objects.filter(grassroots__in=user.access.grassroots, campaign__year=year)
    own = undismissed(own.exclude(campaign__state=CampaignState.CANCELLED), ROLLOUT_TODO, year)
    counts = own.aggregate(
        rollouts=Count("pk"),
        running=Count("pk", filter=Q(campaign__state=CampaignState.LAUNCHED)),
        answered=Count("pk", filter=Q(state__in=ANSWERED)),
        launched=Count("pk", filter=Q(state__in=LAUNCHED_LOCALLY)),
        reported=Count("pk", filter=Q(state=RolloutState.REPORTED)),
        report_due=Min("campaign__period_end", filter=~Q(state=RolloutState.REPORTED)),
    )
    return OwnRolloutCounts(**counts)
