"""What the law says of the rows of a sheet: what is lacking, by which article, what would cure it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils import timezone

from emulation.campaigns.selectors.deadlines import deadline_of
from emulation.eligibility.choices import RuleOutcome
from emulation.eligibility.rules.facts import NEVER, Day
from emulation.eligibility.rules.judging import judge, judge_on
from emulation.eligibility.rules.rulings import Ruling
from emulation.eligibility.selectors.candidates import Candidate
from emulation.eligibility.selectors.gathering import gather
from emulation.eligibility.selectors.parameters import stored_law
from emulation.registrations.models import Registration
from emulation.registrations.rules import SUBJECT_FIELDS, Finding
from emulation.sheets.models import RegistrationSheet

SAID = (RuleOutcome.BLOCK, RuleOutcome.WARN, RuleOutcome.UNKNOWN, RuleOutcome.INFORM)
"""Outcomes that are told, heaviest first."""


@dataclass(frozen=True)
class Remark:
    outcome: str
    words: str
    cure: str = ""
    basis: str = ""

    @property
    def blocks(self) -> bool:
        return self.outcome == RuleOutcome.BLOCK


def rulings_on(
    sheet: RegistrationSheet, rows: Sequence[Registration], law_day: date | None = None
) -> list[list[Ruling]]:
    """In a constant number of queries; `law_day` asks what the law of another day would say."""
    law = stored_law()
    cases = gather(candidates_of(sheet, rows))
    judged = (judge_on(case, law, law_day) if law_day else judge(case, law) for case in cases)
    return [[ruling for ruling in rulings if ruling.outcome in SAID] for rulings in judged]


def candidates_of(sheet: RegistrationSheet, rows: Iterable[Registration]) -> list[Candidate]:
    deadline: Day = deadline_of(sheet.campaign, sheet.grassroots) or NEVER
    return [_candidate(sheet, row, deadline) for row in rows]


def _candidate(sheet: RegistrationSheet, row: Registration, deadline: Day) -> Candidate:
    sent_on = timezone.localdate(row.submitted_at) if row.submitted_at else None
    subject: Any = getattr(row, f"{SUBJECT_FIELDS.get(row.subject_kind, 'grassroots')}_id")
    return Candidate(
        model="emulation.Registration",
        key=row.pk or 0,
        kind=row.subject_kind,
        subject=subject,
        title=row.title,
        year=sheet.year,
        union=sheet.union_id,
        grassroots=sheet.grassroots_id,
        campaign=sheet.campaign,
        is_aim=True,
        received_on=sent_on,
        registered_on=sent_on or timezone.localdate(),
        deadline=deadline,
        has_twin=False,
    )


def remarks_of(findings: Iterable[Finding], rulings: Iterable[Ruling]) -> list[Remark]:
    """A rule that the form checks too is told once."""
    findings = list(findings)
    told = {finding.rule for finding in findings}
    remarks = [Remark(_outcome(finding), finding.words) for finding in findings]
    remarks += [_remark(ruling) for ruling in rulings if ruling.rule not in told]
    return sorted(dict.fromkeys(remarks), key=lambda remark: SAID.index(RuleOutcome(remark.outcome)))


def _outcome(finding: Finding) -> str:
    return RuleOutcome.BLOCK.value if finding.blocks else RuleOutcome.WARN.value


def _remark(ruling: Ruling) -> Remark:
    return Remark(ruling.outcome, ruling.message, ruling.cure, ruling.parameters.get("legal_basis", ""))
