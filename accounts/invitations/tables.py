import django_tables2 as tables
from django.utils.translation import gettext_lazy as _

from accounts.invitations.models import Invitation
from core.tables import DayColumn, ListTable, ShortColumn, StateTable


class InvitationTable(StateTable):
    full_name = tables.Column(verbose_name=_("Invited"), empty_values=(), order_by=("full_name", "pk"))
    place = tables.Column(verbose_name=_("Unit or union"), orderable=False, visible=False)
    kind = tables.Column(verbose_name=_("Role"))
    state = ShortColumn(verbose_name=_("State"), orderable=False)
    expires_at = DayColumn(verbose_name=_("Valid until"))

    class Meta(ListTable.Meta):
        model = Invitation
        fields = ["full_name", "place", "kind", "state", "expires_at"]

    def render_full_name(self, record: Invitation) -> str:
        return record.full_name or str(record.get_kind_display())

    def detail_full_name(self, record: Invitation) -> str:
        return str(record.place or "")
