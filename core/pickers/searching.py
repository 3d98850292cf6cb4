from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from django.db.models import Model

from core.pickers.recent import recent_keys
from core.registry import Registry
from core.scoping import ScopedQuerySet
from core.search import matching_words

LONGEST = 100
"""Characters that are searched; who pastes more looks for something else."""
MOST = 20
"""Options shown at once; who wants another types more."""


def no_details(user: Any, rows: Sequence[Any]) -> Mapping[int, str]:
    return {}


@dataclass(frozen=True)
class Search:
    matching: Callable[[Any, ScopedQuerySet, str], Sequence[ScopedQuerySet]]
    """(user, rows, typed text) → the rows that fit, the best first; the last queryset holds all."""
    details: Callable[[Any, Sequence[Any]], Mapping[int, str]] = no_details
    """(user, rows shown) → by key the quiet words that tell namesakes apart."""


def search_by_name(*codes: str, detail: str = "") -> Search:
    """`codes` are searched too; the field `detail` tells namesakes apart."""

    def matching(user: Any, rows: ScopedQuerySet, typed: str) -> list[ScopedQuerySet]:
        return matching_words(rows, typed, *codes)

    def details(user: Any, rows: Sequence[Any]) -> Mapping[int, str]:
        return {row.pk: str(getattr(row, detail)) for row in rows} if detail else {}

    return Search(matching, details)


SEARCHES: Registry[Search] = Registry()
"""By model label ("unions.Person")."""


class Option(NamedTuple):
    key: str
    label: str
    detail: str = ""


class Matches(NamedTuple):
    options: list[Option]
    has_more: bool


def search_of(model: type[Model]) -> Search:
    return SEARCHES.items(model._meta.label)[0]


def options_for(user: Any, rows: Sequence[Any], label: Callable[[Any], str] = str) -> list[Option]:
    details = search_of(type(rows[0])).details(user, rows) if rows else {}
    return [Option(str(row.pk), label(row), details.get(row.pk, "")) for row in rows]


def find_matches(
    user: Any,
    rows: ScopedQuerySet,
    typed: str,
    label: Callable[[Any], str] = str,
    most: int = MOST,
    recent: Sequence[int] | None = None,
) -> Matches:
    """Return at most `most` rows, those that `user` chose lately first."""
    typed = typed.replace("\0", "")[:LONGEST].strip()  # PostgreSQL keeps no NUL, SQLite takes no thousand words
    search = search_of(rows.model)
    recent = recent_keys(user, rows.model) if recent is None else recent
    fitting = search.matching(user, rows, typed) if typed else [rows]
    found = sorted(fitting[-1].filter(pk__in=recent), key=lambda row: recent.index(row.pk)) if recent else []
    for better in fitting:
        if len(found) <= most:
            found += better.exclude(pk__in=[row.pk for row in found])[: most + 1 - len(found)]
    return Matches(options_for(user, found[:most], label), len(found) > most)
