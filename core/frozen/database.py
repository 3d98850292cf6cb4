"""Creates the declared triggers after every migration, and compares them with the database's.

They are dropped before migrations, because SQLite rebuilds a table to change it.
"""

import logging
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.apps import AppConfig
from django.db import DatabaseError, connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.utils import CursorWrapper
from django.db.models.signals import post_migrate, pre_migrate

from core.frozen.compiling import freezes_of
from core.frozen.records import FrozenRecord
from core.frozen.triggers import MESSAGE, Freeze

logger = logging.getLogger(__name__)
TRIGGERS = {
    "sqlite": "SELECT name, tbl_name, sql FROM sqlite_master WHERE type = 'trigger'",
    "postgresql": """
        SELECT tgname, tgrelid::regclass::text,
            pg_get_triggerdef(pg_trigger.oid, true) || ';' || prosrc
            || CASE WHEN tgenabled IN ('O', 'A') THEN '' ELSE ' disabled' END
        FROM pg_trigger JOIN pg_proc ON pg_proc.oid = tgfoid
        WHERE NOT tgisinternal AND pg_table_is_visible(tgrelid)
    """,
}


@dataclass(frozen=True)
class LaidOn:
    table: str
    body: str

    def is_ours(self, name: str) -> bool:
        return MESSAGE in self.body or "_frozen_" in name


_registered: dict[str, list[FrozenRecord | Freeze]] = defaultdict(list)
"""By the label of the app."""
_lifted: dict[str, dict[str, LaidOn]] = defaultdict(dict)
"""By database: what lies aside while migrations run."""


def register(app: AppConfig, *declared: FrozenRecord | Freeze) -> None:
    _registered[app.label].extend(declared)
    pre_migrate.connect(_lift, sender=app, dispatch_uid=f"freezes of {app.label} lifted")
    post_migrate.connect(_install, sender=app, dispatch_uid=f"freezes of {app.label}")


def frozen_records() -> Iterator[FrozenRecord]:
    for declared in _registered.values():
        yield from (each for each in declared if isinstance(each, FrozenRecord))


def freezes(connection: BaseDatabaseWrapper, *labels: str) -> dict[str, Freeze]:
    """Return {name: trigger}, without `labels` of all apps."""
    found: dict[str, Freeze] = {}
    for label in labels or tuple(_registered):
        for declared in _registered[label]:
            own = freezes_of(declared, connection) if isinstance(declared, FrozenRecord) else (declared,)
            found |= {freeze.name: freeze for freeze in own}
    return found


def laid_on(cursor: CursorWrapper) -> dict[str, LaidOn]:
    cursor.execute(TRIGGERS[cursor.db.vendor])
    return {name: LaidOn(table, body) for name, table, body in cursor.fetchall()}


def _lift(sender: AppConfig, using: str, plan: Any, **kwargs: Any) -> None:
    connection = connections[using]
    if not plan or connection.vendor != "sqlite":
        return
    own = {freeze.table for freeze in freezes(connection, sender.label).values()}
    with connection.cursor() as cursor:
        for name, trigger in laid_on(cursor).items():
            if trigger.table in own and trigger.is_ours(name):
                _lifted[using][name] = trigger
                drop(cursor, name, trigger.table)


def _install(sender: AppConfig, using: str, **kwargs: Any) -> None:
    connection = connections[using]
    wanted = freezes(connection, sender.label)
    tables = set(connection.introspection.table_names())
    with connection.cursor() as cursor:
        there = laid_on(cursor)
        outdated = _outdated(connection, sender.label, there | _lifted[using])
        for name in outdated & there.keys():
            drop(cursor, name, there[name].table)
        for freeze in wanted.values():
            if freeze.table in tables and not _lies_on(freeze, there, connection.vendor):
                lay_on(cursor, freeze)
    for name in wanted.keys() | outdated:
        _lifted[using].pop(name, None)


def _outdated(connection: BaseDatabaseWrapper, label: str, known: dict[str, LaidOn]) -> set[str]:
    """Return our triggers that are no longer declared."""
    own = {freeze.table for freeze in freezes(connection, label).values()}
    declared = freezes(connection)
    return {name for name, each in known.items() if each.table in own and each.is_ours(name) and name not in declared}


def _lies_on(freeze: Freeze, there: dict[str, LaidOn], vendor: str) -> bool:
    return freeze.name in there and there[freeze.name] == LaidOn(freeze.table, freeze.body(vendor))


def lay_on(cursor: CursorWrapper, freeze: Freeze) -> None:
    drop(cursor, freeze.name, freeze.table)
    for statement in freeze.statements(cursor.db.vendor):
        cursor.execute(statement)


def drop(cursor: CursorWrapper, name: str, table: str) -> None:
    cursor.execute(f"DROP TRIGGER IF EXISTS {name}" + (f" ON {table}" if cursor.db.vendor == "postgresql" else ""))


def restore_dropped(using: str) -> None:
    lifted = _lifted.pop(using, {})
    if not lifted:
        return
    connection = connections[using]
    tables = set(connection.introspection.table_names())
    with connection.cursor() as cursor:
        for name, trigger in lifted.items():
            if trigger.table in tables:
                _restore(cursor, name, trigger)


def _restore(cursor: CursorWrapper, name: str, trigger: LaidOn) -> None:
    """A table may have been renamed; `compare` then names its trigger."""
    drop(cursor, name, trigger.table)
    try:
        cursor.execute(trigger.body)
    except DatabaseError as error:
        logger.error("%s stays lifted: %s", name, error)


@dataclass(frozen=True)
class Comparison:
    missing: list[str]
    altered: list[str]
    left_over: list[str]


def compare(using: str) -> Comparison:
    connection = connections[using]
    tables = set(connection.introspection.table_names())
    wanted = {name: freeze for name, freeze in freezes(connection).items() if freeze.table in tables}
    with connection.cursor() as cursor:
        there = laid_on(cursor)
    differing = [name for name in wanted if not _lies_on(wanted[name], there, connection.vendor)]
    return Comparison(
        missing=[name for name in differing if name not in there],
        altered=[name for name in differing if name in there],
        left_over=[name for name, trigger in there.items() if name not in wanted and trigger.is_ours(name)],
    )
