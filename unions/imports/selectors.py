from typing import NamedTuple

from core.scoping import ScopedQuerySet
from unions.imports.choices import RowOutcome
from unions.imports.models import SheetImport, SheetRow


class Cell(NamedTuple):
    text: str
    reasons: list[str]


class DisplayedRow(NamedTuple):
    number: int
    outcome: str
    label: str
    tone: str
    cells: list[tuple[str, Cell]]  # with the heading of each column
    changes: list[list[str]]


TONES = {"new": "good", "changed": "info", "unchanged": "neutral", "wrong": "bad"}


def rows_of(sheet: SheetImport, outcome: str) -> ScopedQuerySet:
    rows: ScopedQuerySet = SheetRow.objects.filter(sheet=sheet).order_by("number")
    return rows.filter(outcome=outcome) if outcome in RowOutcome.values else rows


def used_columns(sheet: SheetImport) -> list[int]:
    return sorted(int(column) for column, name in sheet.fields.items() if name)


def displayed_row(sheet: SheetImport, row: SheetRow) -> DisplayedRow:
    cells = []
    for column in used_columns(sheet):
        text = row.cells[column] if column < len(row.cells) else ""
        reasons = [reason for fault_column, reason in row.faults if fault_column == column]
        cells.append((sheet.headings[column], Cell(text, reasons)))
    tone = TONES.get(row.outcome, "neutral")
    return DisplayedRow(row.number, row.outcome, row.get_outcome_display(), tone, cells, row.changes)
