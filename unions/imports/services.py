"""An import in the page: the file kept in private, each row judged and shown, then written when a person says so."""

from collections.abc import Iterator
from typing import Any

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from core import jobs
from core.files import FileLost, open_kept
from core.jobs import Progress, job
from core.spreadsheets.reading import Row
from core.workflow import lock
from unions.access import PortalUser
from unions.imports.files import importer_for, open_list
from unions.imports.importers.base import BATCH_SIZE, WRONG, ImportCounts, RowImporter, RowResult, Source, run_import
from unions.imports.models import ImportStage, SheetImport, SheetRow
from unions.units.models import GrassrootsUnion

AT_ONCE = 1_000
"""Rows that are judged or written while the person waits; more go to the background."""
COLUMNS, CHECKING, READY = ImportStage.COLUMNS, ImportStage.CHECKING, ImportStage.READY
IMPORTING, DONE = ImportStage.IMPORTING, ImportStage.DONE


def start_upload(
    *, actor: PortalUser, kind: str, place: Any, content: bytes, name: str, year: int = 0
) -> SheetImport:
    """Keep a file and judge its rows, unless its columns must be named first. Raises Refused for what is no list."""
    at_unit = isinstance(place, GrassrootsUnion)
    sheet = SheetImport(kind=kind, year=year, created_by_id=actor.pk, file_name=name[:200])
    sheet.grassroots, sheet.union = (place, None) if at_unit else (None, place)
    opened = open_list(kind, content, name)
    taken = opened.headings.taken()
    sheet.sha256, sheet.row_count = opened.source.sha256, len(opened.rows)
    sheet.headings, sheet.first_row = opened.headings.names, opened.headings.row
    sheet.fields = {str(column): name for column, name in taken.items()}
    sheet.doubts = {str(column): name for column, name in opened.headings.doubts.items()}
    with transaction.atomic():
        sheet.file.save(f"{sheet.sha256[:16]}{_suffix(name)}", ContentFile(content), save=False)
        sheet.save()
        if opened.is_certain:
            start_check(actor=actor, sheet=sheet)
    return sheet


def _suffix(name: str) -> str:
    return f".{name.rpartition('.')[2].lower()}"


def name_columns(*, actor: PortalUser, sheet: SheetImport, fields: dict[int, str]) -> SheetImport:
    """Say what the columns are, and have the rows judged anew."""
    sheet = lock(sheet)
    _check_open(sheet)
    sheet.fields = {str(column): name for column, name in fields.items() if name}
    sheet.doubts = {}
    return start_check(actor=actor, sheet=sheet)


@transaction.atomic
def start_check(*, actor: PortalUser, sheet: SheetImport) -> SheetImport:
    """Judge every row; long lists in the background."""
    _importer_of(sheet, actor).check_permission()
    _check_open(sheet)
    sheet.stage, sheet.job = CHECKING, None
    sheet.save()
    if sheet.row_count > AT_ONCE:
        name = _("Checking %(file)s") % {"file": sheet.file_name}
        _in_background("unions.import_check", name, actor, sheet)
    else:
        check(sheet, actor)
    return sheet


@transaction.atomic
def start_import(*, actor: PortalUser, sheet: SheetImport, good_rows: bool) -> SheetImport:
    """Write what was shown: all rows, or only the good ones. Raises ValidationError where rows are wrong."""
    sheet = lock(sheet)
    _importer_of(sheet, actor).check_permission()
    if sheet.stage != READY:
        raise ValidationError(_("This list has been imported, or is being worked on."), code="stale")
    if sheet.counts.get(WRONG) and not good_rows:
        raise ValidationError(
            _("%(count)s rows are wrong. Please mend them in the file, or choose to import only the good rows.")
            % {"count": sheet.counts[WRONG]}
        )
    sheet.stage, sheet.job = IMPORTING, None
    sheet.save()
    if sheet.row_count > AT_ONCE:
        name = _("Importing %(file)s") % {"file": sheet.file_name}
        _in_background("unions.import_write", name, actor, sheet, good_rows=good_rows)
    else:
        write(sheet, actor, good_rows=good_rows)
    return sheet


def _check_open(sheet: SheetImport) -> None:
    is_running = sheet.job is not None and sheet.job.state in ("queued", "running")
    if sheet.stage == DONE or is_running:
        raise ValidationError(_("This list has been imported, or is being worked on."), code="stale")


def _in_background(kind: str, name: str, actor: PortalUser, sheet: SheetImport, **arguments: Any) -> None:
    sheet.job = jobs.start(kind, name=name, actor=actor, sheet=sheet.pk, **arguments)
    sheet.save(update_fields=["job"])


def _importer_of(sheet: SheetImport, actor: PortalUser) -> RowImporter:
    fields = {int(column): name for column, name in sheet.fields.items()}
    return importer_for(sheet.kind, place=sheet.place, fields=fields, actor=actor, year=sheet.year)


def check(sheet: SheetImport, actor: PortalUser, progress: Progress | None = None) -> None:
    """Judge each row of the kept file and keep the judgment; may be run twice."""
    opened = open_list(sheet.kind, _content_of(sheet), sheet.file_name)
    sheet.rows.all().delete()
    done = 0

    def keep(verdicts: list[RowResult]) -> None:
        nonlocal done
        SheetRow.objects.bulk_create(_stored_rows(sheet, verdict) for verdict in verdicts)
        done += len(verdicts)
        if progress:
            progress.say(done, len(opened.rows))

    outcome = run_import(_importer_of(sheet, actor), opened.rows, opened.source, dry_run=True, each=keep)
    sheet.stage, sheet.counts, sheet.opened = READY, outcome.numbers, outcome.opened[:200]
    sheet.save(update_fields=["stage", "counts", "opened"])


def _content_of(sheet: SheetImport) -> bytes:
    try:
        with open_kept(sheet.file) as kept:
            content: bytes = kept.read()
            return content
    except FileLost as lost:
        raise ValidationError(
            _("The file of this list is no longer on the server. Please bring the list once more.")
        ) from lost


def _stored_rows(sheet: SheetImport, verdict: RowResult) -> SheetRow:
    row = verdict.row
    return SheetRow(
        sheet=sheet,
        number=row.number,
        cells=row.cells,
        verdict=verdict.kind,
        faults=verdict.faults,
        changes=verdict.changes,
    )


def write(sheet: SheetImport, actor: PortalUser, *, good_rows: bool) -> ImportCounts:
    """Write the rows as they were shown; where the portal has changed since, judge them anew and write nothing.

    What was written is not kept twice: only wrong rows stay, to be handed back, and the name of the file.
    """
    source = Source(sheet.file_name, sheet.sha256)
    judge = _importer_of(sheet, actor)
    outcome = run_import(judge, _rows_of(sheet), source, good_rows=good_rows, expected=sheet.counts)
    if not outcome.written:
        check(sheet, actor)
        return outcome
    with transaction.atomic():
        sheet.rows.exclude(verdict=WRONG).delete()
        kept, storage = str(sheet.file.name), sheet.file.storage
        sheet.stage, sheet.finished_at, sheet.file = DONE, timezone.now(), ""
        sheet.save(update_fields=["stage", "finished_at", "file"])
        transaction.on_commit(lambda: storage.delete(kept))
    return outcome


def _rows_of(sheet: SheetImport) -> Iterator[Row]:
    """Yield the kept rows by their numbers, a portion at a time."""
    last = 0
    while portion := list(sheet.rows.filter(number__gt=last).order_by("number")[:BATCH_SIZE]):
        yield from (Row(each.number, tuple(each.cells)) for each in portion)
        last = portion[-1].number


@job("unions.import_check")
def check_in_background(progress: Progress) -> None:
    sheet = SheetImport.objects.get(pk=progress.arguments["sheet"])
    check(sheet, progress.actor, progress)


@job("unions.import_write")
def write_in_background(progress: Progress) -> None:
    sheet = SheetImport.objects.get(pk=progress.arguments["sheet"])
    if sheet.stage == DONE:
        return
    progress.say(0, sheet.row_count)
    outcome = write(sheet, progress.actor, good_rows=progress.arguments["good_rows"])
    if not outcome.written:
        raise ValidationError(changed_since())
    progress.say(sheet.row_count, sheet.row_count)


def changed_since() -> str:
    return _("Something has changed since the list was checked. Nothing was imported; please look at it again.")
