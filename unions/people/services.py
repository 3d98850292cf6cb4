"""People entered, employed and corrected."""

from collections.abc import Callable, Sequence
from datetime import date
from typing import Any, NamedTuple

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Model
from django.utils import timezone

from core.audit import record, record_many
from core.editing import EditConflict, update_fields
from core.permissions import require
from core.registry import Registry
from core.text import comparison_key, person_sort_key, search_key, split_name, tidy
from core.workflow import lock
from unions.access import PortalUser, is_responsible_for, may_edit_person
from unions.people.choices import Gender
from unions.people.models import Employment, Person
from unions.people.rules import birth_date_fault
from unions.units.models import GrassrootsUnion, Team

IDENTITY_CHANGED: Registry[Callable[[Person], object]] = Registry()
"""Called in the same transaction when a person is entered, employed, or changes in what tells people apart."""


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
    actor: PortalUser | None,
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
    require(actor, is_responsible_for, grassroots)
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
    _identity_changed(person)
    record("person.enter", person, actor=actor)
    return person


@transaction.atomic
def employ(
    *,
    actor: PortalUser | None,
    person: Person,
    grassroots: GrassrootsUnion,
    since: date,
    team: Team | None = None,
    **post: Any,
) -> Employment:
    """Note that `person` works in `grassroots` from `since` on."""
    require(actor, is_responsible_for, grassroots)
    employment = _employ(person, grassroots, since, team=team, **post)
    _identity_changed(person)
    return employment


def _employ(person: Person, grassroots: GrassrootsUnion, since: date, **post: Any) -> Employment:
    employment = Employment(person=person, grassroots=grassroots, valid_from=since, **post)
    employment.full_clean()
    employment.save()
    return employment


@transaction.atomic
def change_person(
    *,
    actor: PortalUser | None,
    person: Person,
    expected_revision: int | None,
    facts: dict[str, Any],
    employment: Employment | None,
    **post: Any,
) -> Person:
    """Correct who somebody is (`facts`) and the post held in one unit (`post`).

    Raises StalePage where the page showed another revision.
    """
    person = lock(person)
    require(actor, may_edit_person, person)
    check_birth_date(facts.get("birth_date"))
    keys = name_keys(facts["full_name"], facts.get("birth_date"))
    named = {**facts, **keys, "member_number": facts.get("member_number") or None}
    changed = update_fields(person, named, expected_revision=expected_revision)
    if employment:
        require(actor, is_responsible_for, employment.grassroots)
        changed |= update_fields(lock(employment), post)
    if COMPARED & changed.keys():
        _identity_changed(person)
    record("person.change", person, actor=actor, detail={"changed": sorted(changed.keys() - HIDDEN_KEYS)})
    return person


def _identity_changed(person: Person) -> None:
    for act in IDENTITY_CHANGED.items():
        act(person)


COMPARED = frozenset({"full_name", "birth_date", "member_number", "phone"})
"""What makes two people alike or tells them apart."""
HIDDEN_KEYS = frozenset({"family_name", "middle_name", "given_name", "search_key", "marked_key", "sort_key"})


def check_birth_date(born: date | None) -> None:
    if fault := birth_date_fault(born, timezone.localdate()):
        raise ValidationError({"birth_date": fault})


BATCH = 250
"""Rows a statement: SQLite takes a limited number of values in one."""


class Correction(NamedTuple):
    """An open post as it was read, what becomes of its person, and what becomes of the post itself."""

    post: Employment
    facts: dict[str, Any]
    held: dict[str, Any]


@transaction.atomic
def change_people(
    *, actor: PortalUser | None, grassroots: GrassrootsUnion, corrections: Sequence[Correction]
) -> None:
    """Correct people who work in `grassroots`; each gets its own entry in the trail.

    Raises StalePage where somebody has been changed since the posts were read.
    """
    require(actor, is_responsible_for, grassroots)
    wanted = [correction.post for correction in corrections]
    open_posts = Employment.objects.filter(grassroots=grassroots).open_ended().select_related("team")
    posts = _locked(open_posts, [post.pk for post in wanted])
    people = _locked(Person.objects.all(), [post.person_id for post in wanted])
    deeds, touched, moved = [], set(), set()
    for post, facts, held in corrections:
        person = people.get(post.person_id)
        if person is None or post.pk not in posts or person.revision != post.person.revision:
            raise EditConflict
        changed = _set(person, _keyed(facts))
        moved |= (changed_post := _set(posts[post.pk], held))
        touched |= changed
        person.revision += 1
        deeds.append((person, {"changed": sorted((changed | changed_post) - HIDDEN_KEYS)}))
    Person.objects.bulk_update(people.values(), sorted(touched | {"revision"}), batch_size=BATCH)
    if moved:
        Employment.objects.bulk_update(posts.values(), sorted(moved), batch_size=BATCH)
    record_many("person.change", deeds, actor=actor)


def _locked(rows: Any, keys: Sequence[int]) -> dict[int, Any]:
    return {row.pk: row for row in rows.filter(pk__in=keys).order_by("pk").select_for_update(of=("self",))}


def _keyed(facts: dict[str, Any]) -> dict[str, Any]:
    check_birth_date(facts["birth_date"])
    named = name_keys(facts["full_name"], facts["birth_date"])
    return {**facts, **named, "member_number": facts["member_number"] or None}


def _set(row: Model, values: dict[str, Any]) -> set[str]:
    """Set what differs, check the fields, and return the names of what was set.

    What a row points to is not looked up again: that would be a query a row, and the database itself holds it.
    """
    changed = {name for name, value in values.items() if getattr(row, name) != value}
    for name in changed:
        setattr(row, name, values[name])
    row.clean_fields(exclude={column.name for column in row._meta.concrete_fields if column.is_relation})
    return changed
