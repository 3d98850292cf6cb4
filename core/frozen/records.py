"""How features declare in `FREEZES` what is frozen."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Model

ALWAYS, NEVER = "1 = 1", "1 = 0"
Since = tuple[str, ...] | str
"""The states in which a record is frozen; without states an SQL condition on `{row}`."""


@dataclass(frozen=True)
class LaterChange:
    """Columns and a move of states that `act` may still change on a frozen row, where the SQL `when` holds."""

    act: str
    fields: tuple[str, ...] = ()
    move: tuple[str, str] | None = None
    when: str = ""


@dataclass(frozen=True)
class Part:
    """Rows frozen with the record at `path`, a query lookup.

    Values stand from `since`, rows neither come nor go from `kept_since`; the defaults are the record's. `grows` is
    the reason why new rows are still allowed.
    """

    model: type[Model]
    path: str
    since: Since = ()
    kept_since: Since = ()
    changes: tuple[LaterChange, ...] = ()
    grows: str = ""


@dataclass(frozen=True)
class FrozenRecord:
    """Never changed from `since`, never deleted from `kept_since`, given no further document from `documents_since`.

    `beside` gives the reason for each foreign key that points here without being a part.
    """

    model: type[Model]
    since: Since = ALWAYS
    kept_since: Since = ()
    changes: tuple[LaterChange, ...] = ()
    parts: tuple[Part, ...] = ()
    documents_since: Since = ()
    beside: Mapping[str, str] = field(default_factory=dict)

    def tables(self) -> Iterator["FrozenTable"]:
        kept_since = self.kept_since or self.since
        yield FrozenTable(self.model, "", self.since, kept_since, self.changes, grows=True)
        for part in self.parts:
            since = part.since or self.since
            kept = part.kept_since or (since if part.since else kept_since)
            yield FrozenTable(part.model, part.path, since, kept, part.changes, grows=bool(part.grows))


@dataclass(frozen=True)
class FrozenTable:
    model: type[Model]
    path: str
    since: Since
    kept_since: Since
    changes: tuple[LaterChange, ...]
    grows: bool

    @property
    def name(self) -> str:
        return self.model._meta.db_table

    def is_frozen(self, row: str) -> str:
        """Return an SQL condition; `row` is OLD, NEW or an alias."""
        return belongs(self.model, self.path, self.since, row)

    def is_kept(self, row: str) -> str:
        return belongs(self.model, self.path, self.kept_since, row)

    def locks(self, *rows: str) -> tuple[str, ...]:
        """Return queries that keep the records of `rows` from being signed meanwhile."""
        if not self.path or self.since == ALWAYS:
            return ()
        ways = [way_to_record(self.model, self.path, row) for row in rows]
        return tuple(shared_lock(tables, *links, of=record) for tables, links, record in ways)

    def is_not_replaced(self, row: str) -> str:
        return self.is_frozen(row) if self.since == ALWAYS or self.kept_since == NEVER else self.is_kept(row)


def holds(since: Since, row: str) -> str:
    if isinstance(since, str):
        return since.format(row=row)
    states = ", ".join(f"'{state}'" for state in since)
    return f"{row}.state IN ({states})"


def belongs(model: type[Model], path: str, since: Since, row: str) -> str:
    """Return the SQL condition that `since` holds for the record at `path` from `row`."""
    if not path or since == ALWAYS:
        return holds(since, row)
    tables, links, record = way_to_record(model, path, row)
    return exists(tables, *links, holds(since, record))


def way_to_record(model: type[Model], path: str, row: str) -> tuple[str, list[str], str]:
    """Return the tables, the conditions that join them, and the alias of the record."""
    here, tables, links = row, [], []
    for number, name in enumerate(path.split("__"), 1):
        step: Any = model._meta.get_field(name)
        model, there = step.related_model, f"step{number}"
        tables.append(f"{model._meta.db_table} AS {there}")
        points = f"{there}.id = {here}.{step.column}" if step.concrete else f"{there}.{step.field.column} = {here}.id"
        links.append(points)
        here = there
    return ", ".join(tables), links, here


def shared_lock(tables: str, *conditions: str, of: str) -> str:
    return f"FROM {tables} WHERE {' AND '.join(conditions)} FOR SHARE OF {of}"


def exists(tables: str, *conditions: str) -> str:
    return " ".join(["EXISTS (SELECT 1 FROM", tables, "WHERE", " AND ".join(conditions) + ")"])
