"""An importer reads, matches and writes one kind of list."""

import hashlib
from abc import ABC, abstractmethod
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from itertools import islice
from typing import Any, ClassVar, NamedTuple, TypeVar

from django.db.models import Model
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from core.permissions import require
from core.spreadsheets.headings import Column, Headings
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
T = TypeVar("T")


class RowFault(NamedTuple):
    column: int | None  # None: the row as a whole
    reason: str


class Change(NamedTuple):
    """Values are plain JSON: the row is stored until confirmed."""

    field: str
    old: str | int | None
    new: str | int | None


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
    # What was read, before matching replaced names by records.
    read: Values = field(default_factory=dict)
    # The stored object that the row is about; None for a new one.
    target: Any = None

    @classmethod
    def set_aside(cls, row: Row) -> "RowResult":
        return cls(row, outcome=RowOutcome.ASIDE, faults=[RowFault(None, row.aside)])

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


class WrittenRow(NamedTuple):
    result: RowResult | None  # None: a team or cluster that several rows share
    record: Model
    before: Values | None = None  # the old values of the columns it changed; None for a new record


class RowImporter(ABC):
    audit_action: ClassVar[str]
    columns: ClassVar[tuple[Column, ...]]
    ignored_headings: ClassVar[tuple[str, ...]] = ()
    readers: ClassVar[Mapping[str, CellReader]]
    # The fields of which a row takes its name, the first that is filled.
    name_fields: ClassVar[tuple[str, ...]]
    # The model of the things that the rows are about.
    subject: ClassVar[type[Model]]
    heading: ClassVar[str | Promise]
    # Headings of the empty list, which are Vietnamese in every language of the page.
    blank_headings: ClassVar[Mapping[str, str]] = {}
    place: Place

    def __init__(self, *, place: Place, fields: Mapping[int, str], actor: PortalUser | None, year: int = 0) -> None:
        self.place, self.actor, self.year = place, actor, year
        self.fields = fields
        self.column_of = {name: column for column, name in sorted(fields.items()) if name}
        self.labels = {column.field: str(column.label) for column in self.columns}
        self.new_names: list[str] = []
        # The key of the import that these rows belong to; the audit log names it.
        self.import_key = 0

    @classmethod
    @abstractmethod
    def missing_columns(cls, fields: Iterable[str]) -> list[str]:
        """Return labels of required columns."""

    @classmethod  # noqa: B027 - most lists need none
    def settle_columns(cls, headings: Headings, rows: Sequence[Row], covered: AbstractSet[int]) -> None:
        """The rows decide what headings leave open."""

    @classmethod
    @abstractmethod
    def may_import(cls, user: PortalUser, place: Any) -> bool:
        pass

    def check_permission(self) -> None:
        require(self.actor, self.may_import, self.place)

    def check_rows(self, rows: Sequence[Row]) -> list[RowResult]:
        """Return one result a row, in order."""
        results = self.read_rows([row for row in rows if not row.aside])
        for result in results:
            result.read = dict(result.values)
        self.match_rows(results)
        checked = iter(results)
        return [RowResult.set_aside(row) if row.aside else next(checked) for row in rows]

    def read_rows(self, rows: Sequence[Row]) -> list[RowResult]:
        """Only the file counts, not the database."""
        return [self.read_row(row) for row in rows]

    @abstractmethod
    def match_rows(self, results: Sequence[RowResult]) -> None:
        """Compare with the database in a constant number of queries."""

    def check_reason_given(self, results: Iterable[RowResult]) -> None:  # noqa: B027 - most lists change no figures
        """Raise ClosedYear where figures of an issued report would change without a reason."""

    @abstractmethod
    def write(self, results: Sequence[RowResult]) -> list[WrittenRow]:
        """Return every written record, owners before their parts."""

    @classmethod
    def blank_choices(cls, place: Any) -> Mapping[str, list[str]]:
        """What may stand in a column of the empty list."""
        return {}

    @classmethod
    def displayed(cls, field: str, value: Any) -> str:
        return str("" if value is None else value)

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
        self.rows: dict[Hashable, str] = {}

    def earlier_row(self, key: Hashable, row: Row) -> str:
        """Remember `key`, or return the label of the row that has it."""
        label = self.rows.setdefault(key, row.label)
        return "" if label == row.label else label


def batches(rows: Iterable[T], size: int = BATCH_SIZE) -> Iterator[list[T]]:
    remaining = iter(rows)
    while batch := list(islice(remaining, size)):
        yield batch


def repeated_row_message(label: str) -> str:
    return _("The same stands in row %(number)s already.") % {"number": label}
