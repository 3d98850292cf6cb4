"""What is frozen, as each feature declares it in `FREEZES` of its contributions. Triggers are made from it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Model

ALWAYS, NEVER = "1 = 1", "1 = 0"
Since = tuple[str, ...] | str
"""The states in which a record is frozen; without states an SQL condition on `{row}`."""


@dataclass(frozen=True)
class LaterChange:
    """What a frozen row still takes, and by which act: values of `fields` and a move from one state to another.

    `when` is an SQL condition on OLD and NEW. The revision may always change along.
    """

    act: str
    fields: tuple[str, ...] = ()
    move: tuple[str, str] | None = None
    when: str = ""


@dataclass(frozen=True)
class Part:
    """Rows that are frozen with the record to which `path` leads, a lookup as in a query.

    From `since` on their values stand, from `kept_since` on no row comes, goes or moves to another record; both are
    those of the record unless they are named. `grows` says why new rows may come all the same.
    """

    model: type[Model]
    path: str
    since: Since = ()
    kept_since: Since = ()
    changes: tuple[LaterChange, ...] = ()
    grows: str = ""


@dataclass(frozen=True)
class FrozenRecord:
    """A record that never changes from `since` on, and is never deleted from `kept_since` on.

    From `documents_since` on no further document of it is stored. `beside` names the foreign keys that point to the
    record or its parts and belong to neither, each with the reason.
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
    """A record's own table or that of one of its parts."""

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
        """Return the SQL condition that the values of `row` (OLD, NEW or an alias) stand."""
        return belongs(self.model, self.path, self.since, row)

    def is_kept(self, row: str) -> str:
        return belongs(self.model, self.path, self.kept_since, row)

    def is_not_replaced(self, row: str) -> str:
        return self.is_frozen(row) if self.kept_since == NEVER else self.is_kept(row)


def holds(since: Since, row: str) -> str:
    if isinstance(since, str):
        return since.format(row=row)
    states = ", ".join(f"'{state}'" for state in since)
    return f"{row}.state IN ({states})"


def belongs(model: type[Model], path: str, since: Since, row: str) -> str:
    """Return the SQL condition that `since` holds for the record to which `path` leads from `row` of `model`."""
    if not path or since == ALWAYS:
        return holds(since, row)
    here, tables, links = row, [], []
    for number, name in enumerate(path.split("__"), 1):
        step: Any = model._meta.get_field(name)
        model, there = step.related_model, f"step{number}"
        tables.append(f"{model._meta.db_table} AS {there}")
        points = f"{there}.id = {here}.{step.column}" if step.concrete else f"{there}.{step.field.column} = {here}.id"
        links.append(points)
        here = there
    return exists(", ".join(tables), *links, holds(since, here))


def exists(tables: str, *conditions: str) -> str:
    return " ".join(["EXISTS (SELECT 1 FROM", tables, "WHERE", " AND ".join(conditions) + ")"])
