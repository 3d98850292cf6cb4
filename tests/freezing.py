"""Every way to change a frozen row by SQL, made from what is declared (`core.frozen.records`)."""

import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.db import DatabaseError, connection, transaction
from django.db.models import Field

from core.frozen.compiling import columns_of, unique_keys
from core.frozen.records import ALWAYS, NEVER, FrozenTable
from core.frozen.triggers import MESSAGE

NEW_KEY = 1_000_000
FAR = 29_000  # a larger one is no year
Rows = list[tuple[Any, ...]]


class Intruder:
    """Somebody with the database in hand: on SQLite with a copy of it, without any setting of Django's."""

    def __init__(self) -> None:
        self.plain: sqlite3.Connection | None = None
        if connection.vendor == "sqlite":
            connection.ensure_connection()
            self.plain = sqlite3.connect(":memory:", isolation_level=None)
            self.plain.deserialize(connection.connection.serialize())

    def rows(self, sql: str) -> Rows:
        if self.plain:
            return self.plain.execute(sql).fetchall()
        with connection.cursor() as cursor:
            cursor.execute(sql)
            return list(cursor.fetchall())

    def answer(self, sql: str, *values: Any) -> str:
        """Return what the database says to a change, which is taken back; empty if it takes it."""
        try:
            self._run(sql, values)
        except (sqlite3.DatabaseError, DatabaseError) as error:
            return str(error).splitlines()[0]
        return ""

    def _run(self, sql: str, values: tuple[Any, ...]) -> None:
        if self.plain:
            self.plain.execute("BEGIN")
            try:
                self.plain.execute(sql.replace("%s", "?"), values)
            finally:
                if self.plain.in_transaction:
                    self.plain.execute("ROLLBACK")
            return
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            cursor.execute(sql, values or None)
            transaction.set_rollback(True)


@dataclass(frozen=True)
class Way:
    name: str
    sql: str
    values: tuple[Any, ...] = ()


def open_ways(table: FrozenTable, intruder: Intruder) -> list[str]:
    """Return the ways that the freeze did not stop, each with what the database said instead."""
    answers = {way.name: intruder.answer(way.sql, *way.values) for way in ways_to_change(table, intruder)}
    return [f"{table.name}: {name}: {said or 'done'}" for name, said in answers.items() if MESSAGE not in said]


def ways_to_change(table: FrozenTable, intruder: Intruder) -> Iterator[Way]:
    """Yield all that is not declared as a change, for a row of each frozen state."""
    for state, key in frozen_rows(table, intruder).items():
        yield from _updates(table, intruder, state, key)
        if table.kept_since != NEVER:
            yield Way(f"delete {state}", f"DELETE FROM {table.name} WHERE id = {key}")
        yield from _inserts(table, intruder, state, key)
        yield from _moves(table, intruder, state, key)
    if connection.vendor == "postgresql":
        yield Way("empty", f"TRUNCATE {table.name} CASCADE")


def frozen_states(table: FrozenTable) -> tuple[str, ...]:
    return ("",) if table.path or isinstance(table.since, str) else table.since


def frozen_rows(table: FrozenTable, intruder: Intruder) -> dict[str, int]:
    """Return the newest row of each frozen state; of a table without states the newest row."""
    found = {}
    for state in frozen_states(table):
        is_kept = [] if table.kept_since == NEVER else [table.is_kept("kept")]
        wanted = [table.is_frozen("kept"), *is_kept, *([f"kept.state = '{state}'"] if state else [])]
        rows = intruder.rows(f"SELECT id FROM {table.name} AS kept WHERE {' AND '.join(wanted)} ORDER BY id DESC")
        found |= {state: rows[0][0]} if rows else {}
    return found


def open_row(table: FrozenTable, intruder: Intruder) -> int | None:
    rows = intruder.rows(f"SELECT id FROM {table.name} AS kept WHERE NOT ({table.is_kept('kept')})")
    return rows[0][0] if rows else None


def _updates(table: FrozenTable, intruder: Intruder, state: str, key: int) -> Iterator[Way]:
    free = _free_columns(table, state)
    for field in table.model._meta.concrete_fields:
        ((old,),) = intruder.rows(f'SELECT "{field.column}" FROM {table.name} WHERE id = {key}')
        for new in () if field.column in free else _other_values(table, field, state, old):
            sql = f'UPDATE {table.name} SET "{field.column}" = %s WHERE id = {key}'
            yield Way(f"{state} {field.name} = {new}", sql, (new,))


def _free_columns(table: FrozenTable, state: str) -> set[str]:
    taken = [change for change in table.changes if not change.when and change.move in (None, (state, state))]
    return {column for change in taken for column in ("revision", *columns_of(table.model, change.fields))}


def _other_values(table: FrozenTable, field: "Field[Any, Any]", state: str, old: Any) -> Iterator[Any]:
    kind = field.get_internal_type()
    if field.name == "state":
        moves = {change.move for change in table.changes}
        yield from (other for other, _label in field.choices or () if other != state and (state, other) not in moves)
    elif field.is_relation or "Integer" in kind or "Auto" in kind:
        yield (old or 0) + FAR
    elif kind == "BooleanField":
        yield not old
    elif kind == "JSONField":
        yield '{"forged": 1}'
    elif kind in {"DateField", "DateTimeField"}:
        yield "2001-02-03"
    else:
        yield "x" if old != "x" else "y"


def _inserts(table: FrozenTable, intruder: Intruder, state: str, key: int) -> Iterator[Way]:
    """Add a copy of the row; on SQLite also put it in the place of the row."""
    columns = [f'"{column}"' for column in columns_of(table.model) if column != "id"]
    into = f"INTO {table.name} (id, {', '.join(columns)}) SELECT"
    rest = f", {', '.join(columns)} FROM {table.name} WHERE id = {key}"
    if is_joined_from_below(table) and not table.grows:
        yield Way(f"insert {state}", f"INSERT {into} {NEW_KEY}{rest}")
    if connection.vendor == "sqlite":
        yield Way(f"replace {state}", f"INSERT OR REPLACE {into} {key}{rest}")
        if _has_another_key(table, intruder, key):
            yield Way(f"replace by another key {state}", f"INSERT OR REPLACE {into} {NEW_KEY}{rest}")


def _has_another_key(table: FrozenTable, intruder: Intruder, key: int) -> bool:
    for unique in unique_keys(table.model, connection):
        filled = [f'"{column}" IS NOT NULL' for column in unique.columns]
        wanted = [f"id = {key}", *filled, *([unique.condition] if unique.condition else [])]
        if unique.columns != ("id",) and intruder.rows(f"SELECT 1 FROM {table.name} WHERE {' AND '.join(wanted)}"):
            return True
    return False


def is_joined_from_below(table: FrozenTable) -> bool:
    """Whether the row itself points to what it is part of."""
    return bool(table.path) and table.model._meta.get_field(table.path.split("__")[0]).concrete


def _moves(table: FrozenTable, intruder: Intruder, state: str, key: int) -> Iterator[Way]:
    """Bring another row into the frozen record; on SQLite also into the place of the row."""
    other = None if table.kept_since in (ALWAYS, NEVER) else open_row(table, intruder)
    if other is None:
        return
    if is_joined_from_below(table):
        column = columns_of(table.model, [table.path.split("__")[0]])[0]
        record = f"(SELECT {column} FROM {table.name} WHERE id = {key})"
        yield Way("move a row in", f"UPDATE {table.name} SET {column} = {record} WHERE id = {other}")
    if connection.vendor == "sqlite":
        yield Way(f"replace by update {state}", f"UPDATE OR REPLACE {table.name} SET id = {key} WHERE id = {other}")
