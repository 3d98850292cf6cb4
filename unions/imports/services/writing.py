"""The checked rows are written; the file is not read again."""

from collections.abc import Iterator, Sequence

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Count
from django.utils import timezone
from django.utils.translation import gettext as _

from core.audit import record
from core.choices import JobPriority
from core.closed_years import typed_reason
from core.jobs import RunningJob, background_job
from core.text import format_number
from core.workflow import MoveNotAllowed, lock
from unions.access import PortalUser
from unions.imports.choices import ImportState
from unions.imports.imported_records import record_fingerprint
from unions.imports.importers.base import (
    BATCH_SIZE,
    CHANGED,
    NEW,
    UNCHANGED,
    WRONG,
    RowImporter,
    RowResult,
    WrittenRow,
)
from unions.imports.models import ImportedRecord, SheetImport, SheetRow
from unions.imports.services import checking
from unions.imports.services.checking import importer_of, save_counts, start_job
from unions.imports.stored_rows import is_as_agreed, restored_result, result_fields

GOOD = (NEW, CHANGED, UNCHANGED)


@transaction.atomic
def start_import(*, actor: PortalUser, sheet: SheetImport, good_rows: bool) -> SheetImport:
    """Raise ValidationError if rows are wrong and `good_rows` is false."""
    sheet = lock(sheet)
    importer_of(sheet, actor).check_permission()
    if sheet.state != ImportState.READY:
        raise MoveNotAllowed(_("This list has been imported, or is being worked on."))
    if sheet.counts.get(WRONG) and not good_rows:
        raise ValidationError(
            _("%(count)s rows are wrong. Please mend them in the file, or choose to import only the good rows.")
            % {"count": format_number(sheet.counts[WRONG])}
        )
    sheet.state, sheet.job = ImportState.IMPORTING, None
    sheet.save()
    if sheet.row_count > checking.MAX_IMMEDIATE_ROWS:
        _check_reason_given(sheet, actor)
        name = _("Importing %(file)s") % {"file": sheet.file_name}
        start_job("unions.import_write", name, actor, sheet, **typed_reason())
    else:
        write_sheet(sheet, actor)
    return sheet


def _check_reason_given(sheet: SheetImport, actor: PortalUser) -> None:
    importer = importer_of(sheet, actor)
    importer.check_reason_given(result for _rows, results in _matched_batches(sheet, importer) for result in results)


def write_sheet(sheet: SheetImport, actor: PortalUser | None) -> bool:
    """Return False, and mark the rows, where the portal has changed since the check."""
    importer = importer_of(sheet, actor)
    importer.check_permission()
    with transaction.atomic():
        is_agreed = all(_write_batch(sheet, importer, *batch) for batch in _matched_batches(sheet, importer))
        if is_agreed:
            _finish(sheet, importer)
        else:
            transaction.set_rollback(True)
    if not is_agreed:
        match_again(sheet, actor)
    return is_agreed


def _matched_batches(sheet: SheetImport, importer: RowImporter) -> Iterator[tuple[list[SheetRow], list[RowResult]]]:
    """Yield the good rows, each with what it would become now."""
    last = 0
    while rows := list(sheet.rows.filter(outcome__in=GOOD, pk__gt=last).order_by("pk")[:BATCH_SIZE]):
        results = [restored_result(row) for row in rows]
        importer.match_rows(results)
        yield rows, results
        last = rows[-1].pk


def _write_batch(
    sheet: SheetImport, importer: RowImporter, rows: Sequence[SheetRow], results: Sequence[RowResult]
) -> bool:
    if not all(is_as_agreed(row, result) for row, result in zip(rows, results, strict=True)):
        return False
    row_of = {id(result): row for row, result in zip(rows, results, strict=True)}
    written = importer.write([result for result in results if result.outcome in (NEW, CHANGED)])
    ImportedRecord.objects.bulk_create(
        [_imported_record(sheet, row_of.get(id(each.result)), each) for each in written], batch_size=BATCH_SIZE
    )
    return True


def _imported_record(sheet: SheetImport, row: SheetRow | None, written: WrittenRow) -> ImportedRecord:
    return ImportedRecord(
        sheet_id=sheet.pk,
        row_id=row.pk if row else None,
        model=written.record._meta.label,
        object_id=written.record.pk,
        before=written.before,
        fingerprint=record_fingerprint(written.record, written.before),
    )


def _finish(sheet: SheetImport, importer: RowImporter) -> None:
    # A list is personal data: of the good rows only the names stay stored, and the file goes.
    sheet.rows.filter(outcome__in=GOOD).update(cells=[], values={})
    path, storage = str(sheet.file.name or ""), sheet.file.storage
    sheet.state, sheet.finished_at, sheet.file, sheet.samples = ImportState.DONE, timezone.now(), "", {}
    sheet.save()
    if path:
        transaction.on_commit(lambda: storage.delete(path))
    source = {"name": sheet.file_name, "sha256": sheet.sha256}
    record("import.write", sheet, actor=importer.actor, detail={**source, **sheet.counts})
    if sheet.counts[NEW] or sheet.counts[CHANGED]:
        detail = {**source, **sheet.counts, "import": sheet.pk}
        record(importer.audit_action, importer.place, actor=importer.actor, detail=detail)


def match_again(sheet: SheetImport, actor: PortalUser | None) -> None:
    """Mark the rows that would become something else now."""
    importer = importer_of(sheet, actor)
    sheet.rows.update(is_overtaken=False)
    for rows, results in _matched_batches(sheet, importer):
        overtaken = []
        for row, result in zip(rows, results, strict=True):
            if not is_as_agreed(row, result):
                for name, value in {**result_fields(result), "is_overtaken": True}.items():
                    setattr(row, name, value)
                overtaken.append(row)
        SheetRow.objects.bulk_update(overtaken, ["outcome", "target_id", "faults", "changes", "is_overtaken"], 250)
    sheet.state, sheet.opened = ImportState.READY, importer.new_names[: checking.MAX_NEW_NAMES]
    save_counts(sheet, dict(sheet.rows.order_by().values_list("outcome").annotate(Count("pk"))))


@background_job("unions.import_write", priority=JobPriority.ROWS)
def write_in_background(job: RunningJob) -> None:
    sheet = SheetImport.objects.get(pk=job.arguments["sheet"])
    if sheet.is_written:
        return
    job.report_progress(0, sheet.row_count)
    if not write_sheet(sheet, job.actor):
        raise ValidationError(changed_message())
    job.report_progress(sheet.row_count, sheet.row_count)


def changed_message() -> str:
    return _("Something has changed since the list was checked. Nothing was imported; please look at it again.")
