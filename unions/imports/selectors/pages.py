from collections.abc import Iterable
from typing import Any, NamedTuple

from django.utils.translation import gettext as _

from core.scoping import ScopedQuerySet
from core.spreadsheets.sheets import column_letter
from unions.access import PortalUser, is_chair_of, is_officer_at
from unions.imports.choices import RowOutcome
from unions.imports.files import IMPORTERS
from unions.imports.models import SheetImport, SheetRow
from unions.imports.remarks import fault_texts
from unions.imports.selectors.rows import subject_keys, subject_model
from unions.imports.selectors.standing import NamedObstacle, Standing, named_obstacles
from unions.people.rules import PERSONAL_FIELDS

TONES = {"new": "good", "changed": "info", "unchanged": "neutral", "wrong": "bad", "aside": "neutral"}
OVERTAKEN, TAKEN_BACK = "overtaken", "taken_back"


class Cell(NamedTuple):
    text: str
    reasons: list[str]
    notes: list[str]


class DisplayedRow(NamedTuple):
    place: str  # its number, and the sheet where there are several
    outcome: str
    label: str
    tone: str
    is_overtaken: bool
    cells: list[tuple[str, Cell]]  # with the heading of each column
    changes: list[tuple[str, str, str]]  # label, old, new
    faults: list[str]  # of the row as a whole
    aside: str  # all cells of a row that is set aside

    @property
    def is_aside(self) -> bool:
        return bool(self.aside)


class FinishedRow(NamedTuple):
    place: str
    name: str
    url: str
    label: str
    tone: str
    changes: list[tuple[str, str, str]]
    faults: list[str]
    is_aside: bool


class ObstructedRow(NamedTuple):
    place: str
    name: str
    url: str
    obstacles: list[NamedObstacle]


class RowFilter(NamedTuple):
    value: str
    label: str
    rows: int


def rows_of(sheet: SheetImport, show: str) -> ScopedQuerySet:
    rows: ScopedQuerySet = SheetRow.objects.filter(sheet=sheet).order_by("pk")
    if show in RowOutcome.values:
        return rows.filter(outcome=show)
    flags = {OVERTAKEN: "is_overtaken", TAKEN_BACK: "is_taken_back"}
    return rows.filter(**{flags[show]: True}) if show in flags else rows


def row_filters(sheet: SheetImport) -> list[RowFilter]:
    filters = [RowFilter(value, str(label), sheet.counts.get(value, 0)) for value, label in RowOutcome.choices]
    marked = [
        RowFilter(OVERTAKEN, _("Changed since the check"), sheet.rows.filter(is_overtaken=True).count()),
        RowFilter(TAKEN_BACK, _("Taken back"), sheet.rows.filter(is_taken_back=True).count()),
    ]
    return [*filters, *(each for each in marked if each.rows)]


def used_columns(sheet: SheetImport) -> list[int]:
    return sorted(int(column) for column, name in sheet.fields.items() if name)


def displayed_rows(user: PortalUser, sheet: SheetImport, rows: Iterable[SheetRow]) -> list[DisplayedRow]:
    return [_displayed_row(user, sheet, row) for row in rows]


def _displayed_row(user: PortalUser, sheet: SheetImport, row: SheetRow) -> DisplayedRow:
    cells = []
    for column in used_columns(sheet):
        text = row.cells[column] if column < len(row.cells) else ""
        cells.append((sheet.headings[column], Cell(text, _at(column, row.faults), _at(column, row.notes))))
    return DisplayedRow(
        place=row.label,
        outcome=row.outcome,
        label=row.get_outcome_display(),
        tone=TONES.get(row.outcome, "neutral"),
        is_overtaken=row.is_overtaken,
        cells=cells,
        changes=displayed_changes(user, sheet, row),
        faults=_at(None, row.faults),
        aside=all_cells(row) if row.outcome == RowOutcome.ASIDE else "",
    )


def _at(column: int | None, sentences: Iterable[Any]) -> list[str]:
    return [sentence for place, sentence in sentences if place == column]


def all_cells(row: SheetRow) -> str:
    return " · ".join(filter(None, row.cells))


def left_out_columns(sheet: SheetImport) -> list[str]:
    """Unread columns with a heading or values."""
    unread = [column for column in range(len(sheet.headings)) if column not in used_columns(sheet)]
    return [
        sheet.headings[column] or column_letter(column)
        for column in unread
        if sheet.headings[column] or str(column) in sheet.samples
    ]


def displayed_changes(user: PortalUser, sheet: SheetImport, row: SheetRow) -> list[tuple[str, str, str]]:
    """Hidden personal data shows only that it changes."""
    if row.outcome != RowOutcome.CHANGED:
        return []
    importer = IMPORTERS[sheet.kind]
    labels = {column.field: str(column.label) for column in importer.columns}
    hidden = frozenset() if may_read_changes(user, sheet) else frozenset(PERSONAL_FIELDS)
    return [
        (labels.get(field, field), "…", "…")
        if field in hidden
        else (labels.get(field, field), importer.displayed(field, old), importer.displayed(field, new))
        for field, old, new in row.changes
    ]


def may_read_changes(user: PortalUser, sheet: SheetImport) -> bool:
    unit = sheet.grassroots
    return unit is None or is_chair_of(user, unit.pk) or is_officer_at(user, unit.responsible_union_id or 0)


def finished_rows(user: PortalUser, sheet: SheetImport, page: Any) -> list[FinishedRow]:
    """Visible records are linked."""
    return [_finished_row(user, sheet, row, subject) for row, subject in _with_subjects(user, sheet, page)]


def _with_subjects(user: PortalUser, sheet: SheetImport, page: Any) -> list[tuple[SheetRow, Any]]:
    rows = list(page)
    keys = subject_keys(sheet, rows)
    visible = subject_model(sheet).objects.visible_to(user).in_bulk(keys.values())
    return [(row, visible.get(keys.get(row.pk))) for row in rows]


def obstructed_rows(
    user: PortalUser, sheet: SheetImport, keys: Iterable[int], standing: Standing
) -> list[ObstructedRow]:
    rows = _with_subjects(user, sheet, sheet.rows.filter(pk__in=list(keys)))
    names = named_obstacles((each for row, _subject in rows for each in standing.obstacles[row.pk]), user)
    return [
        ObstructedRow(
            place=row.label,
            name=row.name,
            url=subject.get_absolute_url() if subject else "",
            obstacles=[names[obstacle] for obstacle in standing.obstacles[row.pk]],
        )
        for row, subject in rows
    ]


def _finished_row(user: PortalUser, sheet: SheetImport, row: SheetRow, subject: Any) -> FinishedRow:
    label, tone = str(row.get_outcome_display()), TONES.get(row.outcome, "neutral")
    if row.is_taken_back:
        label, tone = _("%(outcome)s, taken back") % {"outcome": label}, "neutral"
    return FinishedRow(
        place=row.label,
        name=row.name or str(subject or "") or all_cells(row),
        url=subject.get_absolute_url() if subject else "",
        label=label,
        tone=tone,
        changes=displayed_changes(user, sheet, row),
        faults=fault_texts(row.faults, sheet.headings),
        is_aside=row.outcome == RowOutcome.ASIDE,
    )
