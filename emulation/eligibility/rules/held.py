"""Titles and forms held, and grades."""

from collections.abc import Iterable, Mapping

from django.utils.translation import gettext as _

from emulation.eligibility.rules.answers import holds
from emulation.eligibility.rules.facts import Case, FormHeld, TitleHeld
from emulation.eligibility.rules.periods import in_words, two_digits

# As in `emulation.classification.choices.Grade`, least first.
GRADES = ("not_rated", "not_completed", "completed", "good", "excellent")


def grade_in(grades: Mapping[int, str] | None, year: int) -> str | None:
    return None if grades is None else grades.get(year)


def is_grade(grade: str | None, needed: str) -> bool | None:
    """The grade needed, or a better one."""
    return holds(grade, lambda value: GRADES.index(value) >= GRADES.index(needed))


def titles_of(case: Case, *codes: str) -> list[TitleHeld]:
    """Titles in force up to the year of the case."""
    rows = [row for row in case.subject.titles or () if row.code in codes and not row.revoked]
    return sorted((row for row in rows if row.year <= case.year), key=lambda row: (row.year, row.code))


def years_held(case: Case, *codes: str) -> set[int] | None:
    return None if case.subject.titles is None else {row.year for row in titles_of(case, *codes)}


def title_facts(case: Case, *codes: str) -> list[dict[str, object]] | None:
    if case.subject.titles is None:
        return None
    return [
        {"code": row.code, "year": row.year, "decided_on": row.decided_on, "decision": row.decision}
        for row in titles_of(case, *codes)
    ]


def forms_of(case: Case, *codes: str) -> list[FormHeld]:
    rows = [row for row in case.subject.forms or () if row.code in codes and not row.revoked]
    return sorted(rows, key=lambda row: (row.year, row.code, row.scope))


def form_facts(rows: Iterable[FormHeld]) -> list[dict[str, object]]:
    return [
        {
            "code": row.code,
            "year": row.year,
            "decided_on": row.decided_on,
            "scope": row.scope,
            "decision": row.decision,
        }
        for row in rows
    ]


def gap_in_words(needed: list[int], held: set[int]) -> str:
    missing = [year for year in needed if year not in held]
    text = _("%(times)s years without a gap are needed; held: %(held)s; missing: %(missing)s.")
    if not held:
        text = _("%(times)s years without a gap are needed; none is held; missing: %(missing)s.")
    return text % {"times": two_digits(len(needed)), "held": in_words(sorted(held)), "missing": in_words(missing)}
