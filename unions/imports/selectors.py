"""The rows of a list on its way in, as its page shows them."""

from typing import Any, NamedTuple

from core.scoping import ScopedQuerySet
from unions.imports.models import RowOutcome, SheetImport, SheetRow


class Cell(NamedTuple):
    text: str
    reasons: list[str]


class ShownRow(NamedTuple):
    number: int
    verdict: str
    label: str
    tone: str
    cells: list[tuple[str, Cell]]
    changes: list[list[str]]


TONES = {"new": "good", "changed": "info", "unchanged": "neutral", "wrong": "bad"}


def rows_of(sheet: SheetImport, verdict: str) -> ScopedQuerySet:
    """Return the rows of one verdict, or all; by their place in the file."""
    rows: ScopedQuerySet = SheetRow.objects.filter(sheet=sheet).order_by("number")
    return rows.filter(verdict=verdict) if verdict in RowOutcome.values else rows


def columns_shown(sheet: SheetImport) -> list[int]:
    return sorted(int(column) for column, name in sheet.fields.items() if name)


def shown(sheet: SheetImport, row: Any) -> ShownRow:
    """Return a row with each reason at its cell."""
    cells = []
    for column in columns_shown(sheet):
        text = row.cells[column] if column < len(row.cells) else ""
        reasons = [reason for at, reason in row.faults if at == column]
        cells.append((sheet.headings[column], Cell(text, reasons)))
    return ShownRow(
        row.number, row.verdict, row.get_verdict_display(), TONES.get(row.verdict, "neutral"), cells, row.changes
    )
