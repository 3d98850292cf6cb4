from django.db import connection, models

LARGE = 1000
"""Rows from which PostgreSQL's idea of a table is too old to plan by."""


def refresh_statistics(written: int, *tables: type[models.Model]) -> None:
    """Without ANALYZE PostgreSQL takes freshly filled tables for empty."""
    if written < LARGE or connection.vendor != "postgresql":
        return
    with connection.cursor() as cursor:
        for table in tables:
            cursor.execute(f"ANALYZE {connection.ops.quote_name(table._meta.db_table)}")
