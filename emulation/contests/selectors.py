"""What is asked about contests, outside results and grades."""

from django.db.models import Count, Q

from emulation.contests.models import Contest


def prizes_won(contest: Contest) -> dict[str, int]:
    """How many prizes went to units as a whole and how many to people."""
    won = contest.entries.exclude(rank="")
    return won.aggregate(
        collective=Count("pk", filter=Q(person__isnull=True)), individual=Count("pk", filter=Q(person__isnull=False))
    )
