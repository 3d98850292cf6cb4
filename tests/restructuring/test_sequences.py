"""Whatever is decided in whatever order: no unit, person or award is lost, and no unit has two unions on one day."""

from datetime import date, timedelta
from itertools import pairwise

import pytest
from django.core.exceptions import ValidationError
from django.db import transaction
from hypothesis import HealthCheck, event, given, settings
from hypothesis import strategies as st

from awards.decisions.models import Award, Decision
from restructuring.choices import ReorganisationKind as Kind
from restructuring.models import Succession
from restructuring.services.drafting import LineInput
from tests.conftest import make_world
from tests.factories import make_grassroots, make_person, make_title
from tests.restructuring.city import JULY, make_city
from unions.people.models import Employment, Person
from unions.units.choices import UnitStatus
from unions.units.models import Affiliation, GrassrootsName, GrassrootsUnion

STEP = st.tuples(
    st.sampled_from(Kind.values), st.integers(0, 9), st.integers(0, 9), st.integers(0, 3), st.integers(0, 40)
)


@pytest.fixture(scope="module")
def small(django_db_setup, django_db_blocker):
    """Four units with two people and an award each; every example works on it and leaves it as it was."""
    with django_db_blocker.unblock(), transaction.atomic():
        world = make_world()
        city = make_city(world)
        make_grassroots(world.union)
        for unit in GrassrootsUnion.objects.all():
            for _index in range(2):
                award(world, unit, make_person(unit))
        yield city
        transaction.set_rollback(True)


def award(world, unit, person):
    facts = {"union": world.union, "year": 2024}
    decision = Decision.objects.create(subject_line="Khen", created_by=world.people["officer"], **facts)
    facts |= {"subject_kind": "person", "golden_book_number": 1, "recipient_name": person.full_name}
    Award.objects.create(decision=decision, grassroots=unit, person=person, title=make_title(), **facts)


def line_input(kind, city, first, second, ward, number):
    """Return the line of a step, allowed or not."""
    units = list(GrassrootsUnion.objects.order_by("pk"))
    unit, other = units[first % len(units)], units[second % len(units)]
    union = [*city.wards, city.world.union, city.world.city][ward]
    people = list(Person.objects.working_in(unit).order_by("pk")[: number % 3])
    return {
        Kind.RENAME: LineInput(unit, new_name=f"Tên thứ {number}"),
        Kind.TRANSFER: LineInput(unit, to_union=union),
        Kind.MERGE: LineInput(unit, into=other),
        Kind.SPLIT: LineInput(unit, new_name=f"Tách {number}", new_code=f"tach-{len(units)}", people=people),
        Kind.DISSOLVE: LineInput(unit),
        Kind.REACTIVATE: LineInput(unit, to_union=union),
    }[Kind(kind)]


def overlaps(model):
    """Return pairs of rows of one unit that share a day."""
    rows = list(model.objects.order_by("grassroots", "valid_from", "pk"))
    return [
        (one, two)
        for one, two in pairwise(rows)
        if one.grassroots_id == two.grassroots_id and (one.valid_to is None or one.valid_to >= two.valid_from)
    ]


def check(units, people, awards):
    assert units <= set(GrassrootsUnion.objects.values_list("pk", flat=True))
    assert people == set(Person.objects.values_list("pk", flat=True))
    assert awards == set(Award.objects.values_list("pk", "grassroots", "person"))
    assert overlaps(Affiliation) == []
    assert overlaps(GrassrootsName) == []
    held = Affiliation.objects.open_ended().values("grassroots")
    active = GrassrootsUnion.objects.filter(status=UnitStatus.ACTIVE)
    assert not active.exclude(pk__in=held).exists()
    assert not active.filter(dissolved_on__isnull=False).exists()
    assert not GrassrootsUnion.objects.filter(status=UnitStatus.DISSOLVED, pk__in=held).exists()
    assert not Employment.objects.open_ended().exclude(grassroots__in=active).exists()
    assert {unit.name for unit in active} == set(
        GrassrootsName.objects.open_ended().filter(grassroots__in=active).values_list("name", flat=True)
    )
    for succession in Succession.objects.select_related("reorganisation"):
        assert succession.kind == succession.reorganisation.kind


@pytest.mark.one_database(on="postgresql")
@pytest.mark.slow
@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=st.lists(STEP, min_size=1, max_size=8))
def test_no_sequence_loses_anything_or_gives_a_unit_two_unions_on_one_day(small, db, steps):
    day = JULY
    with transaction.atomic():
        known = (
            set(GrassrootsUnion.objects.values_list("pk", flat=True)),
            set(Person.objects.values_list("pk", flat=True)),
            set(Award.objects.values_list("pk", "grassroots", "person")),
        )
        for kind, first, second, ward, days in steps:
            day = min(day + timedelta(days=days), date(2026, 6, 1))
            try:
                with transaction.atomic():
                    facts = {"source_ends": kind == Kind.SPLIT and days % 2 == 0}
                    small.do(kind, line_input(kind, small, first, second, ward, days), on=day, **facts)
                event(f"done: {kind}")
            except ValidationError:
                pass  # refused with a sentence; the check below sees that nothing changed halfway
            check(*known)
        transaction.set_rollback(True)
