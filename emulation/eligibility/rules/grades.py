"""R50: the grade of a grassroots union by its score (handbook 3.6)."""

from decimal import Decimal

from django.utils.translation import gettext_lazy

from emulation.eligibility.rules import scopes
from emulation.eligibility.rules.answers import Answer, holds, rule
from emulation.eligibility.rules.facts import Case
from emulation.eligibility.rules.rulings import Parameters


def grade_of_score(score: Decimal | float, p: Parameters) -> str:
    """Not rounded: 89.99 is below 90."""
    reached = (grade for grade in ("excellent", "good", "completed") if Decimal(str(score)) >= p.values[grade])
    return next(reached, "not_completed")


@rule(
    "R50",
    gettext_lazy("Grade by score"),
    gettext_lazy("The grade is not that of the score."),
    concerns=scopes.scored_unions,
    of_result=True,
)
def grade_by_score(case: Case, p: Parameters) -> Answer:
    by_score = grade_of_score(case.unit.score or 0, p)
    facts = {"score": case.unit.score, "unit_grade": case.unit.grade, "grade_by_score": by_score}
    return Answer(holds(case.unit.grade, lambda grade: grade == by_score), facts)
