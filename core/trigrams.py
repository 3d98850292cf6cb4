"""Indexes for parts of names on PostgreSQL; SQLite scans its own."""

from collections.abc import Callable
from typing import Any

from django.db import DatabaseError, transaction
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.migrations import RunPython

INDEXES = {
    "unions_person_name_parts": ("unions_person", "search_key"),
    "emulation_initiative_name_parts": ("emulation_initiative", "search_key"),
}
EXTENSION = "CREATE EXTENSION IF NOT EXISTS pg_trgm"


def statement(name: str) -> str:
    table, column = INDEXES[name]
    return f"CREATE INDEX IF NOT EXISTS {name} ON {table} USING gin ({column} gin_trgm_ops)"


def trigram_index(name: str) -> RunPython:
    """A system check warns where the extension is missing."""
    return RunPython(_make(name), _drop(name), elidable=False)


def _make(name: str) -> Callable[[Any, Any], None]:
    def make(apps: Any, schema_editor: Any) -> None:
        connection = schema_editor.connection
        if connection.vendor == "postgresql" and _has_extension(connection):
            schema_editor.execute(statement(name))

    return make


def _drop(name: str) -> Callable[[Any, Any], None]:
    def drop(apps: Any, schema_editor: Any) -> None:
        if schema_editor.connection.vendor == "postgresql":
            schema_editor.execute(f"DROP INDEX IF EXISTS {name}")

    return drop


def _has_extension(connection: BaseDatabaseWrapper) -> bool:
    try:
        with transaction.atomic(using=connection.alias), connection.cursor() as cursor:
            cursor.execute(EXTENSION)
    except DatabaseError:
        return False
    return True


def missing_indexes(connection: BaseDatabaseWrapper) -> list[str]:
    if connection.vendor != "postgresql":
        return []
    with connection.cursor() as cursor:
        cursor.execute("SELECT indexname FROM pg_indexes WHERE indexname = ANY(%s)", [list(INDEXES)])
        present = {name for (name,) in cursor.fetchall()}
        tables = set(connection.introspection.table_names(cursor))
    return [name for name, (table, _column) in INDEXES.items() if table in tables and name not in present]
