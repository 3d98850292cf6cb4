"""Database triggers that refuse to change signed and closed records, on SQLite and PostgreSQL.

They are created after every migration. SQLite rebuilds a table to change it and would lose its triggers, so they are
dropped before migrations and created afterwards, even where one fails (the `migrate` command of this app).
`manage.py check --database default` names the triggers that are missing.
"""

import logging
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Literal

from django.apps import AppConfig
from django.db import DatabaseError, connections
from django.db.backends.utils import CursorWrapper
from django.db.models.signals import post_migrate, pre_migrate

logger = logging.getLogger(__name__)
MESSAGE = "frozen: a signed or closed record never changes"
EXISTING_TRIGGERS = {
    "sqlite": "SELECT name, sql FROM sqlite_master WHERE type = 'trigger'",
    "postgresql": "SELECT tgname, '' FROM pg_trigger WHERE NOT tgisinternal",
}


@dataclass(frozen=True)
class Freeze:
    """Refuse `on` for rows of `table` for which the SQL condition `when` holds; it may use OLD and NEW.

    With `columns`, an UPDATE is refused only if one of them would change.
    """

    name: str
    table: str
    on: Literal["UPDATE", "DELETE", "INSERT"]
    when: str
    columns: tuple[str, ...] = ()

    @property
    def condition(self) -> str:
        changed = " OR ".join(f"OLD.{column} IS DISTINCT FROM NEW.{column}" for column in self.columns)
        return f"({self.when}) AND ({changed})" if changed else f"({self.when})"

    def statements(self, vendor: str) -> Iterable[str]:
        return self._sqlite() if vendor == "sqlite" else self._postgresql()

    def _sqlite(self) -> Iterable[str]:
        condition = self.condition.replace("IS DISTINCT FROM", "IS NOT")
        yield f"DROP TRIGGER IF EXISTS {self.name}"
        yield (
            f"CREATE TRIGGER {self.name} BEFORE {self.on} ON {self.table} FOR EACH ROW WHEN {condition} "
            f"BEGIN SELECT RAISE(ABORT, '{MESSAGE}'); END"
        )

    def _postgresql(self) -> Iterable[str]:
        row = "OLD" if self.on == "DELETE" else "NEW"
        yield (
            f"CREATE OR REPLACE FUNCTION {self.name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
            f"IF {self.condition} THEN RAISE EXCEPTION '{MESSAGE}' USING ERRCODE = 'check_violation'; END IF; "
            f"RETURN {row}; END $$"
        )
        yield f"DROP TRIGGER IF EXISTS {self.name} ON {self.table}"
        yield (
            f"CREATE TRIGGER {self.name} BEFORE {self.on} ON {self.table} FOR EACH ROW EXECUTE FUNCTION {self.name}()"
        )


def never_deleted(table: str) -> Freeze:
    return Freeze(f"{table}_no_delete", table, "DELETE", "1 = 1")


_registered: list[Freeze] = []
_lifted: dict[str, dict[Freeze, str]] = defaultdict(dict)
"""By database: what lies aside while migrations run, with the SQL it was laid on with."""


def register(app: AppConfig, *freezes: Freeze) -> None:
    """Create `freezes` after each migration of `app`."""

    def lift(using: str, plan: Any, **kwargs: Any) -> None:
        connection = connections[using]
        if plan and connection.vendor == "sqlite":
            with connection.cursor() as cursor:
                known = _existing(cursor)
                for freeze in freezes:
                    if freeze.name in known:
                        _lifted[using][freeze] = known[freeze.name]
                        cursor.execute(f"DROP TRIGGER {freeze.name}")

    def install(using: str, **kwargs: Any) -> None:
        connection = connections[using]
        tables = set(connection.introspection.table_names())
        with connection.cursor() as cursor:
            for freeze in freezes:
                _lifted[using].pop(freeze, None)
                for statement in freeze.statements(connection.vendor) if freeze.table in tables else ():
                    cursor.execute(statement)

    _registered.extend(freezes)

    names = " ".join(freeze.name for freeze in freezes)
    pre_migrate.connect(lift, sender=app, weak=False, dispatch_uid=f"freezes of {app.label} lifted: {names}")
    post_migrate.connect(install, sender=app, weak=False, dispatch_uid=f"freezes of {app.label}: {names}")


def restore_dropped(using: str) -> None:
    """Create again what a failed migration left dropped."""
    lifted = _lifted.pop(using, {})
    if not lifted:
        return
    connection = connections[using]
    tables = set(connection.introspection.table_names())
    with connection.cursor() as cursor:
        for freeze, statement in lifted.items():
            if freeze.table in tables:
                _restore(cursor, freeze, statement)


def _restore(cursor: CursorWrapper, freeze: Freeze, statement: str) -> None:
    """A table may have been renamed meanwhile; `missing` then names its trigger."""
    cursor.execute(f"DROP TRIGGER IF EXISTS {freeze.name}")
    try:
        cursor.execute(statement)
    except DatabaseError as error:
        logger.error("%s stays lifted: %s", freeze.name, error)


def missing(using: str) -> list[str]:
    """Return the names of freezes that are not in the database."""
    connection = connections[using]
    tables = set(connection.introspection.table_names())
    with connection.cursor() as cursor:
        known = _existing(cursor)
    return [freeze.name for freeze in _registered if freeze.table in tables and freeze.name not in known]


def _existing(cursor: CursorWrapper) -> dict[str, str]:
    cursor.execute(EXISTING_TRIGGERS[cursor.db.vendor])
    return dict(cursor.fetchall())
