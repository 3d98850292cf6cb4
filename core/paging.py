"""Pages of a long list without counting the whole table."""

from hashlib import sha256
from typing import Any

from django.core.cache import cache
from django.core.exceptions import EmptyResultSet
from django.core.paginator import Page, Paginator
from django.utils.functional import cached_property

MOST_COUNTED = 5000
"""Up to here a count is exact; a longer list is "more than 5.000"."""
REMEMBERED_SECONDS = 600


class PageOfMany(Page[Any]):
    def has_next(self) -> bool:
        beyond = self.paginator.has_more and len(self.object_list) == self.paginator.per_page  # type: ignore[attr-defined]
        return super().has_next() or beyond


class BoundedPaginator(Paginator[Any]):
    """Counts the rows of a table up to MOST_COUNTED. Pages beyond are still there, only not counted."""

    @property
    def queryset(self) -> Any:
        """The paginator is given the rows of django-tables2, which hold the queryset of the list."""
        return self.object_list.data.data  # type: ignore[attr-defined]

    @cached_property
    def count(self) -> int:
        return min(self._counted, MOST_COUNTED)

    @property
    def has_more(self) -> bool:
        return self._counted > MOST_COUNTED

    @cached_property
    def _counted(self) -> int:
        """That a list is longer than MOST_COUNTED is remembered a while; any other count is made anew."""
        rows = self.queryset.order_by()
        try:
            key = f"long-list:{sha256(str(rows.values('pk').query).encode()).hexdigest()}"
        except EmptyResultSet:  # a reader of nothing, of whom the database need not be asked
            return 0
        if cache.get(key):
            return MOST_COUNTED + 1
        counted: int = rows[: MOST_COUNTED + 1].count()
        if counted > MOST_COUNTED:
            cache.set(key, True, REMEMBERED_SECONDS)
        return counted

    def validate_number(self, number: Any) -> int:
        if self.has_more and str(number).isdecimal() and int(number) > self.num_pages:
            return int(number)
        return super().validate_number(number)

    def page(self, number: Any) -> Page[Any]:
        number = self.validate_number(number)
        first = (number - 1) * self.per_page
        last = first + self.per_page
        return PageOfMany(self.object_list[first : last if self.has_more else min(last, self.count)], number, self)
