"""The history of a thing's page: what is equal is said once, the latest lines are open."""

import pytest
from django.template.loader import render_to_string

from core.audit import record
from core.history import history_lines


@pytest.fixture
def told(world):
    """Five entries of one day about the school, newest last."""
    for act, reason in [("a", ""), ("a", ""), ("a", "wrong paper"), ("b", ""), ("b", ""), ("b", "")]:
        record(f"trial.{act}", world.school, actor=world.people["officer"], reason=reason)
    return history_lines(world.school)


def test_equal_lines_in_a_row_are_one_with_their_number(told):
    assert [(line.sentence, line.times, line.reason) for line in told[:3]] == [
        ("trial.b", 3, ""),
        ("trial.a", 1, "wrong paper"),
        ("trial.a", 2, ""),
    ]


def test_another_person_or_another_thing_is_another_line(world):
    for who in ("officer", "leader"):
        record("trial.a", world.school, actor=world.people[who])
    record("trial.a", world.school, actor=world.people["leader"], detail={"changed": {"address": ["x", "y"]}})
    assert [line.times for line in history_lines(world.school)[:3]] == [1, 1, 1]


@pytest.mark.parametrize(("lines", "folded"), [(3, False), (4, True)])
def test_more_than_three_lines_are_folded(told, lines, folded):
    html = render_to_string("components/history.html", {"entries": (told * 2)[:lines]})
    assert (html.count("<li>"), "<details" in html, f"Xem cả {lines} dòng" in html) == (lines, folded, folded)
