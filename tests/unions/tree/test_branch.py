"""A branch follows the dated links of its unions."""

from datetime import date, timedelta

import pytest

from tests.factories import make_union
from unions.tree.models import Union, UnionLink, branch_below


def put_under(union, parent, *, since):
    union.links_up.open_ended().update(valid_to=since - timedelta(days=1))
    union.links_up.create(parent=parent, valid_from=since)


def reaches(top, union, day):
    return union.pk in branch_below({top.pk}, day)


@pytest.fixture
def ward(world):
    return make_union("PTAYHO", level="ward", parent=world.union)


def test_a_union_leaves_on_the_day_and_is_there_until_the_day_before(world):
    put_under(world.union, world.foreign_union, since=date(2025, 7, 1))
    days = date(2025, 6, 30), date(2025, 7, 1)
    assert [reaches(world.foreign_union, world.union, day) for day in days] == [False, True]
    other = make_union("HATAY", level="city")
    put_under(world.foreign_union, other, since=date(2025, 7, 1))
    assert [reaches(world.city, world.union, day) for day in days] == [True, False]
    assert [reaches(other, world.union, day) for day in days] == [False, True]


def test_what_left_it_before_it_came_was_never_below(world, ward):
    put_under(ward, world.city, since=date(2020, 1, 1))
    top = make_union("HATAY", level="city")
    put_under(world.union, top, since=date(2021, 1, 1))
    assert not any(reaches(top, ward, date(year, 6, 1)) for year in (2019, 2020, 2021, 2025))


def test_a_union_that_comes_back_is_below_again(world, ward):
    put_under(ward, world.foreign_union, since=date(2020, 1, 1))
    put_under(ward, world.union, since=date(2021, 1, 1))
    years = {year: reaches(world.union, ward, date(year, 6, 1)) for year in (2019, 2020, 2021)}
    assert years == {2019: True, 2020: False, 2021: True}


def test_a_union_that_ended_there_stays_readable(world, ward):
    ward.links_up.update(valid_to=date(2025, 6, 30))
    Union.objects.filter(pk=ward.pk).update(dissolved_on=date(2025, 7, 1))
    assert reaches(world.union, ward, date(2026, 1, 1))


def test_one_to_be_founded_is_below_already_and_one_that_will_come_is_not_yet(world):
    planned = make_union("MOI", level="ward")
    UnionLink.objects.create(union=planned, parent=world.union, valid_from=date(2030, 1, 1))
    put_under(world.foreign_union, world.union, since=date(2030, 1, 1))
    today = date(2026, 1, 1)
    assert [reaches(world.union, union, today) for union in (planned, world.foreign_union)] == [True, False]
