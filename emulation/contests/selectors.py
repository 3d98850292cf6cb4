from django.db.models import Count, Q

from emulation.contests.models import Contest, ContestEntry, ContestEntryQuerySet
from unions.access import PortalUser


def entries_shown(user: PortalUser, contest: Contest) -> ContestEntryQuerySet:
    """Return the entries that `user` sees, with those struck out."""
    entries: ContestEntryQuerySet = ContestEntry.objects.visible_to(user).filter(contest=contest)
    return entries


def prizes_won(user: PortalUser, contest: Contest) -> dict[str, int]:
    winners = entries_shown(user, contest).filter(struck_at=None).exclude(rank="")
    return winners.aggregate(
        collective=Count("pk", filter=Q(person__isnull=True)), individual=Count("pk", filter=Q(person__isnull=False))
    )
