"""The dated law of the rules: what the file holds, how it loads, what a day changes."""

import datetime
import shutil
from datetime import date

import pytest
from django.utils import translation

from emulation.eligibility.models import Assessment, RuleParameter, Verdict
from emulation.eligibility.parameter_files import FILE, FOLDER, read_rules
from emulation.eligibility.rules.facts import Case, JudgedSubject, JudgedTitle
from emulation.eligibility.rules.grades import grade_of_score
from emulation.eligibility.rules.judging import all_rules
from emulation.eligibility.rules.periods import law_day
from emulation.eligibility.rules.shapes import SHAPES, values_objection
from emulation.eligibility.selectors.parameters import DatedLaw, stored_law
from emulation.law.models import Title
from emulation.law.reference_files import FOLDER as LAW_FOLDER
from emulation.law.reference_files import BadReferenceFile, read_reference
from emulation.law.services import load_reference
from tests.emulation.eligibility.cases import file_law
from tests.factories import make_rule, make_title
from tests.shared_rows import shared

pytestmark = pytest.mark.django_db
ONE_DAY = datetime.timedelta(days=1)


@shared
def reference(db):
    load_reference()


def test_the_file_has_every_rule_without_gap_or_overlap():
    rules = read_rules()
    assert list(rules) == [rule.code for rule in all_rules()]
    for code, entries in rules.items():
        periods = [(entry.record.valid_from, entry.record.valid_to) for entry in entries]
        starts, ends = [first for first, _last in periods][1:], [last for _first, last in periods][:-1]
        assert starts == [end + ONE_DAY for end in ends], code
        assert periods[-1][1] is None, code
    assert {code for code, entries in rules.items() if entries[0].record.valid_from} == {"R48", "R60"}


def test_every_rule_with_values_says_what_they_may_be():
    told = {code: set().union(*(entry.record.values for entry in entries)) for code, entries in read_rules().items()}
    assert {code: keys for code, keys in told.items() if keys} == {code: set(keys) for code, keys in SHAPES.items()}


def test_titles_that_the_values_name_are_of_the_catalogue():
    catalogue = {entry.record.code for entry in read_reference().titles}
    values = (
        value for entries in read_rules().values() for entry in entries for value in entry.record.values.values()
    )
    named = {key for value in values if isinstance(value, dict) for key in value if key.isupper()}
    assert "CSTD_TP" in named
    assert named - catalogue == set()


def test_months_of_the_rule_are_those_of_the_title():
    terms = [entry.record for entry in read_reference().terms["LDTT"]]
    days = [row.valid_from or row.valid_to for row in terms]
    assert [file_law().on("R09", day).values["months"] for day in days] == [row.min_months for row in terms]


@pytest.mark.parametrize(
    ("last", "changed"),
    [
        (date(2017, 9, 30), {"R12"}),
        (date(2023, 12, 31), {"R09", "R20", "R23", "R40", "R60"}),
        (date(2025, 6, 30), set()),
        (date(2026, 6, 30), {"R48"}),
        (date(2026, 9, 30), {"R20"}),
    ],
)
def test_the_law_changes_on_the_first_day_of_a_regime(last, changed):
    law, first = file_law(), last + ONE_DAY
    codes = {rule.code for rule in all_rules()}
    assert {code for code in codes if law.on(code, last) != law.on(code, first)} == changed
    assert {code for code in codes if law.on(code, last) != law.on(code, last - ONE_DAY)} == set()
    assert {code for code in codes if law.on(code, first) != law.on(code, first + ONE_DAY)} == set()


@pytest.mark.parametrize(
    ("days", "governing"),
    [
        ({"received_on": date(2026, 9, 30), "council_on": date(2026, 10, 1)}, date(2026, 9, 30)),
        ({"council_on": date(2026, 10, 1), "decided_on": date(2026, 11, 1)}, date(2026, 10, 1)),
        ({"decided_on": date(2026, 11, 1)}, date(2026, 11, 1)),
        ({"period_to": date(2026, 6, 30)}, date(2026, 6, 30)),
        ({}, date(2026, 12, 31)),
    ],
)
def test_the_law_is_that_of_the_day_of_receipt(days, governing):
    title = JudgedTitle("LDTT", "title", "grassroots", "external", frozenset({"person"}))
    assert law_day(Case(title, 2026, JudgedSubject("person"), **days)) == governing


@pytest.mark.parametrize(
    ("score", "grade"),
    [
        *((89.99, "good"), (90, "excellent"), (70, "good"), (69.99, "completed")),
        *((50, "completed"), (49.5, "not_completed"), (0, "not_completed"), (100, "excellent")),
    ],
)
def test_the_grade_is_that_of_the_score(score, grade):
    assert grade_of_score(score, file_law().on("R50", date(2024, 12, 31))) == grade


# Loading


def test_what_is_stored_is_what_the_file_says(reference):
    stored, days = stored_law(), (date(2023, 12, 31), date(2024, 1, 1), date(2026, 10, 1))

    def told(law, code, day):
        row = law.on(code, day)
        return row and (row.severity, row.values, row.basis, row.mark, row.valid_from, row.valid_to)

    for rule in all_rules():
        for day in days:
            assert told(stored, rule.code, day) == told(file_law(), rule.code, day)


def test_the_law_is_read_in_one_query(reference, django_assert_num_queries):
    with django_assert_num_queries(1):
        law = stored_law()
        for rule in all_rules():
            law.on(rule.code, date(2024, 1, 1))


@pytest.mark.slow
def test_loading_again_mends_what_is_ours_and_leaves_what_is_kept(reference):
    assert not load_reference()
    RuleParameter.objects.filter(rule="R21").update(values={"times": 2})
    RuleParameter.objects.filter(rule="R09").update(values={"months": 3}, is_local=True)
    changes = load_reference()
    assert (changes.changed, changes.kept) == (["ruleparameter R21"], ["rule R09"])
    kept = RuleParameter.objects.filter(rule__in=("R09", "R21")).values_list("rule", "values")
    assert list(kept) == [("R09", {"months": 3}), ("R09", {"months": 3}), ("R21", {"times": 3})]


def test_a_period_that_left_the_file_goes_unless_a_verdict_names_it(reference, world):
    for year in (2030, 2040):
        facts = {"values": {"times": 9}, "valid_to": date(year, 12, 31), "is_local": False}
        make_rule("R21", valid_from=date(year, 1, 1), **facts)
    named = RuleParameter.objects.get(rule="R21", valid_from=date(2030, 1, 1))
    row = {"row_model": "emulation.registration", "row_key": 1, "union": world.union, "grassroots": world.school}
    facts = {"title": make_title(), "year": 2030, "act": "accept", "law_day": date(2030, 5, 2), "outcome": "warn"}
    assessment = Assessment.objects.create(**row, **facts)
    Verdict.objects.create(assessment=assessment, rule="R21", outcome="warn", message="?", parameter=named)
    changes = load_reference()
    assert (changes.removed, changes.kept) == (["ruleparameter R21 2040-01-01"], ["ruleparameter R21 2030-01-01"])
    named.refresh_from_db()
    assert (named.is_active, named.values) == (False, {"times": 9})
    assert stored_law().on("R21", date(2030, 5, 2)).values == {"times": 3}


def test_a_switched_off_period_is_not_in_force(reference):
    RuleParameter.objects.filter(rule="R21").update(is_active=False)
    assert stored_law().on("R21", date(2024, 1, 1)) is None


@pytest.mark.parametrize(
    ("old", "new", "sentence"),
    [
        ('rule = "R03"', 'rule = "R99"', "row 3 (R99): there is no rule R99."),
        ("months = 10", "month = 10", "row 9 (R09): The values of this rule are exactly: months."),
        ("months = 10", 'months = "10"', "row 9 (R09): months: expected is a whole number from 0 to 1.000.000."),
        ("valid_to = 2023-12-31", "valid_to = 2024-01-01", "begins before rules.toml, row 9 (R09) has ended."),
        ('severity = "warn"', 'severity = "mild"', "row 1 (R01): severity: "),
        ('mark = "L/GK"', 'mark = "XX"', "unknown mark XX"),
    ],
)
def test_a_wrong_row_is_named(tmp_path, old, new, sentence):
    text = (FOLDER / FILE).read_text("utf-8")
    assert old in text
    (tmp_path / FILE).write_text(text.replace(old, new, 1), "utf-8")
    with translation.override("en"), pytest.raises(BadReferenceFile) as refusal:
        read_rules(tmp_path)
    assert sentence in str(refusal.value)


def test_nothing_is_loaded_where_a_row_is_wrong(tmp_path):
    shutil.copytree(LAW_FOLDER, tmp_path / "data")
    (tmp_path / "data" / FILE).write_text("[[rule]]\nrule = 'R99'\n", "utf-8")
    with pytest.raises(BadReferenceFile):
        load_reference(folder=tmp_path / "data")
    assert not Title.objects.exists()


def test_a_folder_without_the_file_leaves_the_rules(reference, tmp_path):
    shutil.copytree(LAW_FOLDER, tmp_path / "data")
    RuleParameter.objects.filter(rule="R21").update(values={"times": 2})
    load_reference(folder=tmp_path / "data")
    assert RuleParameter.objects.get(rule="R21").values == {"times": 2}


@pytest.mark.parametrize(
    ("rule", "values"),
    [
        *(("R09", values) for values in ({}, {"months": -1}, {"months": True}, {"months": 6, "days": 1}, [], None)),
        *(("R21", values) for values in ({"times": 0}, {"times": 61})),
        *(("R15", values) for values in ({"years": {"CSTD_TP": 3}}, {"years": 3})),
        *(("R20", values) for values in ({"cstdcs_requires": "both", "level": "grassroots"},)),
        *(("R27", values) for values in ({"last_years": 3, "years": {}, "factors": {}},)),
        ("R41", {"excellent": {"members_a_person": 0, "least": 1, "most": 5, "collectives": 1}, "good": {}}),
        ("R03", {"x": 1}),
    ],
)
def test_values_that_would_stop_a_judgement_are_refused(rule, values):
    assert values_objection(rule, values) != ""


def test_dated_law_finds_nothing_where_no_row_is():
    assert DatedLaw([]).on("R01", date(2024, 1, 1)) is None
