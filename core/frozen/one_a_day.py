from core.frozen.triggers import Freeze

OVERLAP = """EXISTS (
    SELECT 1 FROM {table} AS other
    WHERE other.{owner} = NEW.{owner} AND other.id <> NEW.id
    AND other.valid_from <= COALESCE(NEW.valid_to, '9999-12-31')
    AND COALESCE(other.valid_to, '9999-12-31') >= NEW.valid_from
)"""
"""The periods of two rows of one owner share a day."""


def one_a_day(table: str, owner: str) -> tuple[Freeze, Freeze]:
    """Refuse a second row of `owner` on any day."""
    overlap = OVERLAP.format(table=table, owner=owner)
    return (
        Freeze(f"{table}_new_overlap", table, "INSERT", overlap),
        Freeze(f"{table}_moved_overlap", table, "UPDATE", overlap),
    )
