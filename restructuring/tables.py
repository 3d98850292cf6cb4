import django_tables2 as tables
from django.utils.translation import gettext_lazy as _

from core.tables import DayColumn, ListTable, ShortColumn, StateTable
from restructuring.models import Reorganisation


class ReorganisationTable(StateTable):
    kind = tables.Column(verbose_name=_("What happens"), accessor="pk", order_by=("kind", "-effective_on"))
    decision_number = ShortColumn(verbose_name=_("Decision"))
    union = tables.Column(verbose_name=_("Decided by"), orderable=False, visible=False)
    effective_on = DayColumn(verbose_name=_("In force from"))

    class Meta(ListTable.Meta):
        model = Reorganisation
        fields = ["kind", "decision_number", "union", "effective_on", "state"]

    def detail_kind(self, record: Reorganisation) -> str:
        return str(record.union)

    def render_kind(self, record: Reorganisation) -> str:
        return str(record.get_kind_display())
