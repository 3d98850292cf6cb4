"""What stands against the rows that are not accepted yet, and what would cure it."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from emulation.registrations.choices import OPEN_REGISTRATION, RegistrationState
from emulation.registrations.eligibility import Judging
from emulation.sheets.selectors.grounds import Grounds, Remark
from emulation.sheets.selectors.rows import SheetRows, SubjectRow
from unions.access import PortalUser

UNANSWERED = OPEN_REGISTRATION | {RegistrationState.SUBMITTED}
Remarks = dict[int, list[Remark]]


@dataclass(frozen=True)
class RemarkedRow:
    row: SubjectRow
    remarks: Sequence[Remark]


@dataclass(frozen=True)
class SharedNote:
    """What can be known or reached only later, said once for all its rows."""

    words: str
    bases: Sequence[str]
    rows: Sequence[SubjectRow]


@dataclass(frozen=True)
class Section:
    rows: Sequence[RemarkedRow]
    notes: Sequence[SharedNote]


def with_remarks(rows: SheetRows, reader: PortalUser, law_day: date | None = None) -> dict[str, Section]:
    """`law_day` asks what the law of another day would say."""
    remarks = remarks_on(rows, reader, law_day)
    sections = {"people": rows.people, "collectives": [*rows.collectives, *rows.units, *rows.enterprises]}
    return {name: _section(section, remarks) for name, section in sections.items()}


def remarks_on(rows: SheetRows, reader: PortalUser, law_day: date | None) -> Remarks:
    open_rows = [row for row in rows.registrations if row.state in UNANSWERED]
    judging, book = Judging(open_rows, as_form=True, law_day=law_day), Grounds(open_rows, reader)
    return {row.pk: [Remark(found, row, book) for found in judging.told(row, reader)] for row in open_rows}


def _section(rows: Sequence[SubjectRow], remarks: Remarks) -> Section:
    found = [(row, _of_row(row, remarks)) for row in rows]
    to_act_on = [RemarkedRow(row, [each for each in own if _is_to_act_on(each)]) for row, own in found]
    return Section(to_act_on, _shared_notes(found))


def _of_row(row: SubjectRow, remarks: Remarks) -> Iterable[Remark]:
    own = (remark for registration in row.registrations for remark in remarks.get(registration.pk, ()))
    return {remark.finding: remark for remark in own}.values()


def _is_to_act_on(remark: Remark) -> bool:
    return bool(remark.finding.cure) or not remark.finding.informs


def _shared_notes(found: Iterable[tuple[SubjectRow, Iterable[Remark]]]) -> list[SharedNote]:
    bases: dict[str, dict[str, None]] = defaultdict(dict)
    rows: dict[str, dict[int, SubjectRow]] = defaultdict(dict)
    for row, remarks in found:
        for remark in remarks:
            if not _is_to_act_on(remark):
                bases[remark.finding.words][remark.finding.basis] = None
                rows[remark.finding.words][id(row)] = row
    return [SharedNote(words, list(filter(None, bases[words])), list(rows[words].values())) for words in rows]
