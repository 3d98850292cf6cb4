import django_tables2 as tables
from django.utils.translation import gettext_lazy as _

from accounts.mailing.models import OutgoingMail
from core.tables import CHOICE, ListTable, MomentColumn, ShortColumn, StateTable, choice_box


class MailTable(StateTable):
    chosen = tables.Column(verbose_name="", attrs=CHOICE, accessor="pk", orderable=False, exclude_from_export=True)
    subject = tables.Column(verbose_name=_("Mail"), order_by=("subject", "-pk"))
    user = tables.Column(verbose_name=_("Recipient of the mail"), order_by=("user__username", "-pk"))
    state = ShortColumn(verbose_name=_("State"), order_by=("state", "-pk"))
    created_at = MomentColumn(verbose_name=_("Written at"), order_by=("created_at", "pk"))

    class Meta(ListTable.Meta):
        model = OutgoingMail
        fields = ["chosen", "subject", "user", "state", "created_at"]

    def render_chosen(self, value: int, record: OutgoingMail) -> str:
        return choice_box(value, record)

    def detail_subject(self, record: OutgoingMail) -> str:
        return record.last_error

    def detail_user(self, record: OutgoingMail) -> str:
        return record.to
