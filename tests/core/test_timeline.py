"""What the apps above add to a page below: events year by year, columns of a year, filters of a list."""

from datetime import date

import pytest

from core.panels import YEAR_COLUMNS, YearColumn, year_rows
from core.registry import Registry
from core.timeline import EVENTS, Event, years_of
from unions.people.models import Person
from unions.units.models import GrassrootsUnion


@pytest.fixture(autouse=True)
def nothing_registered(monkeypatch):
    for registry in (EVENTS, YEAR_COLUMNS):
        monkeypatch.setattr(registry, "_items", {})


def test_years_are_told_newest_first_what_has_no_day_before_what_has_one():
    told = [
        Event(2023, "Xếp loại", "a", day=date(2023, 11, 1)),
        Event(2024, "Giải", "b", day=date(2024, 3, 1)),
        Event(2024, "Giải", "c", day=date(2024, 9, 1)),
        Event(2024, "Số liệu", "d"),
    ]
    EVENTS.register(lambda user, obj: told[:2], to="unions.GrassrootsUnion")
    EVENTS.register(lambda user, obj: told[2:], to="unions.GrassrootsUnion")
    years = years_of(None, GrassrootsUnion())
    assert [(year.year, [event.words for event in year.events]) for year in years] == [
        (2024, ["d", "c", "b"]),
        (2023, ["a"]),
    ]


def test_kinds_stand_in_the_order_of_their_positions_within_a_year():
    late, early = Event(2024, "Hội thi", "b", position=50), Event(2024, "Đăng ký", "a", position=10)
    provider = lambda user, obj: [late, early]  # noqa: E731
    for _twice in range(2):
        EVENTS.register(provider, to="unions.Person")
    assert [event.words for event in years_of(None, Person())[0].events] == ["a", "b"]
    assert years_of(None, GrassrootsUnion()) == []


def test_a_row_of_a_year_has_the_columns_that_tell_anything():
    YEAR_COLUMNS.register(lambda user, obj: [YearColumn("Hạng", {2023: "Tốt"}, 90)], to="unions.GrassrootsUnion")
    YEAR_COLUMNS.register(
        lambda user, obj: [YearColumn("Đăng ký", {2024: 3}, 10), YearColumn("Trống", {}, 5)],
        to="unions.GrassrootsUnion",
    )
    rows = year_rows(None, GrassrootsUnion())
    assert [(row.year, [(column.heading, cell) for column, cell in row.cells]) for row in rows] == [
        (2024, [("Đăng ký", 3), ("Hạng", "")]),
        (2023, [("Đăng ký", ""), ("Hạng", "Tốt")]),
    ]
    assert year_rows(None, Person()) == []


def test_a_bare_fact_is_left_out_where_an_event_of_its_day_explains_it():
    day = date(2024, 3, 1)
    named, merged = (
        Event(2024, "Tên", "a", day=day, is_bare_fact=True),
        Event(2024, "Sáp nhập", "b", day=day, explains=True),
    )
    other = Event(2024, "Tên", "c", day=date(2024, 4, 1), is_bare_fact=True)
    EVENTS.register(lambda user, obj: [named, merged, other], to="unions.GrassrootsUnion")
    assert [event.words for event in years_of(None, GrassrootsUnion())[0].events] == ["c", "b"]


def test_what_is_registered_twice_is_kept_once():
    registry = Registry()
    for _twice in range(2):
        registry.register("a", to="unions.Person")
    registry.register("b", to="unions.Person")
    assert (registry.items("unions.Person"), registry.items("unions.Union")) == (["a", "b"], [])
