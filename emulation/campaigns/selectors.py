from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.contrib.contenttypes.models import ContentType
from django.db.models import Count, Exists, F, Min, OuterRef, Q, QuerySet
from django.db.models.functions import Coalesce
from django.utils import timezone

from core.corrections import CORRECTED
from core.history import HistoryLine, corrections_since
from core.models import AuditEntry
from core.request_cache import read_once
from core.scoping import ScopedQuerySet
from core.text import search_key
from emulation.campaigns.choices import LAUNCHED_LOCALLY, CampaignState, RolloutState
from emulation.campaigns.models import Campaign, Rollout
from emulation.campaigns.workflow import CAMPAIGN
from unions.access import CHAIRING, LEADERS, PortalUser, RoleKind
from unions.dismissals.selectors import is_dismissed, undismissed
from unions.units.models import GrassrootsUnion

MOST_COMPARED = 2000
ROLLOUT_TODO = "rollout"
ANSWERED = tuple(state for state in RolloutState if state != RolloutState.SENT)


def deadline() -> F:
    """Return the last day of registration of rows with a campaign and a grassroots union, as an expression."""
    return F("campaign__registration_closes")


def deadline_of(campaign: Campaign, grassroots: GrassrootsUnion) -> date | None:
    """Return the last day on which the unit registers; the same as `deadline` for one row, which may be unsaved."""
    return campaign.registration_closes


@dataclass(frozen=True)
class RolloutProgress:
    """Each count includes the next: launched units have answered."""

    units: int
    answered: int
    launched: int
    reported: int
    sector: int | None = None
    name: str = ""

    @property
    def unanswered(self) -> int:
        return self.units - self.answered

    @property
    def answered_percent(self) -> int:
        return 100 * self.answered // self.units if self.units else 0

    @property
    def launched_percent(self) -> int:
        return 100 * self.launched // self.units if self.units else 0


def newcomers_to(campaign: Campaign) -> QuerySet[GrassrootsUnion]:
    return campaign.audience(timezone.localdate()).exclude(pk__in=campaign.rollouts.values("grassroots"))


def rollout_progress(campaign: Campaign) -> tuple[RolloutProgress, list[RolloutProgress]]:
    """Return the progress of the campaign and of each sector."""
    rows = (
        campaign.rollouts.order_by("grassroots__sector__position", "grassroots__sector")
        .values("grassroots__sector", "grassroots__sector__name")
        .annotate(
            units=Count("pk"),
            answered=Count("pk", filter=Q(state__in=ANSWERED)),
            launched=Count("pk", filter=Q(state__in=LAUNCHED_LOCALLY)),
            reported=Count("pk", filter=Q(state=RolloutState.REPORTED)),
        )
    )
    sectors = [
        RolloutProgress(
            units=row["units"],
            answered=row["answered"],
            launched=row["launched"],
            reported=row["reported"],
            sector=row["grassroots__sector"],
            name=row["grassroots__sector__name"],
        )
        for row in rows
    ]
    return _sum(sectors), sectors


def _sum(parts: list[RolloutProgress]) -> RolloutProgress:
    return RolloutProgress(
        units=sum(part.units for part in parts),
        answered=sum(part.answered for part in parts),
        launched=sum(part.launched for part in parts),
        reported=sum(part.reported for part in parts),
    )


def running_campaigns(user: PortalUser, year: int) -> QuerySet[Campaign]:
    running: QuerySet[Campaign] = Campaign.objects.visible_to(user).filter(year=year, state=CampaignState.LAUNCHED)
    return running


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
    rollouts = Rollout.objects.filter(campaign__in=[campaign.pk for campaign in campaigns])
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


def campaigns_with_silent_units(user: PortalUser, year: int) -> list[tuple[Campaign, int]]:
    """Return (campaign, silent units) of an officer's campaigns."""
    running = read_once(rollout_counts, user, year).running_of
    campaigns = [(row, running.get(row.pk, 0)) for row in read_once(campaigns_of_year, user, year)]
    silent = [(campaign, count) for campaign, count in campaigns if count]
    return sorted(silent, key=lambda pair: (pair[0].registration_closes or date.max, pair[0].pk))


def count_by_campaign(rollouts: QuerySet[Rollout]) -> list[tuple[Campaign, int]]:
    found = Campaign.objects.filter(rollouts__in=rollouts.order_by()).annotate(counted=Count("rollouts"))
    return [(campaign, campaign.counted) for campaign in found.order_by("registration_closes", "pk")]


def rollouts_to_carry_out(user: PortalUser, year: int) -> QuerySet[Rollout]:
    return rollouts_of_running_campaigns(user, year).exclude(state=RolloutState.REPORTED)


def rollouts_to_dismiss(user: PortalUser, year: int) -> QuerySet[Rollout]:
    """The chair's unreported ones and the officer's unanswered ones."""
    own = Q(grassroots__in=user.access.units_where(CHAIRING))
    rows = rollouts_to_carry_out(user, year).filter(own | Q(state=RolloutState.SENT))
    return rows.order_by("grassroots__sort_key", "pk")


def rollouts_of_running_campaigns(user: PortalUser, year: int) -> QuerySet[Rollout]:
    """At units that `user` chairs or is the officer of."""
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


def unanswered_rollouts(user: PortalUser, year: int) -> QuerySet[Rollout]:
    running = running_campaigns(user, year).values("pk")
    rollouts = Rollout.objects.visible_to(user).filter(campaign__in=running, state=RolloutState.SENT)
    return undismissed(rollouts, ROLLOUT_TODO, year)


def rollouts_to_answer(user: PortalUser, year: int) -> QuerySet[Rollout]:
    """Unreported, at units that `user` chairs."""
    own = rollouts_to_carry_out(user, year).filter(grassroots__in=user.access.units_where(CHAIRING))
    return undismissed(own, ROLLOUT_TODO, year).order_by("campaign__registration_closes", "pk")


def plan_changes(rollout: Rollout) -> list[HistoryLine]:
    """Newest first, since the unit received or read the plan."""
    return corrections_since(rollout.campaign, rollout.plan_read_at or rollout.sent_at)


def rollouts_with_changed_plan(user: PortalUser, year: int) -> QuerySet[Rollout]:
    """Answered, with a change of the plan that the chair has not read."""
    changes = AuditEntry.objects.filter(
        content_type=ContentType.objects.get_for_model(Campaign),
        object_id=OuterRef("campaign"),
        act=CORRECTED,
        at__gt=Coalesce(OuterRef("plan_read_at"), OuterRef("sent_at")),
    )
    answered = Rollout.objects.filter(grassroots__in=user.access.units_where(CHAIRING), state__in=ANSWERED)
    running = answered.filter(campaign__year=year, campaign__state=CampaignState.LAUNCHED)
    changed: QuerySet[Rollout] = running.filter(Exists(changes)).select_related("campaign").order_by("pk")
    return changed


def own_rollouts(campaign: Campaign, user: PortalUser) -> QuerySet[Rollout]:
    return campaign.rollouts.filter(grassroots__in=user.access.grassroots).select_related("grassroots")


def campaigns_matching(user: PortalUser, rows: ScopedQuerySet, typed: str) -> list[ScopedQuerySet]:
    """Names have no search key: the newest campaigns are compared here."""
    words = search_key(typed).split()
    newest = rows.order_by("-year", "-pk").values_list("pk", "name", "plan_number")[:MOST_COMPARED]
    fitting = [pk for pk, *texts in newest if all(word in search_key(" ".join(texts)) for word in words)]
    return [rows.filter(pk__in=fitting)]


def years_of(user: PortalUser, campaigns: Sequence[Campaign]) -> dict[int, str]:
    return {campaign.pk: str(campaign.year) for campaign in campaigns}
