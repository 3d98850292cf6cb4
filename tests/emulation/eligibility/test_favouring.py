"""A dossier received before 01/10/2026 stands under the former law, under the new one where that is better for it."""

from datetime import date
from typing import Any

import pytest
from django.utils import translation

from emulation.eligibility.choices import Act
from emulation.eligibility.models import Assessment, RuleParameter
from emulation.eligibility.rules.favouring import judge_by_better_law
from emulation.eligibility.rules.judging import Rules
from emulation.eligibility.rules.periods import last_day
from emulation.eligibility.selectors.judging import judge_all, law_applied
from emulation.eligibility.selectors.parameters import DatedLaw
from emulation.eligibility.services.assessing import store
from emulation.law.models import Title
from emulation.law.services import load_reference
from tests.emulation.eligibility.candidates import candidate_of
from tests.emulation.eligibility.cases import case_of, changed
from tests.factories import make_person
from tests.shared_rows import shared

FORMER_LAST, NEW_FIRST = "2026-09-30", "2026-10-01"
APPLIED = "The law in force from 01/10/2026 applies, which is more favourable."
MONTHS = {"R09": {"months": 5}}


@pytest.fixture(autouse=True)
def english():
    with translation.override("en"):
        yield


@shared
def law(db):
    load_reference()


def newer(**values: dict[str, Any]) -> None:
    """Let the rules have other values from the first day of the new law on."""
    for rule, changes in values.items():
        row = RuleParameter.objects.get(rule=rule, valid_to=None)
        RuleParameter.objects.filter(pk=row.pk).update(valid_to=FORMER_LAST)
        row.pk, row.valid_from, row.values = None, date.fromisoformat(NEW_FIRST), {**row.values, **changes}
        row.save()


def judgement(title: str = "LDTT", **facts: Any) -> Any:
    case = case_of(changed(title, **{"year": 2026, **facts}))
    return judge_by_better_law(case, Rules(DatedLaw(RuleParameter.objects.all())), last_day(case))


def said(judged: Any, rule: str) -> tuple[str, str]:
    return next((ruling.outcome, ruling.message) for ruling in judged.rulings if ruling.rule == rule)


def days(received: str, council: str) -> dict[str, str]:
    return {"received_on": received, "council_on": council}


TOO_FEW = ("warn", "Fewer than 06 months of work in the period.")


@pytest.mark.parametrize(
    ("received", "council", "answer"),
    [
        (FORMER_LAST, FORMER_LAST, TOO_FEW),
        (FORMER_LAST, NEW_FIRST, ("pass", APPLIED)),
        (NEW_FIRST, NEW_FIRST, ("pass", "")),
    ],
)
def test_a_milder_new_law_applies_to_what_is_decided_from_its_first_day_on(law, received, council, answer):
    newer(**MONTHS)
    found = judgement(**days(received, council), subject__months_worked=5)
    assert said(found, "R09") == answer
    assert found.day == date.fromisoformat(FORMER_LAST if answer == TOO_FEW else NEW_FIRST)


@pytest.mark.parametrize(
    ("received", "council", "outcome"),
    [(FORMER_LAST, FORMER_LAST, "pass"), (FORMER_LAST, NEW_FIRST, "pass"), (NEW_FIRST, NEW_FIRST, "warn")],
)
def test_a_stricter_new_law_leaves_earlier_dossiers_under_the_former(law, received, council, outcome):
    newer(R09={"months": 7})
    found = judgement(**days(received, council), subject__months_worked=6)
    assert said(found, "R09")[0] == outcome


def test_where_both_say_the_same_the_law_of_the_receipt_applies_and_both_are_known(law):
    found = judgement(**days(FORMER_LAST, NEW_FIRST))
    assert (found.day.isoformat(), found.other.day.isoformat()) == (FORMER_LAST, NEW_FIRST)
    assert found.weight == found.other.weight


def test_a_dossier_stands_under_one_law_as_a_whole(law):
    newer(R09={"months": 5}, R18={"grade": "excellent"})
    facts = {"subject__months_worked": 5, "subject__grades": {"2026": "good"}}
    found = judgement(**days(FORMER_LAST, NEW_FIRST), **facts)
    assert (said(found, "R09"), said(found, "R18")) == (TOO_FEW, ("pass", ""))


@pytest.mark.parametrize(
    ("received", "council", "asks_both"),
    [("2025-06-30", "2025-07-01", False), ("2023-12-31", NEW_FIRST, False), ("2024-01-01", NEW_FIRST, True)],
)
def test_a_law_says_of_which_earlier_dossiers_it_is_asked(law, received, council, asks_both):
    assert (judgement(**days(received, council)).other is not None) == asks_both


@pytest.mark.parametrize(
    ("months", "law_day", "regime", "other", "told"),
    [
        (9, NEW_FIRST, "D", (FORMER_LAST, True), "That in force from 01/10/2026, which is more favourable than"),
        (11, FORMER_LAST, "C", (NEW_FIRST, True), "That of the receipt; that in force from 01/10/2026 is not more"),
    ],
)
def test_both_laws_are_stored_and_the_one_applied_is_told(world, law, months, law_day, regime, other, told):
    RuleParameter.objects.filter(rule="R09", valid_to=None).update(values={"months": 10})
    newer(R09={"months": months})
    person = make_person(world.school)
    person.employments.update(valid_from=date(2026, 3, 15))
    facts = {"received_on": date(2026, 9, 30), "council_on": date(2026, 10, 2), "key": 1, "year": 2026}
    row = candidate_of(world, person, title=Title.objects.get(code="LDTT"), **facts)
    store(judge_all([row]), act=Act.AGENDA, actor=None)
    stored = Assessment.objects.get()
    assert (stored.law_day.isoformat(), stored.regime) == (law_day, regime)
    assert (stored.other_law["law_day"], "R09" in stored.other_law["outcomes"]) == other
    assert law_applied(row.model, 1).startswith(told)
