"""What a large write leaves to do."""

from django.db import connection, models

LARGE = 1000
"""Rows from which PostgreSQL's idea of a table is too old to plan by."""


def refresh_statistics(written: int, *tables: type[models.Model]) -> None:
    """Let PostgreSQL look anew at `tables` after a large write in the same transaction; SQLite needs no such help.

    Its planner otherwise takes them for nearly empty until the background process comes by, and joins row by row.
    """
    if written < LARGE or connection.vendor != "postgresql":
        return
    with connection.cursor() as cursor:
        for table in tables:
            cursor.execute(f"ANALYZE {connection.ops.quote_name(table._meta.db_table)}")
