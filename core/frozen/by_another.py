from core.frozen.triggers import Freeze


def by_another(table: str, column: str, *authors: str) -> Freeze:
    """A trigger that refuses an author of a row, named by the columns `authors`, as the one who approves it."""
    changed = f"NEW.{column} IS DISTINCT FROM OLD.{column}"
    own = f"NEW.{column} IN ({', '.join(f'NEW.{author}' for author in authors)})"
    return Freeze(f"{table}_by_another", table, "UPDATE", f"{changed} AND {own}")
