"""Two people with two records each: one typed without tone marks, one entered anew after a move."""

from typing import Any

from core.text import search_key
from demo.context import DemoContext
from unions.people.models import Person
from unions.people.services import enter_person
from unions.units.models import GrassrootsUnion


def enter_duplicates(context: DemoContext) -> None:
    # Nothing refers to the second records, so no figure changes.
    first, second, third = context.units[:3]
    typed_anew = first.employments[-1].person
    _enter(context, typed_anew, first.grassroots, full_name=search_key(typed_anew.full_name).title())
    moved = second.employments[-1].person
    _enter(context, moved, third.grassroots, full_name=moved.full_name, birth_date=moved.birth_date)


def _enter(context: DemoContext, person: Person, unit: GrassrootsUnion, **values: Any) -> None:
    enter_person(actor=context.officer, grassroots=unit, since=context.today, gender=person.gender, **values)
