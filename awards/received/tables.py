import django_tables2 as tables
from django.utils.translation import gettext_lazy as _

from awards.received.models import ReceivedAward
from core.tables import DayColumn, ListTable, ShortColumn


class ReceivedAwardTable(ListTable):
    recipient = tables.Column(verbose_name=_("Received by"), empty_values=(), orderable=False)
    title = tables.Column(verbose_name=_("Title or form"), order_by=("title__position", "pk"))
    decided_by = tables.Column(verbose_name=_("Decided by"), visible=False)
    decision_symbol = ShortColumn(verbose_name=_("Decision"))
    decided_on = DayColumn(verbose_name=_("Date"))

    READ = (
        *("union__name", "year", "to_federation", "decision_symbol", "decided_on", "decided_by"),
        *("person__full_name", "enterprise__name", "grassroots__name", "title__code", "title__name"),
        *("nomination__subject_kind", "nomination__team__name", "nomination__initiative__name"),
    )

    class Meta(ListTable.Meta):
        model = ReceivedAward
        fields = ["recipient", "title", "decided_by", "decision_symbol", "decided_on"]

    def render_recipient(self, record: ReceivedAward) -> str:
        return str(record.recipient)

    def detail_recipient(self, record: ReceivedAward) -> str:
        is_said = record.grassroots in (None, record.recipient)
        return "" if is_said else str(record.grassroots)

    def render_title(self, record: ReceivedAward) -> str:
        return record.short_title_name

    def value_title(self, record: ReceivedAward) -> str:
        return record.title_name

    def detail_title(self, record: ReceivedAward) -> str:
        return record.decided_by
