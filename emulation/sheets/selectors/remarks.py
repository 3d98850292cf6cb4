"""What stands against the rows that are not accepted yet."""

from dataclasses import dataclass, field

from emulation.registrations.choices import OPEN_REGISTRATION, RegistrationState
from emulation.registrations.rules import Finding
from emulation.sheets.models import RegistrationSheet
from emulation.sheets.selectors.checking import SheetChecks
from emulation.sheets.selectors.rows import SheetRows, SubjectRow

UNANSWERED = OPEN_REGISTRATION | {RegistrationState.SUBMITTED}


@dataclass
class RemarkedRow:
    row: SubjectRow
    findings: list[Finding] = field(default_factory=list)


def with_remarks(sheet: RegistrationSheet, rows: SheetRows) -> dict[str, list[RemarkedRow]]:
    open_rows = [row for row in rows.registrations if row.state in UNANSWERED]
    checks = SheetChecks(sheet, open_rows) if open_rows else None
    sections = {"people": rows.people, "collectives": [*rows.collectives, *rows.units, *rows.enterprises]}
    return {name: [_remarked(row, checks) for row in section] for name, section in sections.items()}


def _remarked(row: SubjectRow, checks: SheetChecks | None) -> RemarkedRow:
    if checks is None:
        return RemarkedRow(row)
    unanswered = (registration for registration in row.registrations if registration.state in UNANSWERED)
    return RemarkedRow(row, [finding for each in unanswered for finding in checks.findings(each)])
