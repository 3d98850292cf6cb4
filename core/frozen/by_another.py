from core.frozen.triggers import Freeze


def by_another(table: str, column: str, *authors: str) -> Freeze:
    """Return a trigger that refuses one of the `authors` in `column`."""
    changed = f"NEW.{column} IS DISTINCT FROM OLD.{column}"
    own = f"NEW.{column} IN ({', '.join(f'NEW.{author}' for author in authors)})"
    return Freeze(f"{table}_by_another", table, "UPDATE", f"{changed} AND {own}")
