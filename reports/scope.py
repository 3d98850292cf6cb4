"""What a figure is about: one union, one year, as things stood on one day."""

from dataclasses import dataclass
from datetime import date

from django.utils import timezone

from unions.models import Union


@dataclass(frozen=True)
class Scope:
    """`as_of` decides which grassroots unions belonged to the union; records are taken by their year."""

    union: Union
    year: int
    as_of: date

    @classmethod
    def of_year(cls, union: Union, year: int) -> "Scope":
        """Return the scope of a whole year: as of 31 December, or of today while the year runs."""
        return cls(union, year, min(date(year, 12, 31), timezone.localdate()))

    @property
    def before(self) -> "Scope":
        """The same union a year earlier, to compare with."""
        return Scope.of_year(self.union, self.year - 1)
