import django_tables2 as tables
from django.utils.translation import gettext_lazy as _

from core.tables import DayColumn, ListTable, badge
from restructuring.models import Reorganisation


class ReorganisationTable(ListTable):
    kind = tables.Column(verbose_name=_("What happens"), accessor="pk", order_by=("kind", "-effective_on"))
    decision_number = tables.Column(verbose_name=_("Decision"))
    union = tables.Column(verbose_name=_("Decided by"), orderable=False)
    effective_on = DayColumn(verbose_name=_("In force from"))
    state = tables.Column(verbose_name=_("State"))

    class Meta(ListTable.Meta):
        model = Reorganisation
        fields = ["kind", "decision_number", "union", "effective_on", "state"]

    def render_kind(self, record: Reorganisation) -> str:
        return str(record.get_kind_display())

    def render_state(self, record: Reorganisation) -> str:
        return badge(record.get_state_display(), record.STATE_TONES[record.state])

    def value_state(self, record: Reorganisation) -> str:
        return str(record.get_state_display())
