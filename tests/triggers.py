"""The database in the hands of somebody who can switch its triggers off."""

from django.db import connection
from django.test import TransactionTestCase

from core.frozen.database import drop, laid_on


def drop_triggers(*tables):
    for table in tables:
        with connection.cursor() as cursor:
            if connection.vendor == "postgresql":
                cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
                cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
                continue
            cursor.execute("SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name = %s", [table])
            for (name,) in cursor.fetchall():
                cursor.execute(f"DROP TRIGGER {name}")


def lift_freezes_before_tables_are_emptied():
    """A test that commits empties all tables at its end; the signal after it lays the freezes on again."""
    emptied = TransactionTestCase._fixture_teardown

    def lifted(test):
        with connection.cursor() as cursor:
            for name, trigger in laid_on(cursor).items():
                drop(cursor, name, trigger.table)
        emptied(test)

    TransactionTestCase._fixture_teardown = lifted
