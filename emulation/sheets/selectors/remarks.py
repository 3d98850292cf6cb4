"""What stands against the rows that are not accepted yet, and what would cure it."""

from dataclasses import dataclass, field
from datetime import date

from emulation.registrations.choices import OPEN_REGISTRATION, RegistrationState
from emulation.registrations.eligibility import Judging
from emulation.registrations.rules import Finding
from emulation.sheets.selectors.rows import SheetRows, SubjectRow
from unions.access import PortalUser

UNANSWERED = OPEN_REGISTRATION | {RegistrationState.SUBMITTED}


@dataclass
class RemarkedRow:
    row: SubjectRow
    remarks: list[Finding] = field(default_factory=list)


def with_remarks(rows: SheetRows, reader: PortalUser, law_day: date | None = None) -> dict[str, list[RemarkedRow]]:
    """`law_day` asks what the law of another day would say."""
    remarks = remarks_on(rows, reader, law_day)
    sections = {"people": rows.people, "collectives": [*rows.collectives, *rows.units, *rows.enterprises]}
    return {name: [_remarked(row, remarks) for row in section] for name, section in sections.items()}


def _remarked(row: SubjectRow, remarks: dict[int, list[Finding]]) -> RemarkedRow:
    found = (remark for registration in row.registrations for remark in remarks.get(registration.pk, ()))
    return RemarkedRow(row, list(dict.fromkeys(found)))


def remarks_on(rows: SheetRows, reader: PortalUser, law_day: date | None) -> dict[int, list[Finding]]:
    open_rows = [row for row in rows.registrations if row.state in UNANSWERED]
    judging = Judging(open_rows, as_form=True, law_day=law_day)
    return {row.pk: judging.told(row, reader) for row in open_rows}
