from collections import Counter
from collections.abc import Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.db import transaction
from django.utils.translation import gettext as _

from core import jobs
from core.audit import record
from core.choices import JobPriority
from core.files import FileLost, read_kept
from core.jobs import RunningJob, background_job
from core.notifications import notify
from core.workflow import MoveNotAllowed, lock
from unions.access import PortalUser
from unions.imports.choices import ImportState, RowOutcome
from unions.imports.files import OpenedList, importer_for, open_list
from unions.imports.importers.base import Place, RowImporter, RowResult, batches
from unions.imports.models import SheetImport, SheetRow
from unions.imports.set_aside import mark_rows
from unions.imports.stored_rows import result_fields, row_name, stored_values
from unions.units.models import GrassrootsUnion

# Longer lists are checked and written in a background job.
MAX_IMMEDIATE_ROWS = 1_000
# SheetImport.opened keeps only so many names of new teams or clusters.
MAX_NEW_NAMES = 200
READY = "import.ready"


def start_upload(
    *, actor: PortalUser, kind: str, place: Place, content: bytes, name: str, year: int = 0
) -> SheetImport:
    """Check the rows if all columns are certain. Raises FileRejected."""
    opened = open_list(kind, content, name)
    sheet = new_sheet(actor=actor, opened=opened, place=place, year=year)
    with transaction.atomic():
        sheet.file = ContentFile(content, name=f"{sheet.sha256[:16]}{_suffix(name)}")
        sheet.save()
        record("import.bring", sheet, actor=actor)
        if opened.is_certain:
            start_check(actor=actor, sheet=sheet, opened=opened)
    return sheet


def new_sheet(*, actor: PortalUser | None, opened: OpenedList, place: Place, year: int) -> SheetImport:
    headings = opened.headings
    return SheetImport(
        kind=opened.kind,
        grassroots=place if isinstance(place, GrassrootsUnion) else None,
        union=None if isinstance(place, GrassrootsUnion) else place,
        year=year,
        created_by_id=actor.pk if actor else None,
        file_name=opened.source.name[:200],
        sha256=opened.source.sha256,
        row_count=len(opened.rows),
        notices=opened.notices,
        headings=headings.names,
        samples={str(column): texts for column, texts in opened.samples.items()},
        fields={str(column): field for column, field in headings.taken().items()},
        doubts={str(column): field for column, field in headings.doubts.items()},
    )


def _suffix(name: str) -> str:
    return f".{name.rpartition('.')[2].lower()}"


def name_columns(*, actor: PortalUser, sheet: SheetImport, fields: dict[int, str]) -> SheetImport:
    sheet = lock(sheet)
    _check_open(sheet)
    sheet.fields = {str(column): field for column, field in fields.items() if field}
    sheet.doubts = {}
    return start_check(actor=actor, sheet=sheet)


@transaction.atomic
def start_check(*, actor: PortalUser, sheet: SheetImport, opened: OpenedList | None = None) -> SheetImport:
    """`opened` is the list where it has just been read."""
    importer_of(sheet, actor).check_permission()
    _check_open(sheet)
    sheet.state, sheet.job = ImportState.CHECKING, None
    sheet.save()
    if sheet.row_count > MAX_IMMEDIATE_ROWS:
        name = _("Checking %(file)s") % {"file": sheet.file_name}
        start_job("unions.import_check", name, actor, sheet)
    else:
        check_rows(sheet, opened or _opened_again(sheet), actor)
    return sheet


def _check_open(sheet: SheetImport) -> None:
    if sheet.is_written or sheet.is_running:
        raise MoveNotAllowed(_("This list has been imported, or is being worked on."))


def start_job(kind: str, name: str, actor: PortalUser, sheet: SheetImport, **arguments: Any) -> None:
    sheet.job = jobs.enqueue(kind, name=name, actor=actor, sheet=sheet.pk, **arguments)
    sheet.save(update_fields=["job"])


def importer_of(sheet: SheetImport, actor: PortalUser | None) -> RowImporter:
    fields = {int(column): field for column, field in sheet.fields.items()}
    importer = importer_for(sheet.kind, place=sheet.place, fields=fields, actor=actor, year=sheet.year)
    importer.import_key = sheet.pk
    return importer


def _opened_again(sheet: SheetImport) -> OpenedList:
    try:
        return open_list(sheet.kind, read_kept(sheet.file), sheet.file_name)
    except FileLost as error:
        raise ValidationError(
            _("The file of this list is no longer on the server. Please bring the list once more.")
        ) from error


def check_rows(
    sheet: SheetImport, opened: OpenedList, actor: PortalUser | None, job: RunningJob | None = None
) -> None:
    """Store what each row becomes; safe to run twice."""
    sheet.rows.all().delete()
    importer, done, counts = importer_of(sheet, actor), 0, Counter[str]()
    importer.check_permission()
    for batch in batches(mark_rows(opened.rows, sheet.headings, importer.fields)):
        results = importer.check_rows(batch)
        SheetRow.objects.bulk_create(_sheet_row(sheet, importer, result) for result in results)
        counts.update(result.outcome for result in results)
        done += len(results)
        if job:
            job.report_progress(done, len(opened.rows))
    sheet.state, sheet.opened = ImportState.READY, importer.new_names[:MAX_NEW_NAMES]
    save_counts(sheet, counts)


def save_counts(sheet: SheetImport, counts: Mapping[str, int]) -> None:
    sheet.counts = {outcome: counts.get(outcome, 0) for outcome in RowOutcome.values}
    sheet.save(update_fields=["state", "counts", "opened"])


def _sheet_row(sheet: SheetImport, importer: RowImporter, result: RowResult) -> SheetRow:
    return SheetRow(
        sheet=sheet,
        sheet_name=result.row.sheet,
        number=result.row.number,
        cells=result.row.cells,
        values=stored_values(result.read),
        name=row_name(importer, result.read),
        notes=[list(note) for note in result.notes],
        **result_fields(result),
    )


@background_job("unions.import_check", priority=JobPriority.ROWS)
def check_in_background(job: RunningJob) -> None:
    sheet = SheetImport.objects.get(pk=job.arguments["sheet"])
    check_rows(sheet, _opened_again(sheet), job.actor, job)
    notify(READY, [sheet], actor=None, matter=f"{READY}:{sheet.pk}:{job.job.pk}")
