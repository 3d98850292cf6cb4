from collections.abc import Iterable
from typing import Any

from django.db import transaction
from django.db.models import Model
from django.utils import timezone

from core.models import RecentChoice

KEPT = 8
"""Rows of one model that are remembered for a user."""


def recent_keys(user: Any, model: type[Model]) -> list[int]:
    choices = RecentChoice.objects.visible_to(user).filter(model=model._meta.label)
    return list(choices.values_list("object_id", flat=True)[:KEPT])


@transaction.atomic
def remember(*, actor: Any, rows: Iterable[Model]) -> None:
    latest = list(rows)[-KEPT:]
    if not latest:
        return
    now = timezone.now()
    choices = [RecentChoice(user=actor, model=row._meta.label, object_id=row.pk, chosen_at=now) for row in latest]
    RecentChoice.objects.bulk_create(
        choices,
        update_conflicts=True,
        unique_fields=["user", "model", "object_id"],
        update_fields=["chosen_at"],
    )
    for label in {choice.model for choice in choices}:
        mine = RecentChoice.objects.filter(user=actor, model=label)
        mine.exclude(pk__in=list(mine.values_list("pk", flat=True)[:KEPT])).delete()
