from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

MESSAGE = "frozen: a signed or closed record never changes"


@dataclass(frozen=True)
class Freeze:
    """A trigger that refuses `on` where the SQL condition `when` on OLD and NEW holds. TRUNCATE is asked once a
    table. On PostgreSQL it first runs `locks`; SQLite has one writer at a time."""

    name: str
    table: str
    on: Literal["INSERT", "UPDATE", "DELETE", "TRUNCATE"]
    when: str
    locks: tuple[str, ...] = ()

    def statements(self, vendor: str) -> Iterable[str]:
        if vendor == "postgresql":
            yield (
                f"CREATE OR REPLACE FUNCTION {self.name}() RETURNS trigger LANGUAGE plpgsql AS "
                f"$body${self._function}$body$"
            )
        yield self._trigger(vendor)

    def body(self, vendor: str) -> str:
        """Return the definition as the database reports it (`database.laid_on`)."""
        return f"{self._trigger(vendor)};{self._function}" if vendor == "postgresql" else self._trigger(vendor)

    def _trigger(self, vendor: str) -> str:
        if vendor == "postgresql":
            each = "STATEMENT" if self.on == "TRUNCATE" else "ROW"
            then = f"FOR EACH {each} EXECUTE FUNCTION {self.name}()"
        else:
            condition = self.when.replace("IS NOT DISTINCT FROM", "IS").replace("IS DISTINCT FROM", "IS NOT")
            then = f"FOR EACH ROW WHEN ({condition}) BEGIN SELECT RAISE(ABORT, '{MESSAGE}'); END"
        return f"CREATE TRIGGER {self.name} BEFORE {self.on} ON {self.table} {then}"

    @property
    def _function(self) -> str:
        row = {"INSERT": "NEW", "UPDATE": "NEW", "DELETE": "OLD", "TRUNCATE": "NULL"}[self.on]
        locked = "".join(f" PERFORM 1 {lock};" for lock in self.locks)
        refused = f"RAISE EXCEPTION '{MESSAGE}' USING ERRCODE = 'check_violation'"
        return f" BEGIN{locked} IF {self.when} THEN {refused}; END IF; RETURN {row}; END "
