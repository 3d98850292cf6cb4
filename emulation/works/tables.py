import django_tables2 as tables
from django.utils.translation import gettext_lazy as _

from core.choices import ConfirmationState
from core.tables import CHOICE, NUMBER, DayColumn, ListTable, ShortColumn, choice_box
from core.text import format_number
from emulation.confirmation_words import unconfirmed
from emulation.works.models import Work


class WorkTable(ListTable):
    chosen = tables.Column(verbose_name="", attrs=CHOICE, accessor="pk", orderable=False, exclude_from_export=True)
    name = tables.Column(verbose_name=_("Work"))
    grassroots = tables.Column(verbose_name=_("Grassroots union"), order_by="grassroots__sort_key", visible=False)
    kind = ShortColumn(verbose_name=_("Kind"))
    value = tables.Column(verbose_name=_("Value in đồng"), attrs=NUMBER)
    completed_on = DayColumn(verbose_name=_("Completed on"))
    plaque_on = DayColumn(verbose_name=_("Plaque fixed on"))

    class Meta(ListTable.Meta):
        model = Work
        fields = ["chosen", "name", "grassroots", "kind", "value", "completed_on", "plaque_on"]

    def detail_name(self, record: Work) -> str:
        return " · ".join([str(record.grassroots), *unconfirmed(record)])

    def render_chosen(self, record: Work) -> str:
        return choice_box(record.pk, record) if record.state == ConfirmationState.SUBMITTED else ""

    def render_value(self, value: int) -> str:
        return format_number(value)

    def value_value(self, value: int) -> int:
        return value
