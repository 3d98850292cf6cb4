"""The other record of a person, looked for by hand: the search for likenesses compares those of one name only."""

from collections.abc import Iterable
from typing import Any

from django.utils import timezone

from core.search import matching_name
from core.text import search_key
from unions.access import PortalUser, RoleKind, is_administrator
from unions.people.models import Employment, Person, PersonQuerySet
from unions.people.selectors import people_for_list, with_number
from unions.tree.models import UnionLink
from unions.units.models import GrassrootsUnion


def other_records(user: PortalUser, person: Person, *, typed: str = "", unit: str = "") -> PersonQuerySet:
    """Return the people in sight whose name, member number or phone was typed; nobody as long as nothing was.

    `unit` narrows them to those who work or worked in a unit called so.
    """
    rows: PersonQuerySet = people_for_list(user).exclude(pk=person.pk)
    if not (search_key(typed) or search_key(unit)):
        return rows.none()
    if unit:
        units = matching_name(GrassrootsUnion.objects.visible_to(user), unit).order_by()
        posts = Employment.objects.visible_to(user).filter(grassroots__in=units.values("pk"))
        rows = rows.filter(pk__in=posts.values("person"))
    # Of whom `user` does not keep it is not told that the number is theirs.
    numbered = kept_among(user, with_number(rows, typed))
    found: Any = rows.filter(pk__in=numbered) if numbered else matching_name(rows, typed)
    return found  # type: ignore[no-any-return]


def kept_among(user: PortalUser, people: Iterable[Person]) -> set[int]:
    """Return the keys of those whom `user` keeps (`keeps_person`), asked once for all of them."""
    if is_administrator(user):
        return {person.pk for person in people}
    unions = _kept_unions(user)
    return {person.pk for person in people if person.places.unions & unions}


def _kept_unions(user: PortalUser) -> frozenset[int]:
    found = level = user.access.unions_where({RoleKind.OFFICER})
    while level:
        below = UnionLink.objects.on(timezone.localdate()).filter(parent__in=level)
        level = frozenset(below.values_list("union", flat=True)) - found
        found |= level
    return frozenset(found)
