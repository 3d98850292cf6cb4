from collections.abc import Iterator, Sequence
from typing import Any

from django.db.models import QuerySet

from unions.imports.files import IMPORTERS
from unions.imports.importers.base import BATCH_SIZE, CHANGED, NEW
from unions.imports.models import ImportedRecord, SheetImport, SheetRow


def subject_model(sheet: SheetImport) -> type[Any]:
    return IMPORTERS[sheet.kind].subject


def written_rows(sheet: SheetImport) -> QuerySet[SheetRow]:
    """Rows taken back are left out."""
    rows: QuerySet[SheetRow] = sheet.rows.filter(outcome__in=(NEW, CHANGED), is_taken_back=False).order_by("pk")
    return rows


def row_batches(rows: QuerySet[SheetRow]) -> Iterator[list[SheetRow]]:
    last = 0
    while batch := list(rows.filter(pk__gt=last)[:BATCH_SIZE]):
        yield batch
        last = batch[-1].pk


def subject_keys(sheet: SheetImport, rows: Sequence[SheetRow]) -> dict[int, int]:
    """Return {key of the row: key of its person, unit or union}."""
    label = subject_model(sheet)._meta.label
    created = ImportedRecord.objects.filter(row__in=[row.pk for row in rows if row.target_id is None], model=label)
    known = {row.pk: row.target_id for row in rows if row.target_id is not None}
    return {**known, **dict(created.values_list("row", "object_id"))}
