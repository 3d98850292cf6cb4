from datetime import date

import django_tables2 as tables
from django.utils.translation import gettext_lazy as _

from awards.received.models import ReceivedAward
from core.tables import ListTable
from core.text import short_date


class ReceivedAwardTable(ListTable):
    recipient = tables.Column(verbose_name=_("Received by"), empty_values=(), orderable=False)
    title = tables.Column(verbose_name=_("Title or form"), order_by=("title__position", "pk"))
    decision_symbol = tables.Column(verbose_name=_("Decision"))
    decided_on = tables.Column(verbose_name=_("Date"))

    class Meta(ListTable.Meta):
        model = ReceivedAward
        fields = ["recipient", "title", "decided_by", "decision_symbol", "decided_on"]

    def render_recipient(self, record: ReceivedAward) -> str:
        return str(record.recipient)

    def render_title(self, record: ReceivedAward) -> str:
        return record.short_title_name

    def value_title(self, record: ReceivedAward) -> str:
        return record.title_name

    def render_decided_on(self, value: date) -> str:
        return short_date(value)
