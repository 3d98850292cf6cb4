from datetime import date
from typing import Any

from tests.factories import make_person
from unions.duplicates.models import DuplicateCandidate
from unions.duplicates.selectors.merging import links_to_people
from unions.duplicates.services.merging import merge_people
from unions.people.models import Person, PersonMerge

BORN = date(1990, 2, 3)


def make_twice(world: Any, name: str = "Đỗ Thị Hương", **facts: Any) -> tuple[Person, Person]:
    """Return two records of one person, in the school and in the company."""
    facts = {"birth_date": BORN, **facts}
    return make_person(world.school, name, **facts), make_person(world.company, name, **facts)


def pair_of(one: Person, other: Person) -> DuplicateCandidate:
    return DuplicateCandidate.objects.get(first=min(one.pk, other.pk), second=max(one.pk, other.pk))


def merge(world: Any, kept: Person, gone: Person, **facts: Any) -> PersonMerge:
    officer = world.people["officer"]
    return merge_people(actor=officer, candidate=pair_of(kept, gone), keep=kept.pk, **facts)


def every_link() -> dict[str, dict[int, int]]:
    return {
        link.label: dict(link.model._base_manager.exclude(**{link.name: None}).values_list("pk", link.name))
        for link in links_to_people()
    }


def every_fact() -> dict[int, tuple[Any, ...]]:
    names = ("full_name", "sort_key", "gender", "birth_date", "birth_year", "member_number", "phone", "merged_into")
    return {pk: tuple(rest) for pk, *rest in Person.objects.values_list("pk", *names)}
