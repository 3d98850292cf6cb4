"""R18 to R22 and R29: what a person held and reached before (handbook 3.3). R30 asks for nothing."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from emulation.eligibility.rules import scopes
from emulation.eligibility.rules.answers import Answer, all_of, any_of, holds, rule
from emulation.eligibility.rules.discipline import not_disciplined
from emulation.eligibility.rules.facts import Case
from emulation.eligibility.rules.held import forms_of, gap_in_words, grade_in, is_grade, title_facts, years_held
from emulation.eligibility.rules.periods import last_years, review_day, two_digits
from emulation.eligibility.rules.recognition import has_contribution, has_initiative, has_topic
from emulation.eligibility.rules.rulings import Parameters
from emulation.eligibility.rules.subject import enough_months


@rule(
    "R18",
    gettext_lazy("Grade of the year"),
    gettext_lazy("The grade “tasks completed well” was not reached."),
    concerns=scopes.persons_for(scopes.LDTT),
    of_result=True,
)
def good_grade(case: Case, p: Parameters) -> Answer:
    subject, grade = case.subject, grade_in(case.subject.grades, case.year)
    outside = holds(subject.state_employee, lambda value: not value)
    facts = {"state_employee": subject.state_employee, "grade": grade}
    return Answer(any_of(outside, is_grade(grade, p.values["grade"])), facts)


@rule(
    "R19",
    gettext_lazy("Standard of “Lao động tiên tiến”"),
    gettext_lazy("The standard of “Lao động tiên tiến” is not met."),
    concerns=scopes.persons_for(scopes.CSTDCS),
    also=("R09", "R10", "R13", "R18"),
    of_result=True,
)
def advanced_worker(
    case: Case,
    p: Parameters,
    months: Parameters | None,
    leave: Parameters | None,
    discipline: Parameters | None,
    grade: Parameters | None,
) -> Answer:
    """Where the standard cannot be judged, the title of the same year proves it."""
    answers = [
        *([enough_months(case, months, leave)] if months else []),
        *([not_disciplined(case, discipline)] if discipline else []),
        *([good_grade(case, grade)] if grade else []),
    ]
    met = all_of(*(answer.met for answer in answers))
    held = holds(years_held(case, scopes.LDTT), lambda years: case.year in years)
    facts = {name: value for answer in answers for name, value in answer.facts.items()}
    return Answer(True if met is None and held else met, {**facts, "ldtt": held})


@rule(
    "R20",
    gettext_lazy("Initiative, topic or excellent grade"),
    gettext_lazy("An initiative, a topic or the grade “tasks completed excellently” is missing."),
    concerns=scopes.persons_for(scopes.CSTDCS),
    of_result=True,
)
def contribution(case: Case, p: Parameters) -> Answer:
    subject, day, level = case.subject, review_day(case), p.values["level"]
    facts = {
        "grade": grade_in(subject.grades, case.year),
        "initiatives": has_initiative(subject, level, day),
        "topics": has_topic(subject, level, day),
        "brave_act": subject.brave_act,
    }
    if p.values["cstdcs_requires"] == "contribution":
        facts = {name: facts[name] for name in ("initiatives", "topics")}
    met = any_of(suffices_without_contribution(case, p), suffices_with_contribution(case, p))
    return Answer(met, facts, cure=lambda: _cure(p.values["cstdcs_requires"]))


def suffices_without_contribution(case: Case, p: Parameters) -> bool | None:
    if p.values["cstdcs_requires"] != "any_of":
        return False
    return any_of(_is_excellent(case), case.subject.brave_act)


def suffices_with_contribution(case: Case, p: Parameters) -> bool | None:
    made = has_contribution(case.subject, p.values["level"], review_day(case))
    return all_of(made, _is_excellent(case)) if p.values["cstdcs_requires"] == "all_of" else made


def _is_excellent(case: Case) -> bool | None:
    return is_grade(grade_in(case.subject.grades, case.year), "excellent")


def _cure(requires: str) -> str:
    if requires == "contribution":
        return _("An initiative recognised in the unit or an accepted topic.")
    if requires == "all_of":
        return _("The grade “tasks completed excellently”, and a recognised initiative or an accepted topic.")
    return _("One of these: the grade “tasks completed excellently”, an initiative, a topic, a brave act.")


@rule(
    "R21",
    gettext_lazy("Chain of “Chiến sĩ thi đua cơ sở”"),
    gettext_lazy("Fewer than %(times)s times “Chiến sĩ thi đua cơ sở” without a gap."),
    concerns=scopes.persons_for(scopes.CSTD_TP, scopes.CSTD_TLD),
)
def chain_at_the_unit(case: Case, p: Parameters) -> Answer:
    needed, held = last_years(case, p.values["times"]), years_held(case, scopes.CSTDCS)
    facts = {"years_needed": needed, "titles": title_facts(case, scopes.CSTDCS)}
    words = {"times": two_digits(p.values["times"])}
    is_chain = holds(held, set(needed).issubset)
    return Answer(is_chain, facts, words, cure=lambda: gap_in_words(needed, held or set()))


@rule(
    "R22",
    gettext_lazy("Chain of “Chiến sĩ thi đua cấp tỉnh”"),
    gettext_lazy("Fewer than %(times)s times Chiến sĩ thi đua of the province without a gap."),
    concerns=scopes.persons_for(scopes.CSTDTQ),
)
def chain_at_the_province(case: Case, p: Parameters) -> Answer:
    """The last title is of the year of the case or of the year before."""
    held, base = years_held(case, scopes.CSTD_TP, scopes.CSTD_TLD), years_held(case, scopes.CSTDCS)
    met = any_of(*(_is_chain(last, held, base, p) for last in (case.year, case.year - 1)))
    last = case.year if not held or case.year in held else case.year - 1
    base_needed = _base_years(last, p)
    facts = {
        "years_needed": _chain_years(last, p),
        "base_years_needed": base_needed,
        "titles": title_facts(case, scopes.CSTD_TP, scopes.CSTD_TLD, scopes.CSTDCS),
    }
    words = {"times": two_digits(p.values["times"])}
    return Answer(met, facts, words, cure=lambda: _chain_cure(last, held, base, p))


def _chain_years(last: int, p: Parameters) -> list[int]:
    step = p.values["block"] if p.values["disjoint"] else 1
    return [last - step * back for back in reversed(range(p.values["times"]))]


def _base_years(last: int, p: Parameters) -> list[int]:
    return list(range(_chain_years(last, p)[0] - p.values["block"] + 1, last + 1))


def _is_chain(last: int, held: set[int] | None, base: set[int] | None, p: Parameters) -> bool | None:
    return all_of(holds(held, set(_chain_years(last, p)).issubset), holds(base, set(_base_years(last, p)).issubset))


def _chain_cure(last: int, held: set[int] | None, base: set[int] | None, p: Parameters) -> str:
    words = {
        "chain": gap_in_words(_chain_years(last, p), held or set()),
        "base": gap_in_words(_base_years(last, p), base or set()),
    }
    return _("Chiến sĩ thi đua of the province: %(chain)s “Chiến sĩ thi đua cơ sở”: %(base)s") % words


@rule(
    "R29",
    gettext_lazy("Level by level"),
    gettext_lazy("Not recognised at the level below in the period."),
    concerns=scopes.titles("CNG_Q", "CNG_TD", "GVNDVN_Q", "GVNDVN_TP", "SKST_Q", "SKST_TD"),
    of_result=True,
)
def level_by_level(case: Case, p: Parameters) -> Answer:
    below = p.values["below"][case.title.code]
    held = holds(years_held(case, below), lambda years: case.year in years)
    is_listed_as_form = any(row.year == case.year for row in forms_of(case, below))
    return Answer(True if is_listed_as_form else held, {"below": below, "titles": title_facts(case, below)})
