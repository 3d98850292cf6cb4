"""A union that left a branch takes what is newer with it."""

from collections import defaultdict
from datetime import date, datetime, time, timedelta

from django.db.models import Model, Q
from django.utils import timezone

from unions.access import Access

DAY_FIELDS = ("valid_from", "created_at", "added_at", "added_on", "held_on", "decided_on", "year")


def day_of(model: type[Model]) -> str:
    """Return the field of a row's day, or ""."""
    dated = {field.name for field in model._meta.fields if not field.null}
    return next((name for name in DAY_FIELDS if name in dated), "")


def in_branch(access: Access, day: str, union: str = "union") -> Q:
    """Return the condition that `union` is in the branch, or was on the `day` of the row.

    A row without a `day` goes with its union.
    """
    rows = Q(**{f"{union}__in": access.branch})
    for last, unions in _left_by_day(access).items():
        rows |= Q(**{f"{union}__in": unions}) & (until(day, last) if day else Q(pk__in=[]))
    return rows


def until(day: str, last: date) -> Q:
    """`day` names a date, a moment (`…_at`) or a `year`."""
    if day.endswith("year"):
        return Q(**{f"{day}__lte": last.year})
    if day.endswith("_at"):
        midnight = timezone.make_aware(datetime.combine(last + timedelta(days=1), time.min))
        return Q(**{f"{day}__lt": midnight})
    return Q(**{f"{day}__lte": last})


def _left_by_day(access: Access) -> dict[date, set[int]]:
    days: dict[date, set[int]] = defaultdict(set)
    for union, last in access.left:
        days[last].add(union)
    return days
