"""What stands against the rows that are not accepted yet."""

from dataclasses import dataclass, field
from datetime import date

from emulation.registrations.choices import OPEN_REGISTRATION, RegistrationState
from emulation.sheets.models import RegistrationSheet
from emulation.sheets.selectors.checking import SheetChecks
from emulation.sheets.selectors.explaining import Remark, remarks_of, rulings_on
from emulation.sheets.selectors.rows import SheetRows, SubjectRow

UNANSWERED = OPEN_REGISTRATION | {RegistrationState.SUBMITTED}


@dataclass
class RemarkedRow:
    row: SubjectRow
    remarks: list[Remark] = field(default_factory=list)


def with_remarks(
    sheet: RegistrationSheet, rows: SheetRows, law_day: date | None = None
) -> dict[str, list[RemarkedRow]]:
    remarks = remarks_on(sheet, rows, law_day)
    sections = {"people": rows.people, "collectives": [*rows.collectives, *rows.units, *rows.enterprises]}
    return {name: [_remarked(row, remarks) for row in section] for name, section in sections.items()}


def _remarked(row: SubjectRow, remarks: dict[int, list[Remark]]) -> RemarkedRow:
    found = (remark for registration in row.registrations for remark in remarks.get(registration.pk, ()))
    return RemarkedRow(row, list(dict.fromkeys(found)))


def remarks_on(sheet: RegistrationSheet, rows: SheetRows, law_day: date | None) -> dict[int, list[Remark]]:
    open_rows = [row for row in rows.registrations if row.state in UNANSWERED]
    if not open_rows:
        return {}
    checks = SheetChecks(sheet, open_rows)
    judged = zip(open_rows, rulings_on(sheet, open_rows, law_day), strict=True)
    return {row.pk: remarks_of(checks.findings(row), rulings) for row, rulings in judged}
