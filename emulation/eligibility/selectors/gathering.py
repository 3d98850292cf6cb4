"""A fact is read when a rule asks for it, for all candidates at once; what is not recorded is None."""

from collections.abc import Sequence

from emulation.eligibility.rules.facts import Case, JudgedUnion
from emulation.eligibility.selectors.candidates import Candidate
from emulation.eligibility.selectors.records import Records
from emulation.eligibility.selectors.subjects import RecordedSubject
from emulation.eligibility.selectors.titles import judged_title
from emulation.eligibility.selectors.units import RecordedEnterprise, RecordedUnit
from emulation.law.models import TitleTerms
from emulation.law.rules import holds_on


def gather(candidates: Sequence[Candidate]) -> list[Case]:
    """The number of queries does not depend on how many candidates there are."""
    records = Records(candidates)
    return [case_of(candidate, records) for candidate in candidates]


def case_of(candidate: Candidate, records: Records) -> Case:
    return Case(
        title=judged_title(candidate.title, terms_of(candidate, records)),
        year=candidate.year,
        subject=RecordedSubject(candidate, records),
        unit=RecordedUnit(candidate, records),
        enterprise=RecordedEnterprise(candidate, records),
        union=JudgedUnion(candidate.nominated_by_union),
        scope=candidate.scope,
        received_on=candidate.received_on,
        council_on=candidate.council_on,
        decided_on=candidate.decided_on,
        registered_on=candidate.registered_on,
        deadline=candidate.deadline,
        period_from=candidate.period[0],
        period_to=candidate.period[1],
        is_aim=candidate.is_aim,
        achievement=candidate.achievement,
        has_twin=candidate.has_twin,
    )


def terms_of(candidate: Candidate, records: Records) -> TitleTerms | None:
    rows = records.terms.get(candidate.title.pk, [])
    return next((row for row in rows if holds_on(row.valid_from, row.valid_to, candidate.law_day)), None)
