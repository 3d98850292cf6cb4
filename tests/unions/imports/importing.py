from collections import Counter
from typing import Any, NamedTuple

from unions.imports.files import open_list
from unions.imports.models import SheetImport, SheetRow
from unions.imports.services.at_once import import_at_once


class Imported(NamedTuple):
    sheet: SheetImport
    told: list[SheetRow]
    written: bool

    @property
    def wrong(self) -> list[SheetRow]:
        return [row for row in self.told if row.outcome == "wrong"]

    @property
    def totals(self) -> dict[str, int]:
        """Of the rows of the list, without the titles and headings."""
        return {outcome: count for outcome, count in self.sheet.counts.items() if outcome != "aside"}

    @property
    def counts(self) -> Counter[str]:
        return Counter({outcome: count for outcome, count in self.totals.items() if count})

    @property
    def new_names(self) -> list[str]:
        return list(self.sheet.opened)


def imported(
    place: Any, content: bytes, *, kind: str = "people", actor: Any = None, name: str = "a.xlsx", **options: Any
) -> Imported:
    """Check a list and write it in one step; `options` are those of `import_at_once`."""
    opened = open_list(kind, content, name)
    return Imported(
        *import_at_once(actor=actor, opened=opened, fields=opened.headings.taken(), place=place, **options)
    )
