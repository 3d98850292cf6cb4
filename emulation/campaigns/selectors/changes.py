from collections.abc import Iterable

from django.db.models import QuerySet

from emulation.campaigns.choices import CampaignState, ChangeKind
from emulation.campaigns.models import Campaign, CampaignChange, Rollout
from emulation.campaigns.models.parts import concerns
from unions.access import PortalUser

SHOWN = ("sector", "grassroots", "withdraws", "withdrawal")


def withdrawable(changes: Iterable[CampaignChange]) -> set[int]:
    """The keys of the extensions that hold today, among all changes of a campaign."""
    standing = [change for change in changes if change.kind == ChangeKind.EXTENSION and not is_withdrawn(change)]
    last = {(change.sector_id, change.grassroots_id): change for change in sorted(standing, key=_number)}
    return {change.pk for change in last.values()}


def is_withdrawn(change: CampaignChange) -> bool:
    return hasattr(change, "withdrawal")


def _number(change: CampaignChange) -> int:
    return change.number


def concerned_rollouts(change: CampaignChange) -> QuerySet[Rollout]:
    rollouts: QuerySet[Rollout] = change.campaign.rollouts.all()
    if change.grassroots_id:
        return rollouts.filter(grassroots=change.grassroots_id)
    return rollouts.filter(grassroots__sector=change.sector_id) if change.sector_id else rollouts


def changes_seen(campaign: Campaign, user: PortalUser) -> QuerySet[CampaignChange]:
    """Newest first."""
    changes: QuerySet[CampaignChange] = CampaignChange.objects.visible_to(user).filter(campaign=campaign)
    return changes.select_related(*SHOWN).order_by("-number")


def plan_changes(rollout: Rollout) -> QuerySet[CampaignChange]:
    """Newest first."""
    concerned = concerns(rollout.grassroots.sector_id, rollout.grassroots_id)
    changes: QuerySet[CampaignChange] = rollout.campaign.plan_changes.filter(concerned)
    return changes.select_related(*SHOWN).order_by("-number")


def is_unread(change: CampaignChange, rollout: Rollout) -> bool:
    """Made after the unit received or read the plan, which still runs."""
    is_running = rollout.campaign.state == CampaignState.LAUNCHED
    return is_running and change.made_at > (rollout.plan_read_at or rollout.sent_at)
