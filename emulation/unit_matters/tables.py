import django_tables2 as tables
from django.utils.translation import gettext_lazy as _

from core.tables import DayColumn, ListTable, ShortColumn
from emulation.unit_matters.models import UnitMatter


class MatterTable(ListTable):
    subject = tables.Column(verbose_name=_("Subject of the matter"), orderable=False)
    kind = tables.Column(verbose_name=_("Kind of matter"))
    valid_from = DayColumn(verbose_name=_("From"))
    valid_to = DayColumn(verbose_name=_("Until"))
    decision = ShortColumn(verbose_name=_("Decision"))

    class Meta(ListTable.Meta):
        model = UnitMatter
        fields = ["subject", "kind", "valid_from", "valid_to", "decision"]

    def detail_subject(self, record: UnitMatter) -> str:
        return "" if record.subject == record.grassroots else str(record.grassroots)
