"""A fact is read when a rule asks for it, for all candidates at once; what is not recorded is None."""

from collections.abc import Callable, Hashable, Sequence
from typing import Any, TypeVar

from emulation.eligibility.rules.facts import Case, JudgedTitle, JudgedUnion
from emulation.eligibility.selectors.candidates import Candidate
from emulation.eligibility.selectors.records import Records
from emulation.eligibility.selectors.subjects import RecordedSubject
from emulation.eligibility.selectors.titles import judged_title
from emulation.eligibility.selectors.units import RecordedEnterprise, RecordedUnit
from emulation.law.choices import SubjectKind
from emulation.law.rules import holds_on

T = TypeVar("T")


def gather(candidates: Sequence[Candidate]) -> list[Case]:
    """The number of queries does not depend on how many candidates there are."""
    gathering = Gathering(candidates)
    return [gathering.case_of(candidate) for candidate in candidates]


class Gathering:
    """Rows of one unit share what is told of the unit, rows of one title what is told of the title."""

    def __init__(self, candidates: Sequence[Candidate]) -> None:
        self.records = Records(candidates)
        self._told: dict[Hashable, Any] = {}

    def case_of(self, candidate: Candidate) -> Case:
        period = candidate.period
        return Case(
            title=self._once(told_title, candidate, candidate.title.pk, candidate.law_day),
            year=candidate.year,
            subject=RecordedSubject(candidate, self.records),
            unit=self._once(RecordedUnit, candidate, *_numbers_of(candidate), period),
            enterprise=self._once(RecordedEnterprise, candidate, candidate.grassroots, period),
            union=self._once(told_union, candidate, candidate.nominated_by_union),
            scope=candidate.scope,
            received_on=candidate.received_on,
            council_on=candidate.council_on,
            decided_on=candidate.decided_on,
            registered_on=candidate.registered_on,
            deadline=candidate.deadline,
            period_from=period[0],
            period_to=period[1],
            is_aim=candidate.is_aim,
            achievement=candidate.achievement,
            has_twin=candidate.has_twin,
        )

    def _once(self, told: Callable[[Candidate, Records], T], candidate: Candidate, *about: Hashable) -> T:
        if (told, *about) not in self._told:
            self._told[told, *about] = told(candidate, self.records)
        found: T = self._told[told, *about]
        return found


def _numbers_of(candidate: Candidate) -> tuple[Hashable, ...]:
    """Whose numbers the unit tells: its own, those of a team, and how many it nominates."""
    team = candidate.subject if candidate.kind == SubjectKind.COLLECTIVE else None
    nominated = tuple(candidate.nominated.items()) if candidate.nominated else None
    return candidate.grassroots, candidate.year, team, nominated


def told_title(candidate: Candidate, records: Records) -> JudgedTitle:
    rows, day = records.terms.get(candidate.title.pk, []), candidate.law_day
    terms = next((row for row in rows if holds_on(row.valid_from, row.valid_to, day)), None)
    return judged_title(candidate.title, terms)


def told_union(candidate: Candidate, _records: Records) -> JudgedUnion:
    return JudgedUnion(candidate.nominated_by_union)
