"""R23 to R28: shares of a collective and bases of union awards (handbook 3.3)."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from emulation.eligibility.choices import AwardScope
from emulation.eligibility.rules import scopes
from emulation.eligibility.rules.answers import Answer, all_of, any_holds, holds, rule
from emulation.eligibility.rules.facts import Case, FormHeld, InitiativeFact
from emulation.eligibility.rules.held import form_facts, forms_of, grade_in, is_grade
from emulation.eligibility.rules.periods import (
    day_in_words,
    in_words,
    last_years,
    law_day,
    period_of,
    review_day,
    two_digits,
    years_since,
)
from emulation.eligibility.rules.recognition import LEVELS, at_least, is_recognised
from emulation.eligibility.rules.rulings import Parameters
from emulation.law.choices import TitleLevel


@rule(
    "R23",
    gettext_lazy("Share of “Lao động tiên tiến”"),
    gettext_lazy("The share of “Lao động tiên tiến” is below %(percent)s%%."),
    concerns=scopes.titles(scopes.TTLDTT),
    of_result=True,
)
def share_of_advanced(case: Case, p: Parameters) -> Answer:
    ldtt, members, percent, more = case.unit.ldtt, case.unit.members, p.values["percent"], p.values["more"]

    def cure() -> str:
        words = {"held": ldtt, "members": members, "needed": least_part(members or 0, percent, more=more)}
        return _("%(held)s of %(members)s members hold it; %(needed)s are needed.") % words

    met, facts = reaches_share(ldtt, members, percent, more=more), {"ldtt": ldtt, "members": members}
    return Answer(met, facts, {"percent": str(percent)}, cure=cure)


def reaches_share(part: int | None, whole: int | None, percent: int, *, more: bool = False) -> bool | None:
    """`more` than the share, or the share at least."""
    if part is None or whole is None:
        return None
    return whole > 0 and (part * 100 > percent * whole if more else part * 100 >= percent * whole)


def least_part(whole: int, percent: int, *, more: bool = False) -> int:
    return whole * percent // 100 + 1 if more else -(-whole * percent // 100)


@rule(
    "R24",
    gettext_lazy("Standard of “Tập thể lao động xuất sắc”"),
    gettext_lazy("The conditions of “Tập thể lao động xuất sắc” are not met."),
    concerns=scopes.titles(scopes.TTLDXS),
    of_result=True,
)
def excellent_collective(case: Case, p: Parameters) -> Answer:
    unit, values = case.unit, p.values
    met = all_of(
        holds(unit.completed_percent, lambda percent: percent >= values["completed_percent"]),
        reaches_share(unit.ldtt, unit.members, values["ldtt_percent"]),
        holds(unit.cstdcs, lambda number: number >= values["cstdcs"]),
    )
    facts = {name: getattr(unit, name) for name in ("completed_percent", "ldtt", "members", "cstdcs")}
    return Answer(met, facts, cure=lambda: _standard_of_collective(values))


def _standard_of_collective(values: Mapping[str, Any]) -> str:
    text = _(
        "Needed: %(completed)s%% completed their tasks, %(ldtt)s%% “Lao động tiên tiến”, "
        "%(cstdcs)s “Chiến sĩ thi đua cơ sở”."
    )
    words = {"completed": values["completed_percent"], "ldtt": values["ldtt_percent"], "cstdcs": values["cstdcs"]}
    return text % words


@rule(
    "R25",
    gettext_lazy("Standard of “Bằng khen Tổng Liên đoàn”"),
    gettext_lazy("The conditions of Bằng khen Tổng Liên đoàn are not met."),
    concerns=scopes.persons_for(scopes.BK_TLD),
    of_result=True,
)
def diploma_of_confederation(case: Case, p: Parameters) -> Answer:
    subject, values, before = case.subject, p.values, case.year - 1
    years = last_years(case, values["years"])
    grades = {str(year): grade_in(subject.grades, year) for year in years}
    made = [_made_in(row, years, review_day(case)) for row in subject.initiatives or ()]
    base = [row for row in forms_of(case, values["form"]) if is_merit_of(row, before)]
    parts = (
        all_of(*(is_grade(grade, "excellent") for grade in grades.values())),
        None if subject.initiatives is None else at_least(values["initiatives"], made),
        None if subject.forms is None else bool(base),
    )
    facts = {
        "grades": _known(grades),
        "initiatives": None if parts[1] is None else made.count(True),
        "forms": None if parts[2] is None else form_facts(base),
    }
    words = {"years": in_words(years), "initiatives": two_digits(values["initiatives"]), "before": str(before)}
    return Answer(all_of(*parts), facts, cure=lambda: _standard_of_diploma() % words)


def _standard_of_diploma() -> str:
    return _(
        "Needed: “tasks completed excellently” in %(years)s, %(initiatives)s initiatives recognised in these years, "
        "Bằng khen of the city federation in %(before)s."
    )


def _made_in(row: InitiativeFact, years: list[int], day: date) -> bool | None:
    is_of_years = isinstance(row.recognised_on, date) and row.recognised_on.year in years
    return all_of(is_recognised(row, LEVELS[0], day), None if row.recognised_on is None else is_of_years)


def is_merit_of(row: FormHeld, year: int) -> bool:
    """Of the year or decided in it; what was given for a theme or a single deed is no merit of a year (R45)."""
    is_of_year = row.year == year or (row.decided_on is not None and row.decided_on.year == year)
    return is_of_year and row.scope == AwardScope.COMPREHENSIVE


def _known(grades: Mapping[str, str | None]) -> Mapping[str, str | None] | None:
    return None if None in grades.values() else grades


@rule(
    "R26",
    gettext_lazy("Base of the flag of the city federation"),
    gettext_lazy("The unit was not recognised as having completed its tasks excellently."),
    concerns=scopes.titles(scopes.CTD_LDLDTP),
    of_result=True,
)
def excellent_unit(case: Case, p: Parameters) -> Answer:
    grade, level = case.unit.grade, case.unit.grade_recognised_by
    is_recognised_above = holds(level, lambda value: value in p.values["recognised_by"])
    met = all_of(is_grade(grade, p.values["grade"]), is_recognised_above)
    return Answer(met, {"unit_grade": grade, "grade_recognised_by": level})


@rule(
    "R27",
    gettext_lazy("Years in union work"),
    gettext_lazy("Not enough time in union work."),
    concerns=scopes.titles(scopes.KNC),
)
def years_in_union_work(case: Case, p: Parameters) -> Answer:
    subject, values = case.subject, p.values
    years = completed_years(case, values["last_years"])
    grades = {str(year): grade_in(subject.grades, year) for year in years}
    had = any_holds(subject.forms, lambda row: row.code == scopes.KNC and not row.revoked)
    served = holds(subject.union_service, lambda rows: counted_service(rows, values))
    met = all_of(
        holds(served, lambda sums: any(sums[kind] >= needed for kind, needed in values["years"].items())),
        all_of(*(is_grade(grade, "completed") for grade in grades.values())),
        holds(had, lambda value: not value),
    )
    facts = {
        "union_service": holds(served, lambda sums: {kind: f"{total:f}" for kind, total in sums.items()}),
        "grades": _known(grades),
        "received": had,
    }

    def cure() -> str:
        words = {"years": values["years"]["member"], "graded": in_words(years)}
        return _("Needed: %(years)s counted years, tasks completed in %(graded)s, not received before.") % words

    return Answer(met, facts, cure=cure)


def counted_service(rows: Any, values: Mapping[str, Any]) -> dict[str, Decimal]:
    """Leading posts and public-service units have a measure of their own; all other time has a factor."""
    sums = dict.fromkeys(values["years"], Decimal(0))
    for row in rows:
        kind = row.kind if row.kind in sums else "member"
        sums[kind] += Decimal(str(row.years)) * Decimal(values["factors"].get(row.kind, "1"))
    return sums


def completed_years(case: Case, count: int) -> list[int]:
    """A medal given in July knows no grade of its own year."""
    last = case.year if law_day(case) >= period_of(case)[1] else case.year - 1
    return list(range(last - count + 1, last + 1))


@rule(
    "R28",
    gettext_lazy("Age of the enterprise"),
    gettext_lazy("The enterprise has not been operating for %(years)s years."),
    concerns=scopes.enterprises_for_workers,
)
def enterprise_for_workers(case: Case, p: Parameters) -> Answer:
    since, breach, active = case.enterprise.operating_since, case.enterprise.labour_breach, case.unit.active
    is_old_enough = holds(since, lambda day: years_since(day, review_day(case)) >= p.values["years"])
    message = _("The enterprise has no active union, or broke labour law in the period.") if is_old_enough else ""
    return Answer(
        all_of(is_old_enough, active, holds(breach, lambda value: not value)),
        {"operating_since": since, "active": active, "labour_breach": breach},
        {"years": two_digits(p.values["years"])},
        message=message,
        cure=lambda: _("Operating since %(day)s.") % {"day": day_in_words(since)},
        severity="" if case.title.level == TitleLevel.SUPERIOR else p.values["upward"],
    )
