"""New records are removed, changed ones get their old values back."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Model
from django.utils.translation import gettext as _

from core.audit import record, record_many
from core.choices import JobPriority
from core.closed_years import COUNTED, check_year_open
from core.dependents import foreign_keys_to
from core.jobs import RunningJob, background_job
from core.models import Revised
from core.permissions import require
from core.reasons import check_reason
from core.snapshots import set_columns
from core.text import format_number
from core.workflow import MoveNotAllowed, lock
from unions.access import PortalUser
from unions.duplicates.services.candidates import enqueue_refresh_for_unit
from unions.imports.choices import ImportState
from unions.imports.imported_records import model_named
from unions.imports.models import ImportedRecord, SheetImport, SheetRow
from unions.imports.rules import may_take_back
from unions.imports.selectors.rows import row_batches, subject_keys, subject_model, written_rows
from unions.imports.selectors.standing import standing_on
from unions.imports.services import checking
from unions.imports.services.checking import importer_of, start_job

BATCH_SIZE = 250  # rows a statement: SQLite limits the number of values in one


def check_may_be_taken_back(sheet: SheetImport) -> None:
    if sheet.state != ImportState.DONE or sheet.is_running:
        raise MoveNotAllowed(_("Only a list that has been imported can be taken back."))


@transaction.atomic
def start_taking_back(*, actor: PortalUser, sheet: SheetImport, reason: str, only_free: bool) -> SheetImport:
    """Long lists are taken back in the background."""
    sheet = lock(sheet)
    require(actor, may_take_back, sheet)
    check_may_be_taken_back(sheet)
    check_reason(reason)
    sheet.job = None
    if sheet.row_count <= checking.MAX_IMMEDIATE_ROWS:
        return take_back(actor=actor, sheet=sheet, reason=reason, only_free=only_free)
    name = _("Taking back %(file)s") % {"file": sheet.file_name}
    start_job("unions.import_take_back", name, actor, sheet, reason=reason, only_free=only_free)
    return sheet


@transaction.atomic
def take_back(
    *, actor: PortalUser | None, sheet: SheetImport, reason: str, only_free: bool, job: RunningJob | None = None
) -> SheetImport:
    """`only_free` leaves out rows on which something stands; without it they raise ValidationError."""
    sheet = lock(sheet)
    require(actor, may_take_back, sheet)
    importer_of(sheet, actor).check_permission()
    if sheet.state != ImportState.DONE:
        raise MoveNotAllowed(_("Only a list that has been imported can be taken back."))
    check_reason(reason)
    _lock_records(sheet)
    standing = standing_on(sheet)
    _check_free(standing.free_count, len(standing.obstacles), only_free=only_free)
    done, order = 0, _models_in_order(sheet)
    for batch in row_batches(written_rows(sheet)):
        free = [row for row in batch if row.pk not in standing.obstacles]
        _take_back_rows(sheet, free, order, actor=actor, reason=reason)
        done += len(free)
        if job:
            job.report_progress(done, standing.free_count)
    _remove_unused(sheet)
    return _finish(sheet, actor=actor, reason=reason, count=done)


def _lock_records(sheet: SheetImport) -> None:
    # Whoever adds something to a record meanwhile waits, or is seen by the search for obstacles.
    for label in _models_in_order(sheet):
        keys = sheet.records.filter(model=label).values("object_id")
        rows = model_named(label)._base_manager.filter(pk__in=keys).order_by("pk")
        list(rows.select_for_update(of=("self",)).values_list("pk", flat=True))


def _models_in_order(sheet: SheetImport) -> list[str]:
    """Owners come before their parts."""
    firsts: dict[str, int] = {}
    for label, key in sheet.records.filter(row__isnull=False).order_by("pk").values_list("model", "pk"):
        firsts.setdefault(label, key)
    return list(firsts)


def _check_free(free: int, obstructed: int, *, only_free: bool) -> None:
    if not free:
        raise MoveNotAllowed(_("Something stands on every row of this import; nothing can be taken back."))
    if obstructed and not only_free:
        raise ValidationError(
            _("Something stands on %(count)s rows. Please look at them, or take back only the others.")
            % {"count": format_number(obstructed)}
        )


def _take_back_rows(
    sheet: SheetImport, rows: Sequence[SheetRow], order: Sequence[str], *, actor: PortalUser | None, reason: str
) -> None:
    _record_rows(sheet, rows, actor=actor, reason=reason)
    by_model: dict[str, list[ImportedRecord]] = defaultdict(list)
    for written in ImportedRecord.objects.filter(row__in=list(rows)):
        by_model[written.model].append(written)
    for label in reversed(order):
        _check_years_open(label, by_model[label], actor=actor, reason=reason)
        _restore(model_named(label), [each for each in by_model[label] if each.before is not None])
        created = [each.object_id for each in by_model[label] if each.before is None]
        model_named(label)._base_manager.filter(pk__in=created).delete()
    SheetRow.objects.filter(pk__in=[row.pk for row in rows]).update(is_taken_back=True)


def _check_years_open(
    label: str, records: Iterable[ImportedRecord], *, actor: PortalUser | None, reason: str
) -> None:
    if COUNTED.items(label):
        for row in model_named(label)._base_manager.filter(pk__in=[each.object_id for each in records]):
            check_year_open(row, actor=actor, reason=reason)


def _record_rows(sheet: SheetImport, rows: Sequence[SheetRow], *, actor: PortalUser | None, reason: str) -> None:
    subject = subject_model(sheet)
    keys = subject_keys(sheet, rows)
    subjects = subject._base_manager.in_bulk(keys.values())
    details = [(subjects[key], {"import": sheet.pk}) for key in keys.values() if key in subjects]
    record_many(f"{subject._meta.model_name}.import_taken_back", details, actor=actor, reason=reason)


def _restore(model: type[Model], records: Iterable[ImportedRecord]) -> None:
    before = {each.object_id: each.before or {} for each in records}
    rows: Any = model._base_manager.in_bulk(before)
    names = {model._meta.get_field(column).name for values in before.values() for column in values}
    for key, row in rows.items():
        set_columns(row, before[key])
        if isinstance(row, Revised):
            row.revision += 1
            names.add("revision")
    if rows:
        model._base_manager.bulk_update(rows.values(), sorted(names), batch_size=BATCH_SIZE)


def _remove_unused(sheet: SheetImport) -> None:
    # Teams and clusters that came along go as soon as nothing uses them.
    for label in sheet.records.filter(row__isnull=True).order_by().values_list("model", flat=True).distinct():
        model = model_named(label)
        came_along = sheet.records.filter(row__isnull=True, model=label).values("object_id")
        unused = model._base_manager.filter(pk__in=came_along)
        for key in foreign_keys_to(model):
            used = key.rows_on(model._base_manager.filter(pk__in=came_along))
            unused = unused.exclude(pk__in=used.values(key.name))
        unused.delete()


def _finish(sheet: SheetImport, *, actor: PortalUser | None, reason: str, count: int) -> SheetImport:
    if not written_rows(sheet).exists():
        sheet.state = ImportState.TAKEN_BACK
    sheet.save(update_fields=["state", "job"])
    detail = {"import": sheet.pk, "name": sheet.file_name, "rows": count}
    record("import.take_back", sheet, actor=actor, reason=reason, detail=detail)
    action = f"{importer_of(sheet, actor).audit_action}_taken_back"
    record(action, sheet.place, actor=actor, reason=reason, detail=detail)
    if sheet.grassroots:
        enqueue_refresh_for_unit(sheet.grassroots)
    return sheet


@background_job("unions.import_take_back", priority=JobPriority.ROWS)
def take_back_in_background(job: RunningJob) -> None:
    sheet = SheetImport.objects.get(pk=job.arguments["sheet"])
    if sheet.state == ImportState.DONE:
        options = {name: job.arguments[name] for name in ("reason", "only_free")}
        take_back(actor=job.actor, sheet=sheet, job=job, **options)
