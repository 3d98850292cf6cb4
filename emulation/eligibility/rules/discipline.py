"""R13 to R17: discipline and pending matters (handbook 3.2)."""

from collections.abc import Mapping, Sequence
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from emulation.eligibility.rules import scopes
from emulation.eligibility.rules.answers import Answer, all_of, any_holds, by, holds, rule
from emulation.eligibility.rules.facts import NEVER, Case, DisciplineFact
from emulation.eligibility.rules.periods import in_period, period_of, review_day
from emulation.eligibility.rules.rulings import Parameters

LEVELS = ("", "reprimand", "warning", "above")


def is_as_heavy(level: str, needed: str) -> bool:
    return LEVELS.index(level) >= LEVELS.index(needed)


def discipline_facts(rows: Sequence[DisciplineFact] | None) -> Sequence[Mapping[str, object]] | None:
    return None if rows is None else tuple({"level": row.level, "on": row.on, "until": row.until} for row in rows)


def _none_holds(rows: Sequence[DisciplineFact] | None, met: bool | None) -> Answer:
    return Answer(holds(met, lambda value: not value), {"discipline": discipline_facts(rows)})


@rule(
    "R13",
    gettext_lazy("No discipline in the period"),
    gettext_lazy("Disciplined by reprimand or more in the period."),
    concerns=scopes.persons_but(scopes.KNC),
)
def not_disciplined(case: Case, p: Parameters) -> Answer:
    rows = case.subject.discipline

    def counts(row: DisciplineFact) -> bool | None:
        return is_as_heavy(row.level, p.values["level"]) and in_period(row.on, case)

    return _none_holds(rows, any_holds(rows, counts))


@rule(
    "R14",
    gettext_lazy("Nothing pending"),
    gettext_lazy("Under examination or being dealt with."),
    concerns=scopes.nominees,
)
def nothing_pending(case: Case, p: Parameters) -> Answer:
    pending = case.subject.pending
    return Answer(holds(pending, lambda value: not value), {"pending": pending})


@rule(
    "R15",
    gettext_lazy("Counted anew after discipline"),
    gettext_lazy("Merit counts from the end of the discipline."),
    concerns=scopes.persons_for(scopes.CSTD_TP, scopes.CSTD_TLD, scopes.CSTDTQ, scopes.BK_TLD),
)
def counted_after_discipline(case: Case, p: Parameters) -> Answer:
    years, rows = p.values["years"][case.title.code], case.subject.discipline
    first = date(case.year - years + 1, 1, 1)
    touching = any_holds(rows, lambda row: _touches(row, first, period_of(case)[1]))
    ends = [row.until.year for row in rows or () if isinstance(row.until, date)]

    def cure() -> str:
        earliest = max(ends, default=case.year) + years
        return _("Whole years after the discipline count: from the year %(year)s on.") % {"year": earliest}

    facts = {"discipline": discipline_facts(rows), "counted_from": first}
    return Answer(holds(touching, lambda value: not value), facts, cure=cure)


def _touches(row: DisciplineFact, first: date, last: date) -> bool | None:
    if row.on > last:
        return False
    if row.on >= first:
        return True
    return None if row.until is None else row.until is NEVER or row.until >= first


@rule(
    "R16",
    gettext_lazy("Collective without discipline"),
    gettext_lazy("A member of the collective was disciplined by warning or more."),
    concerns=scopes.titles(scopes.TTLDTT, scopes.TTLDXS),
    of_result=True,
)
def clean_collective(case: Case, p: Parameters) -> Answer:
    worst = case.unit.worst_discipline
    met = holds(worst, lambda level: not is_as_heavy(level, p.values["level"]))
    return Answer(met, {"worst_discipline": worst})


@rule(
    "R17",
    gettext_lazy("Not serving discipline"),
    gettext_lazy("Serving a discipline."),
    concerns=scopes.titles(scopes.KNC),
)
def not_serving(case: Case, p: Parameters) -> Answer:
    rows, day = case.subject.discipline, review_day(case)

    def serves(row: DisciplineFact) -> bool | None:
        if row.level not in LEVELS[1:]:
            return False
        return all_of(row.on <= day, holds(by(row.until, day), lambda ended: not ended or row.until == day))

    return _none_holds(rows, any_holds(rows, serves))
