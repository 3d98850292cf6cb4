"""The rows of a sheet that wait for an answer, with what stands against each."""

from collections.abc import Sequence
from dataclasses import dataclass

from emulation.evidence.selectors import with_evidence_count
from emulation.registrations.choices import RegistrationState
from emulation.registrations.eligibility import Judging
from emulation.registrations.models import Registration, RegistrationQuerySet
from emulation.registrations.rules import Finding
from emulation.registrations.workflow import TO_BE_LOOKED_AT
from emulation.sheets.models import RegistrationSheet, SheetVersion
from emulation.sheets.rules import VersionChanges, compare
from emulation.sheets.selectors.rows import registrations_of
from unions.access import PortalUser


@dataclass(frozen=True)
class CheckedRow:
    row: Registration
    remarks: Sequence[Finding]

    @property
    def is_clear(self) -> bool:
        return not any(remark.outcome in TO_BE_LOOKED_AT for remark in self.remarks)

    @property
    def version_key(self) -> str:
        return f"registration:{self.row.pk}"


def waiting_on(sheet: RegistrationSheet) -> RegistrationQuerySet:
    rows: RegistrationQuerySet = registrations_of(sheet).filter(state=RegistrationState.SUBMITTED)  # type: ignore[assignment]
    return rows.for_table().select_related("grassroots__sector")


def checked_rows(sheet: RegistrationSheet, reader: PortalUser) -> list[CheckedRow]:
    rows = list(
        with_evidence_count(waiting_on(sheet)).order_by("person__sort_key", "team__name", "title__position", "pk")
    )
    judging = Judging(rows)
    return [CheckedRow(row, judging.told(row, reader)) for row in rows]


def changes_since(sheet: RegistrationSheet) -> tuple[SheetVersion, VersionChanges] | None:
    """The version before the last and what changed since, if the sheet was sent twice."""
    sent: list[SheetVersion] = list(sheet.versions.order_by("-number")[:2])
    return (sent[1], compare(sent[1].rows, sent[0].rows)) if len(sent) > 1 else None
