"""Namesakes in a list to choose from."""

from collections import Counter
from collections.abc import Callable
from typing import Any

from core.text import short_date
from unions.models import Person
from unions.models.people import PersonQuerySet
from unions.rules import may_see_personal_data


def told_apart(user: Any, people: PersonQuerySet) -> Callable[[Person], str]:
    """Return how each of `people` is called: a name alone, or with what tells it from the same name beside it.

    Of somebody whose personal data `user` may not know, who has left for another federation, it is the name alone.
    """
    bearers = Counter(people.order_by().values_list("search_key", flat=True))
    shared = [name for name, count in bearers.items() if count > 1]
    namesakes = people.filter(search_key__in=shared).prefetch_related("employments__grassroots__affiliations")
    known = {person.pk for person in namesakes if may_see_personal_data(user, person)}

    def label(person: Person) -> str:
        if person.pk not in known:
            return str(person)
        born = short_date(person.birth_date) if person.birth_date else ""
        return " – ".join(said for said in (str(person), born, person.member_number) if said)

    return label
