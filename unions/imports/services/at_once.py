"""Checks and writes in one step, for commands."""

from collections.abc import Mapping
from typing import NamedTuple

from django.db import transaction
from django.db.models import Q

from unions.access import PortalUser
from unions.imports.choices import ImportState, RowOutcome
from unions.imports.files import OpenedList
from unions.imports.importers.base import Place
from unions.imports.models import SheetImport, SheetRow
from unions.imports.services.checking import check_rows, new_sheet
from unions.imports.services.writing import write_sheet


class FinishedImport(NamedTuple):
    sheet: SheetImport  # stored only if `is_written`
    # The rows that are wrong, set aside or read otherwise than they stand.
    told: list[SheetRow]
    is_written: bool

    @property
    def wrong(self) -> list[SheetRow]:
        return [row for row in self.told if row.outcome == RowOutcome.WRONG]


@transaction.atomic
def import_at_once(
    *,
    actor: PortalUser | None,
    opened: OpenedList,
    fields: Mapping[int, str],
    place: Place,
    year: int = 0,
    good_rows: bool = False,
    dry_run: bool = False,
) -> FinishedImport:
    """Write all rows or none; `good_rows` writes those without faults. Nothing is stored without a change."""
    sheet = new_sheet(actor=actor, opened=opened, place=place, year=year)
    sheet.fields = {str(column): field for column, field in fields.items()}
    sheet.save()
    check_rows(sheet, opened, actor)
    told = list(sheet.rows.filter(Q(outcome__in=(RowOutcome.WRONG, RowOutcome.ASIDE)) | ~Q(notes=[])))
    has_changes = bool(sheet.counts[RowOutcome.NEW] or sheet.counts[RowOutcome.CHANGED])
    if dry_run or not has_changes or (sheet.counts[RowOutcome.WRONG] and not good_rows):
        transaction.set_rollback(True)
        return FinishedImport(sheet, told, is_written=False)
    sheet.state = ImportState.IMPORTING
    return FinishedImport(sheet, told, is_written=write_sheet(sheet, actor))
