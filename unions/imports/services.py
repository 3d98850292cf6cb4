"""The file is stored, its rows are checked and shown, then written when the user confirms."""

from collections.abc import Iterator
from typing import Any

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from core import jobs
from core.files import FileLost, open_kept
from core.jobs import RunningJob, background_job
from core.spreadsheets.sheets import Row
from core.workflow import MoveNotAllowed, lock
from unions.access import PortalUser
from unions.imports.choices import ImportState
from unions.imports.files import importer_for, open_list
from unions.imports.importers.base import (
    BATCH_SIZE,
    WRONG,
    ImportCounts,
    Place,
    RowImporter,
    RowResult,
    Source,
    run_import,
)
from unions.imports.models import SheetImport, SheetRow
from unions.units.models import GrassrootsUnion

# Longer lists are checked and written in a background job.
MAX_IMMEDIATE_ROWS = 1_000
# SheetImport.opened keeps only so many names of new teams or clusters.
MAX_NEW_NAMES = 200
CHECKING, READY = ImportState.CHECKING, ImportState.READY
IMPORTING, DONE = ImportState.IMPORTING, ImportState.DONE


def start_upload(
    *, actor: PortalUser, kind: str, place: Place, content: bytes, name: str, year: int = 0
) -> SheetImport:
    """Store a file; check its rows if all columns are certain. Raises FileRejected."""
    sheet = SheetImport(kind=kind, year=year, created_by_id=actor.pk, file_name=name[:200])
    if isinstance(place, GrassrootsUnion):
        sheet.grassroots = place
    else:
        sheet.union = place
    opened = open_list(kind, content, name)
    headings = opened.headings
    sheet.sha256, sheet.row_count = opened.source.sha256, len(opened.rows)
    sheet.headings, sheet.first_row = headings.names, headings.row
    sheet.fields = {str(column): field for column, field in headings.taken().items()}
    sheet.doubts = {str(column): field for column, field in headings.doubts.items()}
    with transaction.atomic():
        sheet.file.save(f"{sheet.sha256[:16]}{_suffix(name)}", ContentFile(content), save=False)
        sheet.save()
        if opened.is_certain:
            start_check(actor=actor, sheet=sheet)
    return sheet


def _suffix(name: str) -> str:
    return f".{name.rpartition('.')[2].lower()}"


def name_columns(*, actor: PortalUser, sheet: SheetImport, fields: dict[int, str]) -> SheetImport:
    sheet = lock(sheet)
    _check_open(sheet)
    sheet.fields = {str(column): field for column, field in fields.items() if field}
    sheet.doubts = {}
    return start_check(actor=actor, sheet=sheet)


@transaction.atomic
def start_check(*, actor: PortalUser, sheet: SheetImport) -> SheetImport:
    _importer_of(sheet, actor).check_permission()
    _check_open(sheet)
    sheet.state, sheet.job = CHECKING, None
    sheet.save()
    if sheet.row_count > MAX_IMMEDIATE_ROWS:
        name = _("Checking %(file)s") % {"file": sheet.file_name}
        _start_job("unions.import_check", name, actor, sheet)
    else:
        check_sheet(sheet, actor)
    return sheet


@transaction.atomic
def start_import(*, actor: PortalUser, sheet: SheetImport, good_rows: bool) -> SheetImport:
    """Raise ValidationError if rows are wrong and `good_rows` is false."""
    sheet = lock(sheet)
    _importer_of(sheet, actor).check_permission()
    if sheet.state != READY:
        raise MoveNotAllowed(_("This list has been imported, or is being worked on."))
    if sheet.counts.get(WRONG) and not good_rows:
        raise ValidationError(
            _("%(count)s rows are wrong. Please mend them in the file, or choose to import only the good rows.")
            % {"count": sheet.counts[WRONG]}
        )
    sheet.state, sheet.job = IMPORTING, None
    sheet.save()
    if sheet.row_count > MAX_IMMEDIATE_ROWS:
        name = _("Importing %(file)s") % {"file": sheet.file_name}
        _start_job("unions.import_write", name, actor, sheet, good_rows=good_rows)
    else:
        write_sheet_rows(sheet, actor, good_rows=good_rows)
    return sheet


def _check_open(sheet: SheetImport) -> None:
    is_running = sheet.job is not None and sheet.job.state in ("queued", "running")
    if sheet.state == DONE or is_running:
        raise MoveNotAllowed(_("This list has been imported, or is being worked on."))


def _start_job(kind: str, name: str, actor: PortalUser, sheet: SheetImport, **arguments: Any) -> None:
    sheet.job = jobs.enqueue(kind, name=name, actor=actor, sheet=sheet.pk, **arguments)
    sheet.save(update_fields=["job"])


def _importer_of(sheet: SheetImport, actor: PortalUser) -> RowImporter:
    fields = {int(column): field for column, field in sheet.fields.items()}
    return importer_for(sheet.kind, place=sheet.place, fields=fields, actor=actor, year=sheet.year)


def check_sheet(sheet: SheetImport, actor: PortalUser, job: RunningJob | None = None) -> None:
    """Check the stored file and store the results; safe to run twice."""
    opened = open_list(sheet.kind, _stored_content(sheet), sheet.file_name)
    sheet.rows.all().delete()
    done = 0

    def store(results: list[RowResult]) -> None:
        nonlocal done
        SheetRow.objects.bulk_create(_sheet_row(sheet, result) for result in results)
        done += len(results)
        if job:
            job.report_progress(done, len(opened.rows))

    counts = run_import(_importer_of(sheet, actor), opened.rows, opened.source, dry_run=True, on_batch=store)
    sheet.state, sheet.counts, sheet.opened = READY, counts.totals, counts.new_names[:MAX_NEW_NAMES]
    sheet.save(update_fields=["state", "counts", "opened"])


def _stored_content(sheet: SheetImport) -> bytes:
    try:
        with open_kept(sheet.file) as file:
            content: bytes = file.read()
            return content
    except FileLost as error:
        raise ValidationError(
            _("The file of this list is no longer on the server. Please bring the list once more.")
        ) from error


def _sheet_row(sheet: SheetImport, result: RowResult) -> SheetRow:
    row = result.row
    return SheetRow(
        sheet=sheet,
        number=row.number,
        cells=row.cells,
        outcome=result.outcome,
        faults=result.faults,
        changes=result.changes,
    )


def write_sheet_rows(sheet: SheetImport, actor: PortalUser, *, good_rows: bool) -> ImportCounts:
    """Write the rows; if a result has changed since the check, write nothing and check again."""
    source = Source(sheet.file_name, sheet.sha256)
    importer = _importer_of(sheet, actor)
    counts = run_import(importer, _stored_rows(sheet), source, good_rows=good_rows, expected=sheet.counts)
    if not counts.written:
        check_sheet(sheet, actor)
        return counts
    with transaction.atomic():
        # A list is personal data: only the wrong rows and the file name stay stored.
        sheet.rows.exclude(outcome=WRONG).delete()
        path, storage = str(sheet.file.name), sheet.file.storage
        sheet.state, sheet.finished_at, sheet.file = DONE, timezone.now(), ""
        sheet.save(update_fields=["state", "finished_at", "file"])
        transaction.on_commit(lambda: storage.delete(path))
    return counts


def _stored_rows(sheet: SheetImport) -> Iterator[Row]:
    last = 0
    while batch := list(sheet.rows.filter(number__gt=last).order_by("number")[:BATCH_SIZE]):
        yield from (Row(row.number, tuple(row.cells)) for row in batch)
        last = batch[-1].number


@background_job("unions.import_check")
def check_in_background(job: RunningJob) -> None:
    sheet = SheetImport.objects.get(pk=job.arguments["sheet"])
    check_sheet(sheet, job.actor, job)


@background_job("unions.import_write")
def write_in_background(job: RunningJob) -> None:
    sheet = SheetImport.objects.get(pk=job.arguments["sheet"])
    if sheet.state == DONE:
        return
    job.report_progress(0, sheet.row_count)
    counts = write_sheet_rows(sheet, job.actor, good_rows=job.arguments["good_rows"])
    if not counts.written:
        raise ValidationError(changed_message())
    job.report_progress(sheet.row_count, sheet.row_count)


def changed_message() -> str:
    return _("Something has changed since the list was checked. Nothing was imported; please look at it again.")
