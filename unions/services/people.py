"""People entered and employed."""

from datetime import date
from typing import Any

from django.db import transaction

from core.audit import record
from core.text import person_sort_key, search_key, split_name, tidy
from unions.choices import Gender
from unions.models import Employment, GrassrootsUnion, Person, Team


def keyed_person(*, full_name: str, birth_date: date | None = None, **facts: Any) -> Person:
    """Return an unsaved person whose name is split and keyed for search and order."""
    full_name = tidy(full_name)
    family, middle, given = split_name(full_name)
    return Person(
        full_name=full_name,
        family_name=family,
        middle_name=middle,
        given_name=given,
        search_key=search_key(full_name),
        sort_key=person_sort_key(family, middle, given, birth_date),
        birth_date=birth_date,
        **facts,
    )


@transaction.atomic
def enter_person(
    *,
    actor: Any,
    grassroots: GrassrootsUnion,
    full_name: str,
    since: date,
    gender: str = Gender.UNKNOWN,
    birth_date: date | None = None,
    member_number: str | None = None,
    **post: Any,
) -> Person:
    """Enter a person who works in `grassroots`; `post` holds position, team, is_leader, is_direct_worker.

    Raises ValidationError where a field is wrong or the member number is taken.
    """
    person = keyed_person(
        full_name=full_name, birth_date=birth_date, gender=gender, member_number=member_number or None
    )
    person.full_clean()
    person.save()
    employ(actor=actor, person=person, grassroots=grassroots, since=since, **post)
    record("person.enter", person, actor=actor)
    return person


@transaction.atomic
def employ(
    *, actor: Any, person: Person, grassroots: GrassrootsUnion, since: date, team: Team | None = None, **post: Any
) -> Employment:
    """Note that `person` works in `grassroots` from `since` on."""
    employment = Employment(person=person, grassroots=grassroots, team=team, valid_from=since, **post)
    employment.full_clean()
    employment.save()
    return employment
