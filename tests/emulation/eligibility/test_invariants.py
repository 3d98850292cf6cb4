"""What holds of every case."""

import copy
import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from emulation.eligibility.case_files import BadCaseFile, read_cases
from emulation.eligibility.choices import RuleOutcome
from emulation.eligibility.rules.facts import Case, JudgedSubject
from emulation.eligibility.rules.judging import Rules, all_rules, judge
from tests.emulation.eligibility.cases import GONE, change, file_law, file_titles, fulfilled, rulings
from tests.emulation.eligibility.test_rules import TABLE, TITLES

pytestmark = [pytest.mark.django_db, pytest.mark.one_database(on="sqlite")]

CHANGES = [changes for _rule, _title, changes, _outcome in TABLE]
OBJECTIONS = ("block", "warn", "unknown")
# Months told stand in the place of those since the employment; a title held stands in the place of the standard.
STANDS_FOR_ANOTHER = {
    "subject.months_worked": {"R09", "R19"},
    "subject.grades": {"R19"},
    "achievement": {"R44"},
    "unit.rated_on": {"R49"},
}


@st.composite
def told_cases(draw):
    case = fulfilled(draw(st.sampled_from(TITLES)))
    for changes in draw(st.lists(st.sampled_from(CHANGES), max_size=4)):
        for path, value in changes.items():
            change(case, path.replace("__", "."), value)
    return case


def outcomes(case):
    return {ruling.rule: ruling.outcome for ruling in rulings(case).values()}


def judged(cases):
    return [judge(case, file_law()) for case in read_cases(json.dumps(cases), file_titles())]


@pytest.mark.slow
@settings(max_examples=20)
@given(st.lists(told_cases(), max_size=5), st.randoms(use_true_random=False))
def test_neither_batch_nor_order_changes_a_ruling(cases, random):
    order = list(range(len(cases)))
    random.shuffle(order)
    together, shuffled = judged(cases), judged([cases[at] for at in order])
    assert [judged([case])[0] for case in cases] == together
    assert [together[at] for at in order] == shuffled


@pytest.mark.slow
@settings(max_examples=30)
@given(told_cases(), st.randoms(use_true_random=False))
def test_the_order_of_facts_changes_no_outcome(case, random):
    shuffled = copy.deepcopy(case)
    for rows in (value for value in shuffled["subject"].values() if isinstance(value, list)):
        random.shuffle(rows)
    assert outcomes(shuffled) == outcomes(case)


@pytest.mark.slow
@settings(max_examples=30)
@given(told_cases())
def test_facts_of_no_concern_change_nothing(case):
    more = copy.deepcopy(case)
    more["name"] = "ghi chú"
    for name, row in {
        "titles": {"code": "NTVT", "year": 2024},
        "forms": {"code": "PRZ", "year": 2015},
        "leave": {"kind": "other", "months": 0},
    }.items():
        if isinstance(more["subject"].get(name), list):
            more["subject"][name].append(row)
    before, after = outcomes(case), outcomes(more)
    assert after == before


def paths(case):
    for name, value in case.items():
        if name in ("subject", "unit", "enterprise", "union"):
            yield from (f"{name}.{key}" for key in value if key != "kind")
        elif name not in ("title", "year", "scope", "received_on", "council_on", "periodic_review"):
            yield name


@pytest.mark.slow
@settings(max_examples=60)
@given(st.data())
def test_a_fact_taken_away_never_turns_an_objection_into_a_pass(data):
    case = data.draw(told_cases())
    path = data.draw(st.sampled_from(sorted(paths(case))))
    poorer = copy.deepcopy(case)
    change(poorer, path, GONE)
    before, after = outcomes(case), outcomes(poorer)
    freed = {rule for rule, outcome in after.items() if outcome == "pass" and before.get(rule) in OBJECTIONS}
    assert freed - STANDS_FOR_ANOTHER.get(path, set()) == set()


@pytest.mark.slow
@settings(max_examples=30)
@given(told_cases(), st.sampled_from(["reprimand", "warning", "above"]), st.dates().map(str))
def test_more_discipline_never_helps(case, level, day):
    worse = copy.deepcopy(case)
    worse["subject"].setdefault("discipline", [])
    worse["subject"]["discipline"].append({"level": level, "on": day, "until": None})
    case["subject"].setdefault("discipline", [])
    before, after = outcomes(case), outcomes(worse)
    assert {rule for rule in after if after[rule] == "pass" and before.get(rule) in OBJECTIONS} == set()


@settings(max_examples=30)
@given(told_cases(), st.integers(2018, 2024))
def test_one_more_title_never_breaks_a_chain(case, year):
    if not isinstance(case["subject"].get("titles"), list):
        return
    more = copy.deepcopy(case)
    more["subject"]["titles"].append({"code": "CSTDCS", "year": year})
    before, after = outcomes(case), outcomes(more)
    assert {rule for rule in after if after[rule] in OBJECTIONS and before[rule] == "pass"} == set()


@settings(max_examples=20)
@given(told_cases())
def test_an_aim_is_never_held_up_by_what_the_year_must_bring(case):
    [aim] = read_cases(json.dumps([{**case, "is_aim": True}]), file_titles())
    softer = {ruling.rule: ruling.outcome for ruling in judge(aim, file_law())}
    harder = outcomes(case)
    assert softer.keys() == harder.keys()
    assert all(softer[rule] in (harder[rule], "inform") for rule in softer)


@settings(max_examples=30)
@given(told_cases())
def test_whom_a_rule_concerns_depends_on_title_kind_and_scope_alone(case):
    [told] = read_cases(json.dumps([case]), file_titles())
    bare = Case(told.title, told.year, JudgedSubject(told.subject.kind), scope=told.scope)
    assert [rule.code for rule in all_rules() if rule.concerns(told)] == [
        rule.code for rule in all_rules() if rule.concerns(bare)
    ]


def test_the_law_of_another_day_judges_the_same_case():
    [case] = read_cases(json.dumps([fulfilled("TTLDTT") | {"unit": {"members": 10, "ldtt": 6}}]), file_titles())
    answers = {
        day: next(row.outcome for row in Rules(file_law()).judge(case, day) if row.rule == "R23")
        for day in (case.received_on.replace(year=2022), case.received_on)
    }
    assert list(answers.values()) == ["pass", "warn"]


JUNK = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5) | st.dates().map(str),
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(st.text(max_size=5), inner, max_size=2),
    max_leaves=4,
)


@pytest.mark.slow
@settings(max_examples=40)
@given(st.data())
def test_any_file_is_judged_or_refused_in_a_sentence(data):
    case = data.draw(told_cases())
    path = data.draw(st.sampled_from(sorted({*paths(case), "title", "year", "scope", "received_on", "subject.kind"})))
    rows = [(case, path)]
    lists = [value for value in case["subject"].values() if isinstance(value, list)]
    rows += [(row, key) for value in lists for row in value if isinstance(row, dict) for key in row]
    target, key = data.draw(st.sampled_from(rows))
    change(target, key, data.draw(JUNK))
    try:
        [found] = judged([case])
        answer = str(all(ruling.outcome in RuleOutcome.values for ruling in found))
    except BadCaseFile as refused:
        answer = str(refused)
    assert answer not in ("", "False")
