"""Unions and grassroots unions entered."""

from datetime import date
from typing import Any

from django.db import transaction

from core.audit import record
from core.text import search_key, sort_key, tidy
from unions.models import Affiliation, GrassrootsUnion, Sector, Union, UnionLink


@transaction.atomic
def enter_union(*, actor: Any, code: str, level: str, name: str, since: date, parent: Union | None = None) -> Union:
    """Enter an upper-level union, under `parent` from `since` on."""
    union = Union(code=code, level=level, name=tidy(name), founded_on=since)
    union.full_clean()
    union.save()
    if parent:
        UnionLink.objects.create(union=union, parent=parent, valid_from=since)
    record("union.enter", union, actor=actor)
    return union


def keyed_grassroots(*, name: str, **facts: Any) -> GrassrootsUnion:
    """Return an unsaved grassroots union keyed for search and order."""
    name = tidy(name)
    return GrassrootsUnion(name=name, search_key=search_key(name), sort_key=sort_key(name), **facts)


@transaction.atomic
def enter_grassroots(
    *, actor: Any, union: Union, code: str, name: str, sector: Sector, ownership: str, since: date, **facts: Any
) -> GrassrootsUnion:
    """Enter a grassroots union that belongs to `union` from `since` on."""
    grassroots = keyed_grassroots(
        name=name, code=code, sector=sector, ownership=ownership, **{"founded_on": since, **facts}
    )
    grassroots.full_clean()
    grassroots.save()
    Affiliation.objects.create(grassroots=grassroots, union=union, valid_from=since)
    record("grassroots.enter", grassroots, actor=actor)
    return grassroots
