"""Two people of whom two records exist, as happens: one typed without marks, one who moved and was entered anew."""

from typing import Any

from core.text import search_key
from demo.context import DemoContext
from unions.people.models import Person
from unions.people.services import enter_person
from unions.units.models import GrassrootsUnion


def enter_duplicates(stage: DemoContext) -> None:
    """Leave the officer two pairs to answer; nothing hangs on the second records, so no figure changes."""
    first, second, third = stage.units[:3]
    typed_anew = first.posts[-1].person
    _enter(stage, typed_anew, first.grassroots, full_name=search_key(typed_anew.full_name).title())
    moved = second.posts[-1].person
    _enter(stage, moved, third.grassroots, full_name=moved.full_name, birth_date=moved.birth_date)


def _enter(stage: DemoContext, person: Person, unit: GrassrootsUnion, **known: Any) -> None:
    enter_person(actor=stage.officer, grassroots=unit, since=stage.today, gender=person.gender, **known)
