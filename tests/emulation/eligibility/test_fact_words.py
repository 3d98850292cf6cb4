"""Every fact that a rule may look at is told by a name and a value in words."""

import re
from collections.abc import Iterator
from typing import Any

import pytest

from emulation.eligibility.fact_words import AwardKey, name_of, told_facts
from tests.emulation.eligibility.cases import changed, fulfilled, rulings
from tests.emulation.eligibility.test_rules import TABLE, TITLES

pytestmark = [pytest.mark.django_db, pytest.mark.one_database(on="sqlite")]

FREE_TEXT = ("name", "names", "achievement", "decision")
CODE = re.compile(r"[a-z]+(_[a-z]+)*")
WARNED = {"level": "warning", "on": "2024-01-01", "until": None}
AWARD = {"code": "LDTT", "year": 2023, "decided_on": "2023-12-20", "decision": "12/QĐ"}


def judged() -> Iterator[dict[str, Any]]:
    cases = [changed(title, **changes) for _rule, title, changes, _outcome in TABLE]
    cases += [fulfilled(title) for title in TITLES]
    yield from (dict(ruling.facts) for case in cases for ruling in rulings(case).values())


def parts(key: str, value: Any) -> Iterator[tuple[str, Any]]:
    """The keys and plain values of facts, however deep."""
    yield key, value
    if isinstance(value, dict):
        for inner, part in value.items():
            yield from parts(inner, part)
    elif isinstance(value, list):
        for part in value:
            yield from parts(key, part)


def test_no_key_and_no_code_is_left_as_the_code_writes_it() -> None:
    found = {(key, str(value)) for facts in judged() for name in facts for key, value in parts(name, facts[name])}
    keys = {key for key, _value in found if not key.isdigit() and name_of(key) == key}
    values = {value for key, value in found if key not in FREE_TEXT and CODE.fullmatch(value)}
    raw = {value for value in values if told_facts({"fact": value}, {})[0].values[0].words == value}
    assert (keys, raw) == (set(), set())


@pytest.mark.parametrize(
    ("facts", "words"),
    [
        ({"pending": None}, ["chưa ghi nhận"]),
        ({"pending": False}, ["không"]),
        ({"months": 5.5}, ["5,5"]),
        ({"months": 12.0}, ["12"]),
        ({"members": 1200}, ["1.200"]),
        ({"years_needed": [2021, 2022]}, ["2021, 2022"]),
        ({"titles": []}, ["không có"]),
        ({"deadline": "2024-03-31"}, ["31/03/2024"]),
        ({"discipline": [WARNED]}, ["cấp: Cảnh cáo; ngày bắt đầu: 01/01/2024"]),
        ({"grades": {"2023": "good"}}, ["2023: Hoàn thành tốt nhiệm vụ"]),
        ({"titles": [AWARD]}, ["Lao động tiên tiến 2023 (Quyết định số 12/QĐ, 20/12/2023)"]),
        ({"titles": [AWARD | {"decision": ""}]}, ["Lao động tiên tiến 2023"]),
        ({"unit_grade": "excellent", "achievement": ""}, ["Hoàn thành xuất sắc nhiệm vụ"]),
    ],
)  # fmt: skip
def test_a_fact_is_told_in_words(facts: dict[str, Any], words: list[str]) -> None:
    [fact] = told_facts(facts, {"LDTT": "Lao động tiên tiến"})
    assert [value.words for value in fact.values] == words


def test_an_award_that_was_counted_is_named_so_that_its_page_is_found() -> None:
    [fact] = told_facts({"titles": [AWARD]}, {})
    assert fact.values[0].award == AwardKey("LDTT", 2023, "12/QĐ")
