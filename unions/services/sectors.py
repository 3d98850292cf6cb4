"""Sectors of a union: entered, named, put in order."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from core.audit import record
from core.editing import amend
from core.text import comparison_key
from core.workflow import lock
from unions.models import Sector, Union
from unions.rules.tree import keeps_unions
from unions.selectors.tree import unions_above
from unions.services.permission import require
from unions.services.tree import check_lives


def _keeps(actor: Any, union: Union) -> None:
    if actor is not None:
        require(actor, keeps_unions, {union.pk, *unions_above(union)})
    check_lives(union)


@transaction.atomic
def enter_sector(*, actor: Any, union: Union, code: str, name: str, kind: str, position: int = 0) -> Sector:
    """Enter a sector; its place in lists is after those of a lower number."""
    union = lock(union)
    _keeps(actor, union)
    sector = Sector(union=union, code=code.strip(), name=name, kind=kind, position=position)
    _check_once(sector)
    sector.full_clean()
    sector.save()
    record("sector.enter", union, actor=actor, detail={"code": sector.code, "name": sector.name})
    return sector


@transaction.atomic
def change_sector(*, actor: Any, sector: Sector, seen: int | None, **facts: Any) -> Sector:
    """Rename a sector or move it in the order; its units stay in it. Its code stays, because lists name it."""
    union = lock(sector.union)
    _keeps(actor, union)
    sector = lock(sector)
    changed = amend(sector, facts, seen=seen)
    _check_once(sector)
    record("sector.change", union, actor=actor, detail={"code": sector.code, "changed": changed})
    return sector


def _check_once(sector: Sector) -> None:
    for other in sector.union.sectors.exclude(pk=sector.pk):
        if other.code.casefold() == sector.code.casefold():
            raise ValidationError({"code": _("The union has a sector with this code already.")})
        if comparison_key(other.name) == comparison_key(sector.name):
            raise ValidationError({"name": _("The union has a sector of this name already.")})
