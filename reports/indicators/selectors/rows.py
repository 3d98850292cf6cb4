from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate
from typing import Any, overload

from core.scoping import ScopedQuerySet
from reports.indicators.scope import Rows, Scope
from reports.indicators.selectors.indicators import Indicator


@dataclass(frozen=True)
class FigureRow:
    name: str
    unit: str
    url: str


class RowSequence(Sequence[FigureRow]):
    """Several querysets in sequence; only the slice asked for is read."""

    def __init__(self, querysets: list[Rows]) -> None:
        self.querysets = querysets
        self.sizes = [queryset.count() for queryset in querysets]

    def __len__(self) -> int:
        return sum(self.sizes)

    @overload
    def __getitem__(self, key: int) -> FigureRow: ...
    @overload
    def __getitem__(self, key: slice) -> list[FigureRow]: ...
    def __getitem__(self, key: int | slice) -> FigureRow | list[FigureRow]:
        if isinstance(key, int):
            index = range(len(self))[key]
            return self._between(index, index + 1)[0]
        start, stop, step = key.indices(len(self))
        return self._between(start, stop) if step == 1 else [self[index] for index in range(start, stop, step)]

    def _between(self, start: int, stop: int) -> list[FigureRow]:
        offsets = [0, *accumulate(self.sizes)]
        rows: list[FigureRow] = []
        for queryset, offset, size in zip(self.querysets, offsets, self.sizes, strict=False):
            low, high = max(start - offset, 0), min(stop - offset, size)
            if low < high:
                rows += [_row(record) for record in queryset[low:high]]
        return rows


def rows_behind(indicator: Indicator, scope: Scope) -> RowSequence:
    return RowSequence([_for_display(rows) for rows in indicator.rows(scope)])


def _for_display(rows: Rows) -> Rows:
    ordered = rows if rows.ordered else rows.order_by("pk")
    return ordered.for_table() if isinstance(ordered, ScopedQuerySet) else ordered


def _row(record: Any) -> FigureRow:
    unit = getattr(record, "grassroots", None)
    pages = (record, getattr(record, "contest", None), unit)
    page = next((each for each in pages if hasattr(each, "get_absolute_url")), None)
    return FigureRow(str(record), str(unit or ""), page.get_absolute_url() if page else "")
