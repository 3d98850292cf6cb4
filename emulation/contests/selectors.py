from django.db.models import Count, Q

from emulation.contests.models import Contest


def prizes_won(contest: Contest) -> dict[str, int]:
    winners = contest.entries.filter(struck_at=None).exclude(rank="")
    return winners.aggregate(
        collective=Count("pk", filter=Q(person__isnull=True)), individual=Count("pk", filter=Q(person__isnull=False))
    )
