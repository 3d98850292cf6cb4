import django_tables2 as tables
from django.utils.translation import gettext_lazy as _

from awards.received.models import ReceivedAward
from core.choices import ConfirmationState
from core.tables import CHOICE, DayColumn, ListTable, ShortColumn, choice_box
from emulation.confirmation_words import unconfirmed


class ReceivedAwardTable(ListTable):
    chosen = tables.Column(verbose_name="", attrs=CHOICE, accessor="pk", orderable=False, exclude_from_export=True)
    recipient = tables.Column(verbose_name=_("Received by"), empty_values=(), orderable=False)
    title = tables.Column(verbose_name=_("Title or form"), order_by=("title__position", "pk"))
    decided_by = tables.Column(verbose_name=_("Decided by"), visible=False)
    decision_symbol = ShortColumn(verbose_name=_("Decision"))
    decided_on = DayColumn(verbose_name=_("Date"))

    READ = (
        *("union__name", "year", "to_federation", "decision_symbol", "decided_on", "decided_by"),
        *("person__full_name", "enterprise__name", "grassroots__name", "title__code", "title__name"),
        *("team__name", "initiative__name", "state", "revoked_on"),
    )

    class Meta(ListTable.Meta):
        model = ReceivedAward
        fields = ["chosen", "recipient", "title", "decided_by", "decision_symbol", "decided_on"]

    def render_recipient(self, record: ReceivedAward) -> str:
        return str(record.recipient)

    def detail_recipient(self, record: ReceivedAward) -> str:
        unit = [] if record.grassroots in (None, record.recipient) else [str(record.grassroots)]
        revoked = [str(_("Revoked"))] if record.revoked_on else []
        return " · ".join([*unit, *unconfirmed(record), *revoked])

    def render_chosen(self, record: ReceivedAward) -> str:
        return choice_box(record.pk, record) if record.state == ConfirmationState.SUBMITTED else ""

    def render_title(self, record: ReceivedAward) -> str:
        return record.short_title_name

    def value_title(self, record: ReceivedAward) -> str:
        return record.title_name

    def detail_title(self, record: ReceivedAward) -> str:
        return record.decided_by
