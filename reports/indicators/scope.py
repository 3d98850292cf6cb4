from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone

from unions.tree.models import Union

Rows = QuerySet[Any]  # the model differs from indicator to indicator


@dataclass(frozen=True)
class Scope:
    union: Union
    year: int
    as_of: date  # decides which grassroots unions belong to the union, and what had happened by then

    @classmethod
    def of_year(cls, union: Union, year: int) -> "Scope":
        """As of 31 December, but at most today or a dissolved union's last day."""
        days = [date(year, 12, 31), timezone.localdate()]
        if union.dissolved_on and union.dissolved_on.year == year:
            days.append(union.dissolved_on - timedelta(days=1))
        return cls(union, year, min(days))

    @property
    def cut_off(self) -> date | None:
        """None for a whole year: later decisions about it count."""
        return self.as_of if self.as_of < date(self.year, 12, 31) else None

    def until_cut_off(self, rows: Rows, day: str) -> Rows:
        """`day` is a stated date; rows without one stay."""
        return rows.exclude(**{f"{day}__gt": self.cut_off}) if self.cut_off else rows

    @property
    def previous_year(self) -> "Scope":
        return Scope.of_year(self.union, self.year - 1)
