"""Posts of a page's people in two queries without model instances: such lists are long."""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from datetime import date
from typing import NamedTuple

from core.dated import held_now
from core.registry import Registry
from unions.access import Access, Places, PortalUser, may_see_personal_data
from unions.people.models import Employment, Person
from unions.units.models import Affiliation

PERSONAL_DATA_READERS: Registry[Callable[[PortalUser, Collection[int]], set[int]]] = Registry()
"""(user, keys of people) → those whose personal data the user may read for another reason."""


class ListedPost(NamedTuple):
    person: int
    unit: int
    unit_name: str
    position: str
    valid_from: date
    valid_to: date | None
    pk: int


class UnitLink(NamedTuple):
    unit: int
    union: int
    valid_from: date
    valid_to: date | None
    pk: int


class PersonPosts(NamedTuple):
    seen: list[ListedPost]
    """The employments of today, else the last one, in units that the reader sees."""
    places: Places


NO_POSTS = PersonPosts([], Places(frozenset(), frozenset()))


def posts_of_people(user: PortalUser, people: Iterable[Person]) -> dict[int, PersonPosts]:
    posts: dict[int, list[ListedPost]] = defaultdict(list)
    for post in _posts(people):
        posts[post.person].append(post)
    links = _links({post.unit for own in posts.values() for post in own})
    return {person: _person_posts(user.access, own, links) for person, own in posts.items()}


def readable_people(
    user: PortalUser, people: Sequence[Person], posts: Mapping[int, PersonPosts] | None = None
) -> set[int]:
    """Return the keys of people whose personal data `user` may see."""
    posts = posts_of_people(user, people) if posts is None else posts
    own = {person.pk for person in people if may_see_personal_data(user, posts.get(person.pk, NO_POSTS))}
    others = {person.pk for person in people} - own
    return own.union(*(readers(user, others) for readers in PERSONAL_DATA_READERS.items() if others))


def _posts(people: Iterable[Person]) -> Iterable[ListedPost]:
    fields = ("person", "grassroots", "grassroots__name", "position", "valid_from", "valid_to", "pk")
    keys = [person.pk for person in people]
    return (ListedPost(*row) for row in Employment.objects.filter(person__in=keys).order_by().values_list(*fields))


def _links(units: Iterable[int]) -> dict[int, list[UnitLink]]:
    fields = ("grassroots", "union", "valid_from", "valid_to", "pk")
    links: dict[int, list[UnitLink]] = defaultdict(list)
    for row in Affiliation.objects.filter(grassroots__in=units).order_by().values_list(*fields):
        links[row[0]].append(UnitLink(*row))
    return links


def _person_posts(access: Access, posts: list[ListedPost], links: dict[int, list[UnitLink]]) -> PersonPosts:
    held = held_now(posts)
    unions = frozenset(link.union for post in held for link in held_now(links[post.unit]))
    seen = [post for post in posts if _is_seen(access, post, links[post.unit])]
    return PersonPosts(held_now(seen), Places(frozenset(post.unit for post in held), unions))


def _is_seen(access: Access, post: ListedPost, links: list[UnitLink]) -> bool:
    """As `Employment.objects.visible_to`."""
    last_days = (min(access.last_day(link.union), link.valid_to or date.max) for link in links)
    return access.sees_all or post.unit in access.grassroots or any(last >= post.valid_from for last in last_days)
