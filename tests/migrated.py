"""Begins with a copy of the tables that the migrations made once, for all processes of a run (scripts/test)."""

import sqlite3
from contextlib import closing
from typing import Any

from django.conf import settings
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.signals import connection_created

MEMORY = "mode=memory"


def begin_with_a_copy(migrated: str) -> None:
    """Copy the database of this name on PostgreSQL, the file on SQLite."""
    if settings.DATABASES["default"]["ENGINE"].endswith("postgresql"):
        settings.DATABASES["default"].setdefault("TEST", {})["TEMPLATE"] = migrated
        return

    def fill(connection: BaseDatabaseWrapper, **kwargs: Any) -> None:
        memory = connection.connection
        if MEMORY in str(connection.settings_dict["NAME"]) and not _tables(memory):
            with closing(sqlite3.connect(migrated)) as source:
                source.backup(memory)

    connection_created.connect(fill, weak=False)


def _tables(memory: sqlite3.Connection) -> int:
    return int(memory.execute("SELECT count(*) FROM sqlite_master").fetchone()[0])
