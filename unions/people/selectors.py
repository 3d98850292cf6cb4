"""Searching: by name, without marks all spellings and with marks the exact ones first; by code; by number."""

from collections.abc import Iterable
from typing import Any

from django.db.models import F, Prefetch, Q, Value
from django.db.models.functions import Replace

from core.scoping import ScopedQuerySet
from core.search import matching_name
from unions.access import PortalUser, may_see_personal_data
from unions.people.models import Employment, Person, PersonMerge, PersonQuerySet
from unions.units.models import GrassrootsUnion

OWN_DIGITS = 9
"""A phone number without the 0 or the +84 it begins with."""


def people_matching(user: PortalUser, rows: PersonQuerySet, typed: str) -> ScopedQuerySet:
    """Return the people of that name, or the one whose member number or phone was typed.

    Whose number `user` may not read is not found by it either: the answer would tell.
    """
    numbered = [person.pk for person in with_number(rows, typed) if may_see_personal_data(user, person)]
    return rows.filter(pk__in=numbered) if numbered else matching_name(rows, typed)


def with_number(rows: PersonQuerySet, typed: str) -> PersonQuerySet:
    """Return the people whose member number or phone is `typed`, nobody where it has no figure in it.

    The number of a record that was merged means the one that stands for it.
    """
    digits = "".join(char for char in typed if char.isascii() and char.isdigit())
    if not digits:
        return rows.none()
    numbers = {typed.replace(" ", ""), typed.replace(" ", "").upper()}
    meant = Q(member_number__in=numbers) | Q(pk__in=surviving_by_number(numbers).values())
    if len(digits) >= OWN_DIGITS:
        rows = rows.annotate(digits=_without(" ", ".", "-"))
        meant |= Q(digits__endswith=digits[-OWN_DIGITS:])
    return rows.filter(meant)


def _without(*signs: str) -> Any:
    said: Any = F("phone")
    for sign in signs:
        said = Replace(said, Value(sign), Value(""))
    return said


def people_for_list(user: PortalUser) -> PersonQuerySet:
    """Return the people `user` may see.

    `seen_posts` are their employments in units `user` sees, newest first; `employments` with the unions above are
    fetched for the rule about personal data. The number of queries does not grow with the rows.
    """
    seen = Employment.objects.visible_to(user).select_related("grassroots", "team")
    rows: PersonQuerySet = Person.objects.visible_to(user).prefetch_related(
        Prefetch("employments", seen, to_attr="seen_posts"),
        "employments__grassroots__affiliations",
    )
    return rows


def editable_post(user: PortalUser, person: Person) -> Employment | None:
    """Return the newest open post of `person` in a unit `user` sees."""
    posts = Employment.objects.visible_to(user).filter(person=person).open_ended()
    post: Employment | None = posts.select_related("grassroots", "team").first()
    return post


def posts_of(user: PortalUser, person: Person) -> list[Employment]:
    """Return the posts of `person` in units `user` sees, newest first."""
    return list(Employment.objects.visible_to(user).filter(person=person).select_related("grassroots", "team"))


def merges_of(person: Person) -> list[PersonMerge]:
    """Return the merges into `person` that stand, newest first."""
    return list(person.merges.access().select_related("gone", "by"))


def surviving_record(pk: int) -> Person | None:
    """Return the record that stands for a merged one; None if `pk` is no merged record."""
    found = Person.objects.filter(pk=pk, merged_into__isnull=False).select_related("merged_into").first()
    person: Person | None = found.merged_into if found else None
    while person and person.merged_into:
        person = person.merged_into
    return person


def surviving_by_number(numbers: Iterable[str]) -> dict[str, int]:
    """Return whom the member numbers of merged records mean today; a question for each step of merging, not each."""
    merged = Person.objects.filter(merged_into__isnull=False)
    found = dict(merged.filter(member_number__in=set(numbers)).values_list("member_number", "merged_into"))
    while further := dict(merged.filter(pk__in=set(found.values())).values_list("pk", "merged_into")):
        found = {number: further.get(pk, pk) for number, pk in found.items()}
    return found


def worked_in(person: Person, grassroots: GrassrootsUnion) -> bool:
    """Whether the person works or worked there; results of past years are entered late."""
    return Employment.objects.filter(person=person, grassroots=grassroots).exists()
