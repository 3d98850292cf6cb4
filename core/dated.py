"""Both days belong to the period; an open end holds until further notice."""

from collections.abc import Iterable
from datetime import date
from typing import Any, Self

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from core.scoping import ScopedQuerySet


class DatedQuerySet(ScopedQuerySet):
    def on(self, day: date) -> Self:
        return self.filter(Q(valid_from__lte=day), Q(valid_to__isnull=True) | Q(valid_to__gte=day))

    def open_ended(self) -> Self:
        return self.filter(valid_to__isnull=True)


class Dated(models.Model):
    valid_from = models.DateField(_("from"))
    valid_to = models.DateField(_("until"), null=True, blank=True)

    ONE_A_DAY = ""
    """The field whose object has at most one of these rows on a day (core.frozen.one_a_day)."""

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                name="%(app_label)s_%(class)s_period_in_order",
                condition=Q(valid_to__isnull=True) | Q(valid_to__gte=F("valid_from")),
                violation_error_message=_("The last day lies before the first."),
            )
        ]

    def previous(self) -> Self | None:
        others = type(self)._default_manager.filter(**{self.ONE_A_DAY: getattr(self, self.ONE_A_DAY)})
        return others.filter(valid_from__lt=self.valid_from).order_by("-valid_from", "-pk").first()

    def shares_a_day(self) -> bool:
        others = type(self)._default_manager.filter(**{self.ONE_A_DAY: getattr(self, self.ONE_A_DAY)})
        meeting = others.filter(Q(valid_to__isnull=True) | Q(valid_to__gte=self.valid_from)).exclude(pk=self.pk)
        return (meeting.filter(valid_from__lte=self.valid_to) if self.valid_to else meeting).exists()


def held_now(rows: Iterable[Any]) -> list[Any]:
    """Return the rows without an end, else the newest one."""
    fetched = sorted(rows, key=lambda row: (row.valid_from, row.pk), reverse=True)
    return [row for row in fetched if row.valid_to is None] or fetched[:1]
