from datetime import timedelta

PAUSES = (timedelta(minutes=5), timedelta(minutes=15), timedelta(hours=1), timedelta(hours=4))
MOST_DAYS = 5


def pause_after(attempts: int) -> timedelta | None:
    """None gives the mail up."""
    if attempts <= len(PAUSES):
        return PAUSES[attempts - 1]
    return timedelta(days=1) if attempts <= len(PAUSES) + MOST_DAYS else None
