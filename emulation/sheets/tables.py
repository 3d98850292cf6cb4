import django_tables2 as tables
from django.utils.translation import gettext_lazy as _

from core.tables import ListTable, MomentColumn, ShortColumn
from emulation.sheets.models import RegistrationSheet


class SheetTable(ListTable):
    grassroots = tables.Column(verbose_name=_("Grassroots union"), order_by=("grassroots__sort_key", "-pk"))
    campaign = tables.Column(verbose_name=_("Campaign"), order_by=("campaign__name", "-pk"))
    rows_count = ShortColumn(verbose_name=_("Rows"), orderable=False, empty_values=())
    waiting_count = ShortColumn(verbose_name=_("Waiting for an answer"), orderable=False, empty_values=())
    sent_at = MomentColumn(verbose_name=_("Last sent"), orderable=False)
    assigned_to = tables.Column(verbose_name=_("Checked by"), orderable=False)

    class Meta(ListTable.Meta):
        model = RegistrationSheet
        fields = ["grassroots", "campaign", "rows_count", "waiting_count", "sent_at", "assigned_to"]
