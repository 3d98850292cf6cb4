from collections.abc import Sequence

from django.utils import timezone

from core.scoping import ScopedQuerySet
from core.search import matching_name
from core.text import search_key
from unions.access import PortalUser, RoleKind, is_administrator
from unions.people.models import Employment, Person, PersonQuerySet
from unions.people.posts import NO_POSTS, posts_of_people
from unions.people.selectors import with_number
from unions.tree.models import UnionLink
from unions.units.models import GrassrootsUnion


def other_records(user: PortalUser, person: Person, *, typed: str = "", unit: str = "") -> ScopedQuerySet:
    """Both name, number or phone `typed` and a past or present `unit` must fit."""
    rows: PersonQuerySet = Person.objects.visible_to(user).exclude(pk=person.pk)
    if not (search_key(typed) or search_key(unit)):
        return rows.none()
    if unit:
        units = matching_name(GrassrootsUnion.objects.visible_to(user), unit).order_by()
        posts = Employment.objects.visible_to(user).filter(grassroots__in=units.values("pk"))
        rows = rows.filter(pk__in=posts.values("person"))
    # A user must not learn the number of a person for whom she is not responsible.
    numbered = comparable_ids(user, list(with_number(rows, typed)))
    return rows.filter(pk__in=numbered) if numbered else matching_name(rows, typed)


def mergeable_ids(user: PortalUser, people: Sequence[Person]) -> set[int]:
    """As `may_merge_person`, with three queries for all."""
    return {person.pk for person in people} if is_administrator(user) else comparable_ids(user, people)


def comparable_ids(user: PortalUser, people: Sequence[Person]) -> set[int]:
    """As `may_compare_personal_data`, with three queries for all."""
    unions, posts = _officer_unions(user), posts_of_people(user, people)
    return {person.pk for person in people if posts.get(person.pk, NO_POSTS).places.unions & unions}


def _officer_unions(user: PortalUser) -> frozenset[int]:
    unions = level = user.access.unions_where({RoleKind.OFFICER})
    while level:
        below = UnionLink.objects.on(timezone.localdate()).filter(parent__in=level)
        level = frozenset(below.values_list("union", flat=True)) - unions
        unions |= level
    return unions
