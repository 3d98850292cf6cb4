"""Rows are checked in batches and written in one transaction."""

import hashlib
from abc import ABC, abstractmethod
from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from contextlib import nullcontext
from dataclasses import dataclass, field
from itertools import islice
from typing import Any, ClassVar, NamedTuple

from django.db import transaction
from django.utils.translation import gettext as _

from core.audit import record
from core.spreadsheets.headings import Column
from core.spreadsheets.sheets import Row
from unions.access import PortalUser
from unions.imports.cell_readers import InvalidCell, NotedValue, NothingInCell
from unions.imports.choices import RowOutcome
from unions.tree.models import Union
from unions.units.models import GrassrootsUnion

# Rows checked and written at once: memory does not grow with the file.
BATCH_SIZE = 1_000
NEW, CHANGED, UNCHANGED, WRONG = RowOutcome.NEW, RowOutcome.CHANGED, RowOutcome.UNCHANGED, RowOutcome.WRONG
CellReader = Callable[[str], Any]
Place = GrassrootsUnion | Union
Values = dict[str, Any]


class RowFault(NamedTuple):
    column: int | None  # None: the row as a whole
    reason: str


class Change(NamedTuple):
    label: str
    old: str
    new: str


class Source(NamedTuple):
    name: str
    sha256: str

    @classmethod
    def of(cls, name: str, content: bytes) -> "Source":
        return cls(name, hashlib.sha256(content).hexdigest())


@dataclass
class RowResult:
    row: Row
    outcome: str = NEW
    values: Values = field(default_factory=dict)
    faults: list[RowFault] = field(default_factory=list)
    changes: list[Change] = field(default_factory=list)
    # What was read otherwise than it stands in the cell.
    notes: list[RowFault] = field(default_factory=list)
    # The stored object that the row is about; None for a new one.
    target: Any = None

    def set_value(self, name: str, column: int, read: Any) -> None:
        if isinstance(read, NotedValue):
            self.notes += [RowFault(column, note) for note in read.notes]
            read = read.value
        self.values[name] = read

    def add_fault(self, column: int | None, reason: str) -> None:
        self.outcome = WRONG
        self.faults.append(RowFault(column, str(reason)))

    def set_target(self, target: object, changes: list[Change]) -> None:
        self.target, self.changes = target, changes
        self.outcome = CHANGED if changes else UNCHANGED


@dataclass
class ImportCounts:
    counts: Counter[str] = field(default_factory=Counter)
    # Only the wrong rows are kept in full.
    wrong: list[RowResult] = field(default_factory=list)
    # Names of the teams or clusters that the import creates.
    new_names: list[str] = field(default_factory=list)
    written: bool = False

    @property
    def has_changes(self) -> bool:
        return bool(self.counts[NEW] or self.counts[CHANGED])

    def add(self, results: Iterable[RowResult]) -> None:
        for result in results:
            self.counts[result.outcome] += 1
            if result.outcome == WRONG:
                self.wrong.append(result)

    @property
    def totals(self) -> dict[str, int]:
        return {outcome: self.counts[outcome] for outcome in RowOutcome.values}


class RowImporter(ABC):
    audit_action: ClassVar[str]
    columns: ClassVar[tuple[Column, ...]]
    ignored_headings: ClassVar[tuple[str, ...]] = ()
    readers: ClassVar[Mapping[str, CellReader]]
    place: Place

    def __init__(self, *, place: Place, fields: Mapping[int, str], actor: PortalUser | None, year: int = 0) -> None:
        self.place, self.actor, self.year = place, actor, year
        self.column_of = {name: column for column, name in sorted(fields.items()) if name}
        self.labels = {column.field: str(column.label) for column in self.columns}
        self.new_names: list[str] = []

    @classmethod
    @abstractmethod
    def missing_columns(cls, fields: Iterable[str]) -> list[str]:
        """Return the labels of required columns that are missing."""

    @abstractmethod
    def check_permission(self) -> None:
        """Raise PermissionDenied unless the actor may import here."""

    @abstractmethod
    def check_rows(self, rows: Sequence[Row]) -> list[RowResult]:
        """Return the result of each row; the queries must not grow with the rows."""

    @abstractmethod
    def write(self, results: Sequence[RowResult]) -> None:
        """Write new and changed rows."""

    def read_row(self, row: Row) -> RowResult:
        result = RowResult(row)
        for name, column in self.column_of.items():
            text = row.cells[column] if column < len(row.cells) else ""
            if not text:
                continue
            try:
                result.set_value(name, column, self.readers[name](text))
            except NothingInCell:
                continue
            except InvalidCell as error:
                result.add_fault(column, str(error))
        return result

    def has_fault(self, result: RowResult, name: str) -> bool:
        return any(fault.column == self.column_of.get(name) for fault in result.faults)


class SeenKeys:
    def __init__(self) -> None:
        self.rows: dict[Hashable, int] = {}

    def earlier_row(self, key: Hashable, row: Row) -> int | None:
        """Remember `key`, or return the number of the row that has it."""
        number = self.rows.setdefault(key, row.number)
        return None if number == row.number else number


def batches(rows: Iterable[Row], size: int = BATCH_SIZE) -> Iterator[list[Row]]:
    remaining = iter(rows)
    while batch := list(islice(remaining, size)):
        yield batch


def run_import(
    importer: RowImporter,
    rows: Iterable[Row],
    source: Source,
    *,
    dry_run: bool = False,
    good_rows: bool = False,
    on_batch: Callable[[list[RowResult]], None] | None = None,
    expected: dict[str, int] | None = None,
) -> ImportCounts:
    """Check all rows, then write all or none; with `good_rows` write those without faults.

    Nothing is written unless the totals are the `expected` ones, to which the user agreed.
    """
    importer.check_permission()
    counts = ImportCounts(new_names=importer.new_names)
    with nullcontext() if dry_run else transaction.atomic():
        for batch in batches(rows):
            results = importer.check_rows(batch)
            counts.add(results)
            if not dry_run and (good_rows or not counts.wrong):
                importer.write([result for result in results if result.outcome in (NEW, CHANGED)])
            if on_batch:
                on_batch(results)
        is_expected = expected is None or expected == counts.totals
        counts.written = not dry_run and is_expected and (good_rows or not counts.wrong)
        if counts.written:
            _record_import(importer, counts, source)
        elif not dry_run:
            transaction.set_rollback(True)
    return counts


def _record_import(importer: RowImporter, counts: ImportCounts, source: Source) -> None:
    # An import that changes nothing gets no entry.
    if counts.has_changes:
        detail = {**source._asdict(), **counts.totals}
        record(importer.audit_action, importer.place, actor=importer.actor, detail=detail)


def repeated_row_message(number: int) -> str:
    return _("The same stands in row %(number)s already.") % {"number": number}
