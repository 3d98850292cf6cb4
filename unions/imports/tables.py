from typing import Any

import django_tables2 as tables
from django.utils.translation import gettext_lazy as _

from core.tables import NUMBER, DayColumn, StateTable
from core.text import format_number, short_date
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
    created_at = DayColumn(verbose_name=_("Day"), visible=False)
    kind = tables.Column(verbose_name=_("Kind"), visible=False)
    place = tables.Column(verbose_name=_("Unit or union"), orderable=False, visible=False)
    new = CountColumn(RowOutcome.NEW)
    changed = CountColumn(RowOutcome.CHANGED)
    wrong = CountColumn(RowOutcome.WRONG)
    created_by = tables.Column(verbose_name=_("Imported by"), default=_("Command of the server"), visible=False)

    class Meta(StateTable.Meta):
        model = SheetImport
        fields = ["file_name", "created_at", "kind", "place", "new", "changed", "wrong", "created_by", "state"]

    def detail_file_name(self, record: SheetImport) -> str:
        by = record.created_by or _("Command of the server")
        facts = record.get_kind_display(), record.place, short_date(record.created_at), by
        return " · ".join(str(fact) for fact in facts)
