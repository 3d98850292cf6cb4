"""Facts of a page: the few that matter in a line, the others closed, none without a value."""

from datetime import UTC, datetime

from django.template.loader import render_to_string

from core.views.facts import by_whom


def test_a_fact_without_a_value_is_not_shown_and_zero_is_one():
    html = render_to_string("components/fact_list.html", {"facts": [("A", 0), ("B", ""), ("C", None), ("D", "d")]})
    assert [label for label in "ABCD" if f"<dt>{label}</dt>" in html] == ["A", "D"]


def test_the_other_facts_are_closed_and_without_them_there_is_nothing_to_open():
    html = render_to_string("components/more_facts.html", {"facts": [("A", 1)], "label": "Thông tin đơn vị"})
    assert ("<details" in html, " open" in html, "Thông tin đơn vị" in html) == (True, False, True)
    assert render_to_string("components/more_facts.html", {"facts": None}).strip() == ""


def test_who_did_something_and_when_is_one_line():
    moment = datetime(2026, 11, 12, 2, 30, tzinfo=UTC)
    assert [by_whom("Lê An", moment), by_whom(None, moment), by_whom("Lê An", None)] == [
        "Lê An · 12/11/2026 09:30",
        "12/11/2026 09:30",
        "",
    ]
