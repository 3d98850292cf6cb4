"""What stands on the rows of an import, so that they are not taken back."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from django.db.models import Model, Q, QuerySet
from django.utils.text import capfirst

from core.dependents import ForeignKeyTo, foreign_keys_to
from unions.access import PortalUser
from unions.duplicates.choices import CandidateState, MatchReason
from unions.duplicates.models import DuplicateCandidate
from unions.imports.imported_records import model_named
from unions.imports.models import ImportedRecord, SheetImport
from unions.imports.selectors.changed_since import reasons_not_to_restore
from unions.imports.selectors.rows import row_batches, written_rows

# Rows that the portal makes by itself; they go with the record.
MADE_BY_ITSELF: dict[type[Model], Q] = {
    DuplicateCandidate: Q(state=CandidateState.OPEN) & ~Q(reasons__contains=MatchReason.BY_HAND)
}


class Obstacle(NamedTuple):
    text: str
    url: str = ""


@dataclass
class Standing:
    row_count: int = 0
    # By the key of the row.
    obstacles: dict[int, list[Obstacle]] = field(default_factory=lambda: defaultdict(list))

    @property
    def free_count(self) -> int:
        return self.row_count - len(self.obstacles)


def standing_on(sheet: SheetImport, user: PortalUser | None) -> Standing:
    """Obstacles that `user` may not see are named by their kind only; None, the system, sees all."""
    rows = written_rows(sheet)
    standing = Standing(rows.count())
    records = ImportedRecord.objects.filter(sheet=sheet, row__in=rows)
    for label in records.order_by().values_list("model", flat=True).distinct():
        for row, obstacle in _obstacles(records, label, user):
            standing.obstacles[row].append(obstacle)
    for batch in row_batches(rows):
        for row, sentence in reasons_not_to_restore(sheet, batch):
            standing.obstacles[row].append(Obstacle(sentence))
    return standing


def _obstacles(
    records: QuerySet[ImportedRecord], label: str, user: PortalUser | None
) -> Iterator[tuple[int, Obstacle]]:
    # A changed record was there before the import: what points to it does not stand on the import.
    created, model = records.filter(model=label, before__isnull=True), model_named(label)
    targets = model._base_manager.filter(pk__in=created.values("object_id"))
    for key in foreign_keys_to(model):
        rows = rows_standing_on(key, targets, records)
        target_of = {row.pk: getattr(row, key.model._meta.get_field(key.name).attname) for row in rows}  # type: ignore[union-attr]
        row_of = dict(created.filter(object_id__in=target_of.values()).values_list("object_id", "row"))
        visible = _visible_keys(key.model, target_of, user)
        for row in rows:
            yield row_of[target_of[row.pk]], _obstacle(key, row, is_visible=row.pk in visible)


def rows_standing_on(key: ForeignKeyTo, targets: QuerySet[Any], own: QuerySet[ImportedRecord]) -> list[Any]:
    """Leave out the records of the import itself and what the portal made."""
    own_keys = own.filter(model=key.label, before__isnull=True).values("object_id")
    rows = key.rows_on(targets).exclude(pk__in=own_keys).order_by("pk")
    return list(rows.exclude(MADE_BY_ITSELF[key.model]) if key.model in MADE_BY_ITSELF else rows)


def _visible_keys(model: type[Model], keys: Sequence[int] | dict[int, Any], user: PortalUser | None) -> set[int]:
    if user is None or not keys:
        return set(keys)
    manager = model._default_manager
    visible = manager.visible_to(user) if hasattr(manager, "visible_to") else manager.none()
    return set(visible.filter(pk__in=keys).values_list("pk", flat=True))


def _obstacle(key: ForeignKeyTo, row: Any, *, is_visible: bool) -> Obstacle:
    if not is_visible:
        return Obstacle(str(capfirst(key.kind)))
    url = row.get_absolute_url() if hasattr(row, "get_absolute_url") else ""
    return Obstacle(f"{capfirst(key.kind)}: {row}", url)
