from hashlib import sha256
from typing import Any

from django.core.cache import cache
from django.core.paginator import Page, Paginator
from django.utils.functional import cached_property

from core.actor import SignedInRequest
from core.text import plain_number

MOST_COUNTED = 5000
"""Up to here a count is exact; a longer list is "more than 5.000"."""
MOST_PAGES = 1_000_000
"""No list is longer; a page beyond is not looked for."""
REMEMBERED_SECONDS = 600


def key_of_rows(request: SignedInRequest) -> str:
    """Page and order do not matter."""
    asked = sorted((name, request.GET.getlist(name)) for name in request.GET if name not in {"page", "sort", "print"})
    return f"long-list:{sha256(repr((request.path, asked, request.user.pk)).encode()).hexdigest()}"


class PageOfMany(Page[Any]):
    def has_next(self) -> bool:
        beyond = self.paginator.has_more and len(self.object_list) == self.paginator.per_page  # type: ignore[attr-defined]
        return super().has_next() or beyond


class BoundedPaginator(Paginator[Any]):
    """Rows are counted up to MOST_COUNTED; later pages exist uncounted."""

    def __init__(self, *args: Any, key: str = "", at_once: int | None = None, **kwargs: Any) -> None:
        """`at_once` is the size of the only page of a list on paper, whatever the address says."""
        super().__init__(*args, **kwargs)
        self.key, self.per_page = key, at_once or self.per_page

    @property
    def queryset(self) -> Any:
        return self.object_list.data.data  # type: ignore[attr-defined]

    @cached_property
    def count(self) -> int:
        return min(self._counted, MOST_COUNTED)

    @property
    def has_more(self) -> bool:
        return self._counted > MOST_COUNTED

    @cached_property
    def _counted(self) -> int:
        """Only "more than MOST_COUNTED" is cached."""
        if self.key and cache.get(self.key):
            return MOST_COUNTED + 1
        counted: int = self.queryset.order_by()[: MOST_COUNTED + 1].count()
        if self.key and counted > MOST_COUNTED:
            cache.set(self.key, True, REMEMBERED_SECONDS)
        return counted

    def validate_number(self, number: Any) -> int:
        asked = plain_number(str(number), most=MOST_PAGES)
        if self.has_more and asked is not None and asked > self.num_pages:
            return asked
        return super().validate_number(number)

    def page(self, number: Any) -> Page[Any]:
        number = self.validate_number(number)
        first = (number - 1) * self.per_page
        last = first + self.per_page
        return PageOfMany(self.object_list[first : last if self.has_more else min(last, self.count)], number, self)
