"""The rows of a sheet that wait for an answer, with what stands against each."""

from collections.abc import Sequence
from dataclasses import dataclass

from emulation.eligibility.choices import RuleOutcome
from emulation.evidence.selectors import with_evidence_count
from emulation.registrations.choices import RegistrationState
from emulation.registrations.eligibility import Judging
from emulation.registrations.models import Registration, RegistrationQuerySet
from emulation.sheets.models import RegistrationSheet, SheetVersion
from emulation.sheets.rules import RowChange, VersionChanges, compare
from emulation.sheets.selectors.grounds import Grounds, Remark
from emulation.sheets.selectors.rows import registrations_of
from unions.access import PortalUser

AGAINST = (RuleOutcome.BLOCK, RuleOutcome.WARN)
"""What makes the officer look at a row by itself; what is not known stands against nothing."""


@dataclass(frozen=True)
class CheckedRow:
    row: Registration
    remarks: Sequence[Remark]
    is_new: bool = False
    change: RowChange | None = None

    @property
    def is_looked_at(self) -> bool:
        return any(remark.finding.outcome in AGAINST for remark in self.remarks)

    @property
    def unknown(self) -> tuple[str, ...]:
        """What is not known of the row, in words."""
        words = [each.finding.words for each in self.remarks if each.finding.outcome == RuleOutcome.UNKNOWN]
        return tuple(dict.fromkeys(words))


def waiting_on(sheet: RegistrationSheet) -> RegistrationQuerySet:
    rows: RegistrationQuerySet = registrations_of(sheet).filter(state=RegistrationState.SUBMITTED)  # type: ignore[assignment]
    return rows.for_table().select_related("grassroots__sector")


def checked_rows(
    sheet: RegistrationSheet, reader: PortalUser, changes: VersionChanges | None = None
) -> list[CheckedRow]:
    waiting = with_evidence_count(waiting_on(sheet))
    rows = list(waiting.order_by("person__sort_key", "team__name", "title__position", "pk"))
    judging, book = Judging(rows), Grounds(rows, reader)
    added, changed = (changes.added, changes.changed) if changes else ({}, {})
    return [
        CheckedRow(
            row,
            [Remark(found, row, book) for found in judging.told(row, reader)],
            is_new=(key := f"registration:{row.pk}") in added,
            change=changed.get(key),
        )
        for row in rows
    ]


def changes_since(sheet: RegistrationSheet) -> tuple[SheetVersion, VersionChanges] | None:
    """The version before the last and what changed since, if the sheet was sent twice."""
    sent: list[SheetVersion] = list(sheet.versions.order_by("-number")[:2])
    return (sent[1], compare(sent[1].rows, sent[0].rows)) if len(sent) > 1 else None
