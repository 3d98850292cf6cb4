"""R49, R50: the grade of a grassroots union (handbook 3.6)."""

from datetime import date
from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from emulation.eligibility.rules import scopes
from emulation.eligibility.rules.answers import Answer, all_of, holds, rule
from emulation.eligibility.rules.facts import NEVER, Case, Day
from emulation.eligibility.rules.periods import day_in_words, review_day, two_digits, whole_months
from emulation.eligibility.rules.rulings import Parameters


@rule(
    "R49",
    gettext_lazy("Old enough to be graded"),
    gettext_lazy("Not long enough in existence to be graded."),
    concerns=scopes.graded_unions,
    of_result=True,
)
def old_enough_to_be_graded(case: Case, p: Parameters) -> Answer:
    unit = case.unit
    return graded_on(unit.rated_on or review_day(case), unit.founded_on, unit.restructured_on, p)


def graded_on(day: date, founded_on: date | None, restructured_on: Day | None, p: Parameters) -> Answer:
    """A unit that a split or merge brought forth is counted from it alone."""
    months, after = p.values["months"], p.values["months_after_restructuring"]
    came_of_it = founded_on is not None and founded_on == restructured_on
    facts = {"founded_on": founded_on, "restructured_on": restructured_on, "rated_on": day}

    def cure() -> str:
        text = _(
            "Needed: %(months)s months since the founding, %(after)s since a split or merge. Founded on %(founded)s, "
            "last split or merge on %(restructured)s, graded on %(day)s."
        )
        days = {"founded": day_in_words(founded_on), "restructured": day_in_words(restructured_on)}
        return text % {"months": two_digits(months), "after": two_digits(after), "day": day_in_words(day), **days}

    met = all_of(
        came_of_it or holds(founded_on, lambda first: whole_months(first, day) >= months),
        _is_past(restructured_on, day, after),
    )
    return Answer(met, facts, cure=cure)


def _is_past(restructured_on: Day | None, day: date, months: int) -> bool | None:
    if restructured_on is None:
        return None
    if restructured_on is NEVER or restructured_on > day:
        return True
    return whole_months(restructured_on, day) >= months


def grade_of_score(score: Decimal | float, p: Parameters) -> str:
    """Not rounded: 89.99 is below 90."""
    reached = (grade for grade in ("excellent", "good", "completed") if Decimal(str(score)) >= p.values[grade])
    return next(reached, "not_completed")


@rule(
    "R50",
    gettext_lazy("Grade by score"),
    gettext_lazy("The grade is not that of the score."),
    concerns=scopes.unions,
    of_result=True,
)
def grade_by_score(case: Case, p: Parameters) -> Answer | None:
    if case.unit.score is None:
        return None
    by_score = grade_of_score(case.unit.score, p)
    facts = {"score": case.unit.score, "unit_grade": case.unit.grade, "grade_by_score": by_score}
    return Answer(holds(case.unit.grade, lambda grade: grade == by_score), facts)
