from django.db.models import Count, Q

from core.choices import ConfirmationState
from emulation.campaigns.measures import of_campaign
from emulation.campaigns.models import Campaign
from emulation.contests.models import Contest, ContestEntry, ContestEntryQuerySet
from emulation.law.models import Title
from unions.access import PortalUser, is_officer_at


def entries_shown(user: PortalUser, contest: Contest) -> ContestEntryQuerySet:
    """Struck entries are included."""
    entries: ContestEntryQuerySet = ContestEntry.objects.visible_to(user).filter(contest=contest)
    return entries


def prizes_won(user: PortalUser, contest: Contest) -> dict[str, int]:
    winners = entries_shown(user, contest).filter(struck_at=None).exclude(rank="")
    return winners.aggregate(
        collective=Count("pk", filter=Q(person__isnull=True)), individual=Count("pk", filter=Q(person__isnull=False))
    )


def entries_to_confirm(user: PortalUser, contest: Contest) -> ContestEntryQuerySet:
    entries = entries_shown(user, contest) if is_officer_at(user, contest.union_id) else ContestEntry.objects.none()
    waiting: ContestEntryQuerySet = entries.not_struck().filter(state=ConfirmationState.SUBMITTED)
    return waiting


def counted_entries(campaign: Campaign, title: Title | None) -> ContestEntryQuerySet:
    entries = ContestEntry.objects.not_struck().filter(state=ConfirmationState.CONFIRMED)
    return entries.filter(of_campaign(campaign, "contest__"))


def counted_prizes(campaign: Campaign, title: Title | None) -> ContestEntryQuerySet:
    return counted_entries(campaign, title).exclude(rank="")
