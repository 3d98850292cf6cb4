from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import django_filters as filters
from django.forms.models import ModelChoiceIterator
from django.utils.functional import Promise
from django_filters.fields import ModelChoiceField

from core.registry import Registry
from core.working_year import working_year

FilterRows = Callable[[Any, Any, str, int], Any]
"""(rows, user, value, year) → the rows that fit, as subqueries."""


class FewRows(ModelChoiceIterator):  # type: ignore[type-arg]
    """Reads the rows of a select in one plain query. Django's opens a cursor on the server, dear on PostgreSQL."""

    def __iter__(self) -> Iterator[tuple[Any, Any]]:
        if self.field.empty_label is not None:
            yield "", self.field.empty_label
        yield from map(self.choice, self.queryset.all())


class SelectField(ModelChoiceField):
    iterator = FewRows


class SelectFilter(filters.ModelChoiceFilter):
    field_class = SelectField


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
