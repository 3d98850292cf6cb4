"""What a figure is about: one union, one year, as things stood on one day."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.utils import timezone

from unions.tree.models import Union


@dataclass(frozen=True)
class Scope:
    """`as_of` decides which grassroots unions belonged to the union; records are taken by their year."""

    union: Union
    year: int
    as_of: date

    @classmethod
    def of_year(cls, union: Union, year: int) -> "Scope":
        """Return the scope of a whole year: as of 31 December, of today while the year runs.

        In the year a union was dissolved it is as of its last day: its units were counted there until then.
        """
        days = [date(year, 12, 31), timezone.localdate()]
        if union.dissolved_on and union.dissolved_on.year == year:
            days.append(union.dissolved_on - timedelta(days=1))
        return cls(union, year, min(days))

    @property
    def before(self) -> "Scope":
        """The same union a year earlier, to compare with."""
        return Scope.of_year(self.union, self.year - 1)
