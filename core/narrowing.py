"""Filters an app above adds to a list an app below draws: whether a unit has answered, say.

An app registers its filter in `AppConfig.ready()`; the list offers it among its own and never learns who answers.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise

Narrow = Callable[[Any, Any, str, int], Any]
"""(rows, user, value, year) → the rows that fit; as subqueries, so that the list costs what it cost before."""


@dataclass(frozen=True)
class AddedFilter:
    """A choice beside a list's own filters: the name it has in the address, what it is called, and its values."""

    name: str
    label: str | Promise
    choices: Sequence[tuple[str, str | Promise]]
    narrow: Narrow


_filters: dict[str, dict[str, AddedFilter]] = {}


def register_filter(model_label: str, added: AddedFilter) -> None:
    """Offer `added` on the list of a model ("unions.GrassrootsUnion"); registering a name again replaces it."""
    _filters.setdefault(model_label, {})[added.name] = added


def added_filters(model_label: str) -> list[AddedFilter]:
    """Return what other apps offer for this list, in the order in which they were registered."""
    return list(_filters.get(model_label, {}).values())
