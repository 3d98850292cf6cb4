from django.db.models import Count

from reports.indicators.scope import Scope
from reports.indicators.selectors.queries import RowQuery, TitleRows


class RowCounts:
    """Each query of a scope runs once; all titles share one for each kind of row."""

    def __init__(self, scope: Scope) -> None:
        self.scope = scope
        self._counts: dict[RowQuery, int] = {}
        self._by_title: dict[RowQuery, dict[str, int]] = {}

    def of(self, query: RowQuery) -> int:
        if isinstance(query, TitleRows):
            return self._of_titles(query.all_rows).get(query.code, 0)
        if query not in self._counts:
            self._counts[query] = query(self.scope).count()
        return self._counts[query]

    def _of_titles(self, all_rows: RowQuery) -> dict[str, int]:
        if all_rows not in self._by_title:
            rows = all_rows(self.scope).order_by().values_list("title__code")
            self._by_title[all_rows] = dict(rows.annotate(number=Count("pk")))
        return self._by_title[all_rows]
