from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from django.db.models import Model
from django.urls import reverse
from django.utils.functional import Promise

from core.models import RecentChoice
from core.pickers.searching import Matches, find_matches, options_for
from core.registry import Registry
from core.scoping import ScopedQuerySet

SUGGESTED, LISTED = 4, 20
"""Rows of a group while typing and on the page of the results."""
LONGEST = 100
MOST_RECENT = 8


@dataclass(frozen=True)
class SearchGroup:
    """`model` needs a search (core.pickers.searching) and a page.

    `of_found` picks rows that belong to matches of other groups, given as {model label: keys}.
    """

    model: type[Model]
    heading: str | Promise
    position: int
    rows: Callable[[Any], ScopedQuerySet]
    of_found: Callable[[ScopedQuerySet, Mapping[str, Sequence[int]]], ScopedQuerySet] | None = None


SEARCH_GROUPS: Registry[SearchGroup] = Registry()


class Found(NamedTuple):
    label: str
    detail: str
    url: str


class FoundGroup(NamedTuple):
    heading: str
    found: list[Found]
    has_more: bool = False


def groups() -> list[SearchGroup]:
    return sorted(SEARCH_GROUPS.items(), key=lambda group: group.position)


def search_everywhere(user: Any, typed: str, most: int) -> list[FoundGroup]:
    typed = typed.replace("\0", "")[:LONGEST].strip()
    found = _search(user, typed, most) if typed else recent_things(user)
    return [group for group in found if group.found]


def _search(user: Any, typed: str, most: int) -> list[FoundGroup]:
    matches: dict[str, Matches] = {}
    for group in sorted(groups(), key=lambda group: group.of_found is not None):
        rows, label = group.rows(user), group.model._meta.label
        if group.of_found is None:
            matches[label] = find_matches(user, rows, typed, most=most, recent=())
        else:
            found = {name: [int(row.key) for row in earlier.options] for name, earlier in matches.items()}
            matches[label] = find_matches(user, group.of_found(rows, found), "", most=most, recent=())
    return [_shown(group, matches[group.model._meta.label]) for group in groups()]


def _shown(group: SearchGroup, matches: Matches) -> FoundGroup:
    found = [Found(option.label, option.detail, opening(group, option.key)) for option in matches.options]
    return FoundGroup(str(group.heading), found, matches.has_more)


def recent_things(user: Any) -> list[FoundGroup]:
    by_label = {group.model._meta.label: group for group in groups()}
    latest = RecentChoice.objects.visible_to(user).filter(model__in=by_label)[:MOST_RECENT]
    keys: dict[str, list[int]] = {}
    for choice in latest:
        keys.setdefault(choice.model, []).append(choice.object_id)
    return [_recent(user, by_label[label], wanted) for label, wanted in keys.items()]


def _recent(user: Any, group: SearchGroup, keys: list[int]) -> FoundGroup:
    rows = sorted(group.rows(user).filter(pk__in=keys), key=lambda row: keys.index(row.pk))
    return _shown(group, Matches(options_for(user, rows), has_more=False))


def opening(group: SearchGroup, key: str) -> str:
    return reverse("search-open", args=[group.model._meta.label_lower, key])


def group_of(label: str) -> SearchGroup | None:
    return next((group for group in groups() if group.model._meta.label_lower == label), None)


def as_options(found: Iterable[FoundGroup]) -> list[dict[str, str]]:
    """Rows for combobox.js."""
    return [{"group": group.heading, **row._asdict()} for group in found for row in group.found]
