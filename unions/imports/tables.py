from typing import Any

import django_tables2 as tables
from django.utils.translation import gettext_lazy as _

from core.tables import NUMBER, DayColumn, StateTable
from core.text import format_number
from unions.imports.choices import RowOutcome
from unions.imports.models import SheetImport


class CountColumn(tables.Column):
    """How many rows of an import became this."""

    def __init__(self, outcome: RowOutcome) -> None:
        super().__init__(verbose_name=outcome.label, accessor=f"counts__{outcome}", orderable=False, attrs=NUMBER)

    def render(self, value: Any) -> str:
        return format_number(value)

    def value(self, **kwargs: Any) -> Any:
        return kwargs["value"]


class SheetImportTable(StateTable):
    file_name = tables.Column(verbose_name=_("File"))
    created_at = DayColumn(verbose_name=_("Day"))
    kind = tables.Column(verbose_name=_("Kind"))
    place = tables.Column(verbose_name=_("Unit or union"), orderable=False)
    new = CountColumn(RowOutcome.NEW)
    changed = CountColumn(RowOutcome.CHANGED)
    wrong = CountColumn(RowOutcome.WRONG)
    created_by = tables.Column(verbose_name=_("Imported by"), default=_("Command of the server"))

    class Meta(StateTable.Meta):
        model = SheetImport
        fields = ["file_name", "created_at", "kind", "place", "new", "changed", "wrong", "created_by", "state"]
