from typing import Any

from django_filters import Filter
from django_filters.filters import QuerySetRequestMixin

from core.pickers.fields import PickField


class PickFilter(QuerySetRequestMixin, Filter):
    """Like django-filter's ModelChoiceFilter; `queryset` is a function of the request."""

    field_class = PickField

    @property
    def field(self) -> PickField:
        field: PickField = super().field
        field.user = self.get_request().user
        return field

    def filter(self, rows: Any, value: Any) -> Any:
        return super().filter(rows, value) if value else rows
