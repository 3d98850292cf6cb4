"""Many people of one unit corrected at once: the verb of `change_person`, in a few statements for a thousand rows."""

from collections.abc import Sequence
from typing import Any, NamedTuple

from django.db import transaction
from django.db.models import Model

from core.audit import record_many
from core.editing import StalePage
from unions.models import Employment, GrassrootsUnion, Person
from unions.rules import keeps_unit
from unions.services.people import HIDDEN_KEYS, check_birth_date, name_keys
from unions.services.permission import require

BATCH = 250
"""Rows a statement: SQLite takes a limited number of values in one."""


class Correction(NamedTuple):
    """An open post as it was read, what becomes of its person, and what becomes of the post itself."""

    post: Employment
    facts: dict[str, Any]
    held: dict[str, Any]


@transaction.atomic
def change_people(*, actor: Any, grassroots: GrassrootsUnion, corrections: Sequence[Correction]) -> None:
    """Correct people who work in `grassroots`; each gets its own entry in the trail.

    Raises StalePage where somebody has been changed since the posts were read.
    """
    require(actor, keeps_unit, grassroots)
    wanted = [correction.post for correction in corrections]
    open_posts = Employment.objects.filter(grassroots=grassroots).open_ended().select_related("team")
    posts = _locked(open_posts, [post.pk for post in wanted])
    people = _locked(Person.objects.all(), [post.person_id for post in wanted])
    deeds, touched, moved = [], set(), set()
    for post, facts, held in corrections:
        person = people.get(post.person_id)
        if person is None or post.pk not in posts or person.revision != post.person.revision:
            raise StalePage
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
