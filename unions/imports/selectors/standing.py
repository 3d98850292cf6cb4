"""Rows that depend on an import keep it from being taken back."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
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
    """A row of another table, or a sentence."""

    link: ForeignKeyTo | None = None
    key: int = 0
    sentence: str = ""


class NamedObstacle(NamedTuple):
    text: str
    url: str = ""


@dataclass
class Standing:
    row_count: int = 0
    # By the key of the row of the import.
    obstacles: dict[int, list[Obstacle]] = field(default_factory=lambda: defaultdict(list))

    @property
    def free_count(self) -> int:
        return self.row_count - len(self.obstacles)


def standing_on(sheet: SheetImport) -> Standing:
    rows = written_rows(sheet)
    standing = Standing(rows.count())
    records = ImportedRecord.objects.filter(sheet=sheet, row__in=rows)
    for label in records.order_by().values_list("model", flat=True).distinct():
        for row, obstacle in _pointing_rows(records, label):
            standing.obstacles[row].append(obstacle)
    for batch in row_batches(rows):
        for row, sentence in reasons_not_to_restore(sheet, batch):
            standing.obstacles[row].append(Obstacle(sentence=sentence))
    return standing


def _pointing_rows(records: QuerySet[ImportedRecord], label: str) -> Iterator[tuple[int, Obstacle]]:
    # A changed record was there before the import: what points to it does not stand on the import.
    created, model = records.filter(model=label, before__isnull=True), model_named(label)
    targets = model._base_manager.filter(pk__in=created.values("object_id"))
    for link in foreign_keys_to(model):
        own_keys = records.filter(model=link.label, before__isnull=True).values("object_id")
        rows = link.rows_on(targets).exclude(pk__in=own_keys)
        if link.model in MADE_BY_ITSELF:
            rows = rows.exclude(MADE_BY_ITSELF[link.model])
        found = dict(rows.order_by("pk").values_list("pk", link.name))
        row_of = dict(created.filter(object_id__in=rows.order_by().values(link.name)).values_list("object_id", "row"))
        for key, target in found.items():
            yield row_of[target], Obstacle(link, key)


def named_obstacles(obstacles: Iterable[Obstacle], user: PortalUser | None) -> dict[Obstacle, NamedObstacle]:
    """A row that `user` does not see is named by its kind; None sees all."""
    names = {obstacle: NamedObstacle(obstacle.sentence) for obstacle in obstacles}
    by_link: dict[ForeignKeyTo, list[Obstacle]] = defaultdict(list)
    for obstacle in names:
        if obstacle.link:
            by_link[obstacle.link].append(obstacle)
    for link, pointing in by_link.items():
        visible = _visible_rows(link.model, [obstacle.key for obstacle in pointing], user)
        names |= {obstacle: _name(link, visible.get(obstacle.key)) for obstacle in pointing}
    return names


def _visible_rows(model: type[Model], keys: list[int], user: PortalUser | None) -> Mapping[int, Any]:
    if user is None:
        return model._base_manager.in_bulk(keys)
    rows: Any = model._default_manager.filter(pk__in=keys)
    return rows.visible_to(user).for_table().in_bulk() if hasattr(rows, "visible_to") else {}


def _name(link: ForeignKeyTo, row: Any) -> NamedObstacle:
    kind = capfirst(link.kind)
    if row is None:
        return NamedObstacle(str(kind))
    return NamedObstacle(f"{kind}: {row}", row.get_absolute_url() if hasattr(row, "get_absolute_url") else "")
