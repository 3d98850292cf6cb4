from dataclasses import dataclass
from datetime import date, timedelta

from django.utils import timezone

from unions.tree.models import Union


@dataclass(frozen=True)
class Scope:
    union: Union
    year: int
    as_of: date  # decides which grassroots unions belong to the union

    @classmethod
    def of_year(cls, union: Union, year: int) -> "Scope":
        """Return the scope as of 31 December; of today in the current year; of the last day of a dissolved union."""
        days = [date(year, 12, 31), timezone.localdate()]
        if union.dissolved_on and union.dissolved_on.year == year:
            days.append(union.dissolved_on - timedelta(days=1))
        return cls(union, year, min(days))

    @property
    def previous_year(self) -> "Scope":
        return Scope.of_year(self.union, self.year - 1)
