from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import django_filters as filters
from django.utils.functional import Promise

from core.registry import Registry
from core.working_year import working_year

FilterRows = Callable[[Any, Any, str, int], Any]
"""(rows, user, value, year) → the rows that fit, as subqueries."""


@dataclass(frozen=True)
class ExtraFilter:
    name: str
    label: str | Promise
    choices: Sequence[tuple[str, str | Promise]]
    filter_rows: FilterRows


EXTRA_FILTERS: Registry[ExtraFilter] = Registry()
"""By the model label of the list ("unions.GrassrootsUnion")."""


def choice_filter(filterset: filters.FilterSet, extra: ExtraFilter) -> filters.ChoiceFilter:
    def filter_rows(rows: Any, name: str, value: str) -> Any:
        return extra.filter_rows(rows, filterset.request.user, value, working_year(filterset.request))

    choice = filters.ChoiceFilter(label=extra.label, choices=list(extra.choices), method=filter_rows)
    choice.parent, choice.model = filterset, filterset._meta.model
    return choice
