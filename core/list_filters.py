"""Filters that a feature adds to a list of a feature below."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise

from core.registry import Registry

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
