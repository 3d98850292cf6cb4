from dataclasses import dataclass
from datetime import timedelta
from decimal import ROUND_UP, Decimal
from functools import partial
from itertools import groupby

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import ValidationError
from django.core.files.storage import default_storage
from django.db import transaction
from django.db.models import Count, FileField, Model, QuerySet, Sum
from django.db.models.fields.files import FieldFile
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.audit import history_of, record
from core.models import ReplacedFile, StoredFile
from core.storage import MEGABYTE
from core.text.numbers import format_number

REPLACED_KEPT = 2
"""The scans of a paper before the present one that always stay."""
REPLACED_FOR = timedelta(days=365)
"""How long older ones stay: until the year of the paper was reported."""


@dataclass(frozen=True)
class FileSpace:
    used: int
    replaced: int
    replaced_count: int
    allowed: int


def files_of(owner: Model) -> QuerySet[StoredFile]:
    return StoredFile.objects.filter(owner_type=ContentType.objects.get_for_model(owner), owner_id=owner.pk)


def space_of(owner: Model) -> FileSpace:
    """Bytes; replaced files count as used."""
    files, sums = files_of(owner), {"used": Sum("size", default=0), "count": Count("pk")}
    everything, replaced = files.aggregate(**sums), files.filter(replaced__isnull=False).aggregate(**sums)
    return FileSpace(everything["used"], replaced["used"], replaced["count"], allowed_bytes(owner))


def allowed_bytes(owner: Model) -> int:
    megabytes: int = settings.FILE_SPACE[owner._meta.label]
    return megabytes * MEGABYTE


def check_space(owner: Model, size: int) -> None:
    """Raise ValidationError where a file of `size` bytes does not fit; of two at once both may pass."""
    used, allowed = files_of(owner).aggregate(used=Sum("size", default=0))["used"], allowed_bytes(owner)
    if used + size > allowed:
        raise ValidationError(
            _(
                "The files of %(owner)s take %(used)s of %(allowed)s MB; this one has %(size)s MB and does not fit. "
                "Please scan it at a lower resolution, or ask the administrator for space."
            ),
            params={
                "owner": owner,
                "used": in_megabytes(used),
                "allowed": in_megabytes(allowed),
                "size": in_megabytes(size),
            },
        )


def in_megabytes(size: int) -> str:
    """Rounded up, so that a small file is not 0."""
    return format_number((Decimal(size) / MEGABYTE).quantize(Decimal("0.1"), ROUND_UP).normalize())


def note_owner(name: str, owner: Model) -> None:
    of_owner = {"owner_type": ContentType.objects.get_for_model(owner), "owner_id": owner.pk}
    StoredFile.objects.filter(name=name).update(**of_owner)


def note_replaced(row: Model, field: str, name: str) -> None:
    stored = StoredFile.objects.filter(name=name).first()
    if stored:
        ReplacedFile.objects.create(file=stored, record=row, field=field, replaced_at=timezone.now())


@dataclass(frozen=True)
class ReplacedScan:
    row: ReplacedFile
    replaced_by: str


def replaced_scans(paper: Model) -> list[ReplacedScan]:
    """The latest first."""
    if not any(isinstance(field, FileField) for field in paper._meta.fields):
        return []
    kind = ContentType.objects.get_for_model(paper)
    rows = ReplacedFile.objects.filter(record_type=kind, record_id=paper.pk).order_by("-pk")
    return [ReplacedScan(row, _who_replaced(paper, row)) for row in rows]


def _who_replaced(paper: Model, row: ReplacedFile) -> str:
    entry = history_of(paper).filter(at__gte=row.replaced_at).last()
    return entry.actor_name if entry else ""


def stored_scan(row: ReplacedFile, paper: Model) -> FieldFile:
    present: FieldFile = getattr(paper, row.field)
    return FieldFile(paper, present.field, row.file.name)


def delete_files_of(row: Model) -> None:
    """The files of a row that is removed go with it, once the transaction is through."""
    for field in row._meta.fields:
        if isinstance(field, FileField) and (file := getattr(row, field.name)):
            transaction.on_commit(partial(file.storage.delete, file.name))


def delete_replaced() -> int:
    """Return how many scans neither `REPLACED_KEPT` nor `REPLACED_FOR` kept."""
    deleted, since = 0, timezone.now() - REPLACED_FOR
    newest_first = ReplacedFile.objects.select_related("file").order_by("record_type", "record_id", "field", "-pk")
    for _paper, rows in groupby(newest_first, key=lambda row: (row.record_type_id, row.record_id, row.field)):
        for row in [*rows][REPLACED_KEPT:]:
            if row.replaced_at < since:
                _delete(row)
                deleted += 1
    return deleted


@transaction.atomic
def _delete(row: ReplacedFile) -> None:
    if row.record is not None:
        record("file.delete_replaced", row.record, actor=None, detail={"field": row.field, "sha256": row.file.sha256})
    name = row.file.name
    row.file.delete()
    transaction.on_commit(lambda: default_storage.delete(name))
