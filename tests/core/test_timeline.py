"""What the apps above add to a page below: a life year by year, columns of a year, filters of a list."""

from datetime import date

import pytest

from core import narrowing, panels, timeline
from core.narrowing import AddedFilter, added_filters, register_filter
from core.panels import YearColumn, register_year_columns, year_rows
from core.timeline import Event, register_events, years_of
from unions.models import GrassrootsUnion, Person


@pytest.fixture(autouse=True)
def nothing_registered(monkeypatch):
    monkeypatch.setattr(timeline, "_providers", {})
    monkeypatch.setattr(panels, "_columns", {})
    monkeypatch.setattr(narrowing, "_filters", {})


def test_years_are_told_newest_first_what_has_no_day_before_what_has_one():
    told = [
        Event(2023, "Xếp loại", "a", day=date(2023, 11, 1)),
        Event(2024, "Giải", "b", day=date(2024, 3, 1)),
        Event(2024, "Giải", "c", day=date(2024, 9, 1)),
        Event(2024, "Số liệu", "d"),
    ]
    register_events("unions.GrassrootsUnion", lambda user, obj: told[:2])
    register_events("unions.GrassrootsUnion", lambda user, obj: told[2:])
    years = years_of(None, GrassrootsUnion())
    assert [(year.year, [event.words for event in year.events]) for year in years] == [
        (2024, ["d", "c", "b"]),
        (2023, ["a"]),
    ]


def test_kinds_stand_in_the_order_of_their_positions_within_a_year():
    late, early = Event(2024, "Hội thi", "b", position=50), Event(2024, "Đăng ký", "a", position=10)
    provider = lambda user, obj: [late, early]  # noqa: E731
    for _twice in range(2):
        register_events("unions.Person", provider)
    assert [event.words for event in years_of(None, Person())[0].events] == ["a", "b"]
    assert years_of(None, GrassrootsUnion()) == []


def test_a_row_of_a_year_has_the_columns_that_tell_anything():
    register_year_columns("unions.GrassrootsUnion", lambda user, obj: [YearColumn("Hạng", {2023: "Tốt"}, 90)])
    register_year_columns(
        "unions.GrassrootsUnion", lambda user, obj: [YearColumn("Đăng ký", {2024: 3}, 10), YearColumn("Trống", {}, 5)]
    )
    rows = year_rows(None, GrassrootsUnion())
    assert [(row.year, [(column.heading, cell) for column, cell in row.cells]) for row in rows] == [
        (2024, [("Đăng ký", 3), ("Hạng", "")]),
        (2023, [("Đăng ký", ""), ("Hạng", "Tốt")]),
    ]
    assert year_rows(None, Person()) == []


def test_a_filter_registered_again_replaces_the_first():
    def narrow(rows, user, value, year):
        return rows

    for label in ("Cũ", "Mới"):
        register_filter("unions.GrassrootsUnion", AddedFilter("answer", label, [], narrow))
    assert [each.label for each in added_filters("unions.GrassrootsUnion")] == ["Mới"]
    assert added_filters("unions.Person") == []
