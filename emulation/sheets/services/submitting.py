"""All that is open on a sheet goes in at once, or nothing does."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.core.files import File
from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.users.models import User
from core.audit import record
from core.bulk import BulkOutcome
from core.bulk_moves import perform_all
from core.permissions import require
from core.workflow import MoveNotAllowed, lock
from emulation.initiatives.choices import OPEN_INITIATIVE
from emulation.initiatives.workflow import INITIATIVE
from emulation.registrations.choices import OPEN_REGISTRATION
from emulation.registrations.services import moment_of, move_many
from emulation.registrations.workflow import REGISTRATION
from emulation.sheets.models import RegistrationSheet, SheetVersion
from emulation.sheets.rules import may_file, may_submit, may_submit_late
from emulation.sheets.selectors.rows import SheetRows, initiatives_on, registrations_of, sheet_rows
from emulation.sheets.services.sheets import check_running

RELATED = ("title", "person", "team", "enterprise", "initiative", "campaign", "grassroots__sector")


@transaction.atomic
def submit_sheet(sheet: RegistrationSheet, *, actor: User) -> SheetVersion:
    require(actor, may_submit, sheet)
    return _send(sheet, actor, "submit", received=moment_of(None))


@transaction.atomic
def submit_sheet_late(
    sheet: RegistrationSheet, *, actor: User, reason: str, received_on: date | None = None
) -> SheetVersion:
    """The officer takes in what came after the deadline."""
    require(actor, may_submit_late, sheet)
    return _send(sheet, actor, "submit_late", reason=reason, received=moment_of(received_on))


def _send(sheet: RegistrationSheet, actor: User, move: str, *, received: datetime, reason: str = "") -> SheetVersion:
    sheet = lock(sheet)
    check_running(sheet)
    _submit_registrations(sheet, actor, move, received=received, reason=reason)
    if move == "submit":
        initiatives = initiatives_on(sheet).filter(state__in=OPEN_INITIATIVE).prefetch_related("authors")
        check_whole(perform_all(INITIATIVE, "submit", initiatives, actor=actor))
    return _new_version(sheet, actor, reason, received)


def _submit_registrations(sheet: RegistrationSheet, actor: User, move: str, **data: Any) -> None:
    open_rows = list(registrations_of(sheet).filter(state__in=OPEN_REGISTRATION).only("pk"))
    if not open_rows and not initiatives_on(sheet).filter(state__in=OPEN_INITIATIVE).exists():
        raise MoveNotAllowed(_("Everything on the sheet is submitted already."))
    received_on = timezone.localdate(data["received"])
    check_whole(move_many(move, open_rows, actor=actor, received_on=received_on, **data))


def check_whole(outcome: BulkOutcome) -> None:
    """Raise what stands against each row."""
    if outcome.refused:
        raise ValidationError([f"{row}: {' '.join(map(str, reasons))}" for row, reasons in outcome.refused])


def _new_version(sheet: RegistrationSheet, actor: User, reason: str, received: datetime) -> SheetVersion:
    last = sheet.versions.aggregate(last=Max("number"))["last"] or 0
    version = SheetVersion.objects.create(
        sheet=sheet,
        number=last + 1,
        rows=rows_sent(sheet_rows(sheet)),
        late_reason=reason,
        submitted_by=actor,
        submitted_at=received,
    )
    record("sheet.submit", sheet, actor=actor, reason=reason, detail={"number": ["", str(version.number)]})
    return version


def rows_sent(rows: SheetRows) -> list[dict[str, Any]]:
    registrations = [
        _row("registration", row.pk, str(row.subject), row.title_name, row.note) for row in rows.registrations
    ]
    works = [_row("work", work.pk, work.name) for work in rows.works]
    initiatives = [_of_initiative(row.initiative.pk, row.initiative.name, row.authors) for row in rows.initiatives]
    topics = [_of_initiative(row.initiative.pk, row.initiative.name, row.authors) for row in rows.topics]
    return [*registrations, *works, *initiatives, *topics]


def _row(model: str, key: int, subject: str, title: str = "", note: str = "") -> dict[str, Any]:
    return {"key": f"{model}:{key}", "subject": subject, "title": title, "note": note}


def _of_initiative(key: int, name: str, authors: Sequence[str]) -> dict[str, Any]:
    return _row("initiative", key, name, note=", ".join(authors))


@transaction.atomic
def file_scan(version: SheetVersion, *, actor: User, scan: File[Any]) -> SheetVersion:
    """The paper as it was signed and stamped."""
    version = lock(version)
    require(actor, may_file, version.sheet)
    version.scan = scan
    version.full_clean()
    version.save(update_fields=["scan"])
    record("sheet.file", version.sheet, actor=actor, detail={"number": ["", str(version.number)]})
    return version


@transaction.atomic
def take_off(sheet: RegistrationSheet, *, actor: User, keys: Sequence[int]) -> BulkOutcome:
    """Withdraw rows that were not sent yet."""
    sheet = lock(sheet)
    require(actor, may_submit, sheet)
    rows = registrations_of(sheet).filter(pk__in=keys, state__in=OPEN_REGISTRATION)
    return perform_all(REGISTRATION, "withdraw", rows.select_related(*RELATED), actor=actor)
