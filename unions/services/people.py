"""People entered, employed and corrected."""

from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from core.audit import record
from core.editing import amend
from core.text import comparison_key, person_sort_key, search_key, split_name, tidy
from core.workflow import lock
from unions.choices import Gender
from unions.models import Employment, GrassrootsUnion, Person, Team
from unions.rules import birth_date_fault, keeps_unit, may_edit_person
from unions.services.likeness import look_again
from unions.services.permission import require


def name_keys(full_name: str, birth_date: date | None) -> dict[str, str]:
    """Return a name as it is stored: tidied, split, keyed for search, comparison and order."""
    full_name = tidy(full_name)
    family, middle, given = split_name(full_name)
    return {
        "full_name": full_name,
        "family_name": family,
        "middle_name": middle,
        "given_name": given,
        "search_key": search_key(full_name),
        "marked_key": comparison_key(full_name),
        "sort_key": person_sort_key(family, middle, given, birth_date),
    }


def keyed_person(*, full_name: str, birth_date: date | None = None, **facts: Any) -> Person:
    """Return an unsaved person whose name is split and keyed for search and order."""
    return Person(**name_keys(full_name, birth_date), birth_date=birth_date, **facts)


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
    phone: str = "",
    **post: Any,
) -> Person:
    """Enter a person who works in `grassroots`; `post` holds position, team, is_leader, is_direct_worker.

    Raises ValidationError where a field is wrong or the member number is taken.
    """
    require(actor, keeps_unit, grassroots)
    check_birth_date(birth_date)
    person = keyed_person(
        full_name=full_name,
        birth_date=birth_date,
        gender=gender,
        member_number=member_number or None,
        phone=phone,
    )
    person.full_clean()
    person.save()
    _employ(person, grassroots, since, **post)
    look_again(person)
    record("person.enter", person, actor=actor)
    return person


@transaction.atomic
def employ(
    *, actor: Any, person: Person, grassroots: GrassrootsUnion, since: date, team: Team | None = None, **post: Any
) -> Employment:
    """Note that `person` works in `grassroots` from `since` on."""
    require(actor, keeps_unit, grassroots)
    employment = _employ(person, grassroots, since, team=team, **post)
    look_again(person)
    return employment


def _employ(person: Person, grassroots: GrassrootsUnion, since: date, **post: Any) -> Employment:
    employment = Employment(person=person, grassroots=grassroots, valid_from=since, **post)
    employment.full_clean()
    employment.save()
    return employment


@transaction.atomic
def change_person(
    *, actor: Any, person: Person, seen: int | None, facts: dict[str, Any], employment: Employment | None, **post: Any
) -> Person:
    """Correct who somebody is (`facts`) and the post held in one unit (`post`).

    Raises StalePage where the page showed another revision.
    """
    person = lock(person)
    require(actor, may_edit_person, person)
    check_birth_date(facts.get("birth_date"))
    keys = name_keys(facts["full_name"], facts.get("birth_date"))
    named = {**facts, **keys, "member_number": facts.get("member_number") or None}
    changed = amend(person, named, seen=seen)
    if employment:
        require(actor, keeps_unit, employment.grassroots)
        changed |= amend(lock(employment), post)
    if COMPARED & changed.keys():
        look_again(person)
    record("person.change", person, actor=actor, detail={"changed": sorted(changed.keys() - HIDDEN_KEYS)})
    return person


COMPARED = frozenset({"full_name", "birth_date", "member_number", "phone"})
"""What makes two people alike or tells them apart."""
HIDDEN_KEYS = frozenset({"family_name", "middle_name", "given_name", "search_key", "marked_key", "sort_key"})


def check_birth_date(born: date | None) -> None:
    if fault := birth_date_fault(born, timezone.localdate()):
        raise ValidationError({"birth_date": fault})
