import django_tables2 as tables
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.tables import DayColumn, ListTable, StateTable
from emulation.registrations.choices import RegistrationState
from emulation.registrations.models import Registration


class RegistrationTable(StateTable):
    subject = tables.Column(verbose_name=gettext_lazy("Who or what"), orderable=False)
    title = tables.Column(verbose_name=gettext_lazy("Title"), order_by=("title__position", "-pk"))
    grassroots = tables.Column(
        verbose_name=gettext_lazy("Grassroots union"), order_by=("grassroots__sort_key", "-pk")
    )
    campaign = tables.Column(verbose_name=gettext_lazy("Campaign"), order_by=("campaign__name", "-pk"))
    state = tables.Column(verbose_name=gettext_lazy("State"), order_by=("state", "-pk"))
    submitted_at = DayColumn(verbose_name=gettext_lazy("Submitted"))
    chosen = tables.Column(
        verbose_name=gettext_lazy("Choose"), accessor="pk", orderable=False, exclude_from_export=True
    )

    class Meta(ListTable.Meta):
        model = Registration
        fields = ["subject", "title", "grassroots", "campaign", "state", "submitted_at", "chosen"]

    def render_title(self, record: Registration) -> str:
        return record.short_title_name

    def value_title(self, record: Registration) -> str:
        return record.title_name

    def render_chosen(self, record: Registration) -> str:
        if record.state != RegistrationState.SUBMITTED:
            return ""
        label = _("Choose %(registration)s") % {"registration": record}
        return format_html('<input type="checkbox" name="chosen" value="{}" aria-label="{}">', record.pk, label)
