"""A run has one day, so that a module may compute its days when it is imported.

Begun late in the evening, it takes place on the next day: the clock is put forward to midnight.
"""

import os
from datetime import datetime, timedelta

from django.utils import timezone

LONGEST_RUN = timedelta(hours=3)


def until_the_next_day(now: datetime) -> timedelta:
    """Zero where a run ends before midnight."""
    local = timezone.localtime(now)
    midnight = timezone.make_aware(datetime.combine(local.date() + timedelta(days=1), datetime.min.time()))
    left = midnight - local
    return left if left < LONGEST_RUN else timedelta()


def keep_one_day() -> None:
    """All processes of a run keep the same time."""
    left = until_the_next_day(timezone.now()).total_seconds()
    ahead = timedelta(seconds=float(os.environ.setdefault("CLOCK_AHEAD", str(left))))
    clock = timezone.now
    timezone.now = lambda: clock() + ahead
