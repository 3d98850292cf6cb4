import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import Model, UniqueConstraint

from core.frozen.records import NEVER, FrozenRecord, FrozenTable, LaterChange, Since, exists, holds, shared_lock
from core.frozen.triggers import Freeze


def freezes_of(record: FrozenRecord, connection: BaseDatabaseWrapper) -> Iterator[Freeze]:
    for table in record.tables():
        yield from _of_table(table)
        if connection.vendor == "postgresql":
            yield _against_emptying(table)
        else:
            yield from _against_replacing(table, connection)
    if record.documents_since:
        yield _no_more_documents(record.model, record.documents_since)


def _of_table(table: FrozenTable) -> Iterator[Freeze]:
    if not table.grows:
        yield Freeze(f"{table.name}_frozen_insert", table.name, "INSERT", table.is_kept("NEW"), table.locks("NEW"))
    changed = " OR ".join([_changes(table), *_record_changes(table)])
    yield Freeze(f"{table.name}_frozen_update", table.name, "UPDATE", changed, table.locks("OLD", "NEW"))
    if table.kept_since != NEVER:
        yield Freeze(f"{table.name}_frozen_delete", table.name, "DELETE", table.is_kept("OLD"), table.locks("OLD"))


def _against_emptying(table: FrozenTable) -> Freeze:
    any_row = exists(f"{table.name} AS kept", table.is_not_replaced("kept"))
    return Freeze(f"{table.name}_frozen_truncate", table.name, "TRUNCATE", any_row)


def _against_replacing(table: FrozenTable, connection: BaseDatabaseWrapper) -> Iterator[Freeze]:
    """SQLite's OR REPLACE deletes the row with the same key without asking its DELETE trigger."""
    keys = " OR ".join(f"({_same_key(key)})" for key in unique_keys(table.model, connection))
    rows, taken = f"{table.name} AS kept", (f"({keys})", table.is_not_replaced("kept"))
    yield Freeze(f"{table.name}_frozen_replace", table.name, "INSERT", exists(rows, *taken))
    by_another = exists(rows, "kept.id <> OLD.id", *taken)
    yield Freeze(f"{table.name}_frozen_update_replace", table.name, "UPDATE", by_another)


def _no_more_documents(model: type[Model], since: Since) -> Freeze:
    table, documents = model._meta.db_table, apps.get_model("core.StoredDocument")._meta.db_table
    kinds = apps.get_model("contenttypes.ContentType")._meta.db_table
    kind = f"kind.app_label = '{model._meta.app_label}' AND kind.model = '{model._meta.model_name}'"
    row = "kind.id = NEW.content_type_id AND record.id = NEW.object_id"
    way = (f"{table} AS record, {kinds} AS kind", row, kind)
    of_record = exists(*way, holds(since, "record"))
    return Freeze(f"{table}_frozen_documents", documents, "INSERT", of_record, (shared_lock(*way, of="record"),))


def columns_of(model: type[Model], names: Iterable[str] | None = None) -> tuple[str, ...]:
    columns = {field.name: str(field.column) for field in model._meta.concrete_fields}
    return tuple(columns[name] for name in (columns if names is None else names))


def _same(columns: tuple[str, ...]) -> str:
    old, new = (", ".join(f'{row}."{column}"' for column in columns) for row in ("OLD", "NEW"))
    return f"({old}) IS NOT DISTINCT FROM ({new})"


def _changes(table: FrozenTable) -> str:
    if not table.changes:
        return table.is_frozen("OLD")
    allowed = [_same(columns_of(table.model)), *(_is_made(table.model, change) for change in table.changes)]
    return f"({table.is_frozen('OLD')} AND NOT ({' OR '.join(f'({each})' for each in allowed)}))"


def _is_made(model: type[Model], change: LaterChange) -> str:
    conditions = [f"({change.when}) IS TRUE"] if change.when else []
    free = {*columns_of(model, change.fields), "revision"}
    if change.move:
        free.add("state")
        conditions += [f"OLD.state = '{change.move[0]}'", f"NEW.state = '{change.move[1]}'"]
    stands = tuple(column for column in columns_of(model) if column not in free)
    return " AND ".join([*conditions, _same(stands)])


def _record_changes(table: FrozenTable) -> Iterator[str]:
    """The condition that a row leaves or enters a frozen record."""
    if table.path:
        step: Any = table.model._meta.get_field(table.path.split("__")[0])
        column = step.column if step.concrete else "id"
        ends = f"{table.is_kept('OLD')} OR {table.is_kept('NEW')}"
        yield f"(OLD.{column} IS DISTINCT FROM NEW.{column} AND ({ends}))"


@dataclass(frozen=True)
class UniqueKey:
    columns: tuple[str, ...]
    condition: str = ""
    """SQL with columns in quotes: the key holds for these rows only."""


def unique_keys(model: type[Model], connection: BaseDatabaseWrapper) -> Iterator[UniqueKey]:
    for field in model._meta.concrete_fields:
        if field.unique:
            yield UniqueKey((str(field.column),))
    for names in model._meta.unique_together:
        yield UniqueKey(columns_of(model, names))
    for constraint in model._meta.constraints:
        if isinstance(constraint, UniqueConstraint):
            condition = constraint._get_condition_sql(model, connection.schema_editor())  # type: ignore[attr-defined]
            yield UniqueKey(columns_of(model, constraint.fields), condition or "")


def _same_key(key: UniqueKey) -> str:
    same = [f'kept."{column}" = NEW."{column}"' for column in key.columns]
    held = [re.sub(r'("\w+")', rf"{row}.\1", f"({key.condition})") for row in ("kept", "NEW") if key.condition]
    return " AND ".join([*same, *held])
