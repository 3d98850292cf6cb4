"""The records behind a figure, told in one shape whatever they are."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate
from typing import Any, overload

from core.scoping import ScopedQuerySet
from reports.indicators.scope import Scope
from reports.indicators.selectors.indicators import Indicator
from reports.indicators.selectors.sources import Rows


@dataclass(frozen=True)
class Row:
    """One record behind a figure: what it is, where it belongs, and its page."""

    name: str
    unit: str
    url: str


class RowSequence(Sequence[Row]):
    """Several querysets one after the other, read a page at a time."""

    def __init__(self, parts: list[Rows]) -> None:
        self.parts = parts
        self.sizes = [part.count() for part in parts]

    def __len__(self) -> int:
        return sum(self.sizes)

    @overload
    def __getitem__(self, key: int) -> Row: ...
    @overload
    def __getitem__(self, key: slice) -> list[Row]: ...
    def __getitem__(self, key: int | slice) -> Row | list[Row]:
        if isinstance(key, int):
            at = range(len(self))[key]
            return self._between(at, at + 1)[0]
        start, stop, step = key.indices(len(self))
        return self._between(start, stop) if step == 1 else [self[at] for at in range(start, stop, step)]

    def _between(self, start: int, stop: int) -> list[Row]:
        starts = [0, *accumulate(self.sizes)]
        found: list[Row] = []
        for part, begin, size in zip(self.parts, starts, self.sizes, strict=False):
            low, high = max(start - begin, 0), min(stop - begin, size)
            if low < high:
                found += [_row(record) for record in part[low:high]]
        return found


def rows_behind(each: Indicator, scope: Scope) -> RowSequence:
    """Return the records one figure counts, fetched along what `Row` shows."""
    return RowSequence([_fetched(rows) for rows in each.rows(scope)])


def _fetched(rows: Rows) -> Rows:
    ordered = rows if rows.ordered else rows.order_by("pk")
    return ordered.for_table() if isinstance(ordered, ScopedQuerySet) else ordered


def _row(record: Any) -> Row:
    unit = getattr(record, "grassroots", None)
    page = record if hasattr(record, "get_absolute_url") else unit
    return Row(str(record), str(unit or ""), page.get_absolute_url() if page else "")
