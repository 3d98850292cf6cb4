"""The frame of every import: rows read, judged in portions, written in one transaction."""

import hashlib
from abc import ABC, abstractmethod
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import nullcontext
from dataclasses import dataclass, field
from itertools import islice
from typing import Any, ClassVar, NamedTuple

from django.db import transaction
from django.db.models import Model
from django.utils.translation import gettext as _

from core.audit import record
from core.spreadsheets.headings import Column
from core.spreadsheets.reading import Row
from unions.access import PortalUser
from unions.imports.models import RowOutcome
from unions.imports.values import WrongValue

BATCH_SIZE = 1_000
"""Rows judged and written at once: memory does not grow with the file."""
NEW, CHANGED, UNCHANGED, WRONG = RowOutcome.NEW, RowOutcome.CHANGED, RowOutcome.UNCHANGED, RowOutcome.WRONG
Reader = Callable[[str], Any]


class RowFault(NamedTuple):
    """A column of the sheet (None: the row as a whole) and why it is not taken."""

    column: int | None
    reason: str


class Change(NamedTuple):
    label: str
    old: str
    new: str


class Source(NamedTuple):
    """Which file it was."""

    name: str
    sha256: str

    @classmethod
    def of(cls, name: str, content: bytes) -> "Source":
        return cls(name, hashlib.sha256(content).hexdigest())


@dataclass
class RowResult:
    """A row and what becomes of it."""

    row: Row
    kind: str = NEW
    values: dict[str, Any] = field(default_factory=dict)
    faults: list[RowFault] = field(default_factory=list)
    changes: list[Change] = field(default_factory=list)
    target: Any = None

    def refuse(self, column: int | None, reason: str) -> None:
        self.kind = WRONG
        self.faults.append(RowFault(column, str(reason)))


@dataclass
class ImportCounts:
    """How many rows became what; the wrong ones are kept, the others only counted."""

    counts: Counter[str] = field(default_factory=Counter)
    wrong: list[RowResult] = field(default_factory=list)
    opened: list[str] = field(default_factory=list)
    """Teams or clusters that the list names and the portal did not know."""
    written: bool = False

    @property
    def brought_something(self) -> bool:
        return self.written and bool(self.counts[NEW] or self.counts[CHANGED])

    def add(self, verdicts: Iterable[RowResult]) -> None:
        for verdict in verdicts:
            self.counts[verdict.kind] += 1
            if verdict.kind == WRONG:
                self.wrong.append(verdict)

    @property
    def numbers(self) -> dict[str, int]:
        return {kind: self.counts[kind] for kind in RowOutcome.values}


class RowImporter(ABC):
    """What a kind of list knows: its columns, how a row is judged, how it is written."""

    act: ClassVar[str]
    columns: ClassVar[tuple[Column, ...]]
    ignored: ClassVar[tuple[str, ...]] = ()
    readers: ClassVar[Mapping[str, Reader]]

    def __init__(self, *, place: Any, fields: Mapping[int, str], actor: PortalUser | None, year: int = 0) -> None:
        self.place, self.actor, self.year = place, actor, year
        self.at = {name: column for column, name in sorted(fields.items()) if name}
        self.labels = {column.field: str(column.label) for column in self.columns}
        self.opened: list[str] = []

    @classmethod
    @abstractmethod
    def missing(cls, fields: Iterable[str]) -> list[str]:
        """Return the labels of columns without which nothing can be imported."""

    @abstractmethod
    def check_permission(self) -> None:
        """Raise PermissionDenied unless the actor may write here."""

    @abstractmethod
    def judge(self, rows: Sequence[Row]) -> list[RowResult]:
        """Return what becomes of each row; reads the database once for all of them."""

    @abstractmethod
    def write(self, verdicts: Sequence[RowResult]) -> None:
        """Write the new and the changed rows."""

    def read(self, row: Row) -> RowResult:
        """Return the row with the values of its cells, or with what is wrong in them."""
        verdict = RowResult(row)
        for name, column in self.at.items():
            text = row.cells[column] if column < len(row.cells) else ""
            if not text:
                continue
            try:
                verdict.values[name] = self.readers[name](text)
            except WrongValue as wrong:
                verdict.refuse(column, str(wrong))
        return verdict

    def is_refused(self, verdict: RowResult, name: str) -> bool:
        return any(fault.column == self.at.get(name) for fault in verdict.faults)

    def settle(self, verdict: RowResult, target: Any, changes: list[Change]) -> None:
        """Note that the row speaks of `target`, and whether it says anything new."""
        verdict.target, verdict.changes = target, changes
        verdict.kind = CHANGED if changes else UNCHANGED


class SeenKeys:
    """Values that may stand in a file once; the second row is told where the first is."""

    def __init__(self) -> None:
        self.first: dict[Any, int] = {}

    def seen(self, key: Any, row: Row) -> int | None:
        """Return the number of an earlier row with `key`, else remember this one."""
        if self.first.setdefault(key, row.number) != row.number:
            return self.first[key]
        return None


def batches(rows: Iterable[Row], size: int = BATCH_SIZE) -> Iterator[list[Row]]:
    rest = iter(rows)
    while portion := list(islice(rest, size)):
        yield portion


def run_import(
    judge: RowImporter,
    rows: Iterable[Row],
    source: Source,
    *,
    dry_run: bool = False,
    good_rows: bool = False,
    each: Callable[[list[RowResult]], None] | None = None,
    expected: dict[str, int] | None = None,
) -> ImportCounts:
    """Judge `rows` and write them in one transaction: all, or with `good_rows` those that are right, or none.

    `expected` are the counts a person agreed to; where the judgment has changed since, nothing is written.
    """
    judge.check_permission()
    outcome = ImportCounts(opened=judge.opened)
    with nullcontext() if dry_run else transaction.atomic():
        for portion in batches(rows):
            verdicts = judge.judge(portion)
            outcome.add(verdicts)
            if not dry_run and (good_rows or not outcome.wrong):
                judge.write([verdict for verdict in verdicts if verdict.kind in (NEW, CHANGED)])
            if each:
                each(verdicts)
        outcome.written = _still_valid(outcome, dry_run=dry_run, good_rows=good_rows, expected=expected)
        if outcome.written:
            _note(judge, outcome, source)
        elif not dry_run:
            transaction.set_rollback(True)
    return outcome


def _still_valid(outcome: ImportCounts, *, dry_run: bool, good_rows: bool, expected: dict[str, int] | None) -> bool:
    as_agreed = expected is None or expected == outcome.numbers
    return not dry_run and as_agreed and (good_rows or not outcome.wrong)


def _note(judge: RowImporter, outcome: ImportCounts, source: Source) -> None:
    """One entry an import; a file that brought nothing new leaves no trace."""
    if outcome.counts[NEW] or outcome.counts[CHANGED]:
        place: Model = judge.place
        record(judge.act, place, actor=judge.actor, detail={**source._asdict(), **outcome.numbers})


def same_in_file(number: int) -> str:
    return _("The same stands in row %(number)s already.") % {"number": number}
