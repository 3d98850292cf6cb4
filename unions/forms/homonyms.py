"""Namesakes in a list to choose from."""

from collections import Counter
from collections.abc import Callable

from core.text import short_date
from unions.models import Person
from unions.models.people import PersonQuerySet


def told_apart(people: PersonQuerySet) -> Callable[[Person], str]:
    """Return how each of `people` is called: a name alone, or with what tells it from the same name beside it.

    For choices of those who may know the personal data: a unit's own board and the officer above it.
    """
    bearers = Counter(people.order_by().values_list("search_key", flat=True))

    def label(person: Person) -> str:
        if bearers[person.search_key] < 2:
            return str(person)
        born = short_date(person.birth_date) if person.birth_date else ""
        return " – ".join(said for said in (str(person), born, person.member_number) if said)

    return label
