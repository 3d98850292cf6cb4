from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Any

from django.db.models import F, Model, Value
from django.db.models.functions import Replace

from core.dated import DatedQuerySet
from core.dependents import Dependents, foreign_keys_to, row_as_query
from core.scoping import ScopedQuerySet
from core.search import matching_name, matching_words
from unions.access import PortalUser
from unions.people.models import Employment, Person, PersonMerge
from unions.people.posts import readable_people
from unions.people.rules import short_birth
from unions.units.models import GrassrootsUnion

OWN_DIGITS = 9  # digits of a phone number after its 0 or +84


def people_matching(user: PortalUser, rows: ScopedQuerySet, typed: str) -> ScopedQuerySet:
    # A number finds only people whose personal data `user` may see, because a hit would reveal the number.
    numbered = readable_people(user, list(with_number(rows, typed)))
    return rows.filter(pk__in=numbered) if numbered else matching_name(rows, typed)


def people_to_choose(user: PortalUser, rows: ScopedQuerySet, typed: str) -> list[ScopedQuerySet]:
    """Words of the name in any order, or a number."""
    if not any(char.isdecimal() for char in typed):
        return matching_words(rows, typed)
    return [rows.filter(pk__in=readable_people(user, list(with_number(rows, typed))))]


def person_details(user: PortalUser, people: Sequence[Person]) -> dict[int, str]:
    """Position and unit; namesakes get birth date and number where `user` may see them."""
    posts: dict[int, Employment] = {}
    for post in _visible_posts(user).filter(person__in=people).order_by("valid_to", "valid_from", "pk"):
        if post.valid_to is None or post.person_id not in posts:
            posts[post.person_id] = post
    counts = Counter(person.search_key for person in people)
    namesakes = [person for person in people if counts[person.search_key] > 1]
    readable = readable_people(user, namesakes)
    return {person.pk: _detail(person, posts.get(person.pk), person.pk in readable) for person in people}


def _detail(person: Person, post: Employment | None, with_facts: bool) -> str:
    facts = (short_birth(person.born), person.member_number) if with_facts else ()
    work = (post.position, post.grassroots.name) if post else ()
    return " – ".join(part for part in (*facts, *work) if part)


def workers_to_choose(user: PortalUser, posts: ScopedQuerySet, typed: str) -> list[ScopedQuerySet]:
    found = people_to_choose(user, Person.objects.filter(pk__in=posts.order_by().values("person")), typed)
    return [posts.filter(person__in=people.order_by().values("pk")) for people in found]


def worker_details(user: PortalUser, posts: Sequence[Employment]) -> dict[int, str]:
    """Return position and unit by post, and for namesakes the facts that tell them apart."""
    counts = Counter(post.person.search_key for post in posts)
    namesakes = [post.person for post in posts if counts[post.person.search_key] > 1]
    readable = readable_people(user, namesakes) if namesakes else set()
    return {post.pk: _detail(post.person, post, post.person_id in readable) for post in posts}


def with_number(rows: ScopedQuerySet, typed: str) -> ScopedQuerySet:
    """Find member or phone number; the number of a merged record finds the kept one."""
    digits = "".join(char for char in typed if char.isascii() and char.isdigit())
    if not digits:
        return rows.none()
    numbers = {typed.replace(" ", ""), typed.replace(" ", "").upper()}
    keys = {*Person.objects.filter(member_number__in=numbers).order_by().values_list("pk", flat=True)}
    keys |= {*survivors_by_number(numbers).values()}
    if len(digits) >= OWN_DIGITS:
        phones = Person.objects.exclude(phone="").annotate(digits=_phone_without(" ", ".", "-"))
        keys |= {*phones.filter(digits__endswith=digits[-OWN_DIGITS:]).order_by().values_list("pk", flat=True)}
    return rows.filter(pk__in=keys)


def _phone_without(*signs: str) -> F | Replace:
    phone: F | Replace = F("phone")
    for sign in signs:
        phone = Replace(phone, Value(sign), Value(""))
    return phone


def _visible_posts(user: PortalUser) -> DatedQuerySet:
    posts: DatedQuerySet = Employment.objects.visible_to(user).select_related("grassroots", "team")
    return posts.prefetch_related("grassroots__affiliations")


def editable_post(user: PortalUser, person: Person) -> Employment | None:
    return _visible_posts(user).filter(person=person).open_ended().first()


def posts_of(user: PortalUser, person: Person) -> list[Employment]:
    return list(_visible_posts(user).filter(person=person))


def merges_of(person: Person) -> list[PersonMerge]:
    return list(person.merges.not_undone().select_related("gone", "by"))


def surviving_record(pk: int) -> Person | None:
    """Return None if `pk` is no merged record."""
    merged = Person.objects.filter(pk=pk, merged_into__isnull=False).select_related("merged_into").first()
    person: Person | None = merged.merged_into if merged else None
    while person and person.merged_into:
        person = person.merged_into
    return person


def survivors_by_number(numbers: Iterable[str]) -> dict[str, int]:
    """Return {member number of a merged record: key of the kept one}."""
    merged = Person.objects.filter(merged_into__isnull=False)
    survivors = dict(merged.filter(member_number__in=set(numbers)).values_list("member_number", "merged_into"))
    # A surviving record may have been merged later. Each step of such a chain costs one query for all numbers.
    while next_step := dict(merged.filter(pk__in=set(survivors.values())).values_list("pk", "merged_into")):
        survivors = {number: next_step.get(pk, pk) for number, pk in survivors.items()}
    return survivors


def worked_in(person: Person, grassroots: GrassrootsUnion) -> bool:
    # Past employments count, because results of past years are entered late.
    return Employment.objects.filter(person=person, grassroots=grassroots).exists()


def done_only_in(post: Employment) -> list[Dependents]:
    """Return what the person did in the unit, unless another employment there remains."""
    if post.person.employments.filter(grassroots=post.grassroots).exclude(pk=post.pk).exists():
        return []
    person = row_as_query(post.person)
    keys = [(key, path) for key in foreign_keys_to(Person) if (path := _path_to_unit(key.model))]
    counts = [(key, key.rows_on(person).filter(**{path: post.grassroots_id}).count()) for key, path in keys]
    return [Dependents(key.kind, count) for key, count in counts if count]


def _path_to_unit(model: type[Model]) -> str:
    """Return the lookup from a row to its unit, or ""."""
    if model is Employment:
        return ""
    columns = {field.name: field.related_model for field in model._meta.concrete_fields if field.is_relation}
    if columns.get("grassroots") is GrassrootsUnion:
        return "grassroots"
    return next((f"{name}__grassroots" for name, to in columns.items() if _is_of_unit(to)), "")


def _is_of_unit(model: Any) -> bool:
    units = (field.related_model for field in model._meta.concrete_fields if field.name == "grassroots")
    return GrassrootsUnion in units
