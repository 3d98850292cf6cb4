from typing import Any, Protocol

from unions.access import PortalUser, is_chair_of, is_officer_at
from unions.imports.files import IMPORTERS


class ImportLike(Protocol):
    """`SheetImport` for the rules; its module imports this one."""

    @property
    def kind(self) -> Any: ...

    @property
    def grassroots(self) -> Any: ...

    @property
    def union(self) -> Any: ...

    @property
    def created_by_id(self) -> Any: ...


def may_take_back(user: PortalUser, sheet: ImportLike) -> bool:
    """A chair takes back only her own lists of people."""
    unit = sheet.grassroots
    if unit is None:
        return IMPORTERS[sheet.kind].may_import(user, sheet.union)
    is_own = sheet.created_by_id == user.pk and is_chair_of(user, unit.pk)
    return is_own or is_officer_at(user, unit.responsible_union_id or 0)
