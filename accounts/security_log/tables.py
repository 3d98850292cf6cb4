import django_tables2 as tables
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.security_log.choices import DETAILS, FOUND_BY_THE_PORTAL, METHODS
from accounts.security_log.models import SecurityEvent
from core.tables import ListTable, MomentColumn, ShortColumn


class SecurityEventTable(ListTable):
    user = tables.Column(verbose_name=gettext_lazy("Account"), empty_values=(), order_by=("user__full_name", "pk"))
    kind = tables.Column(verbose_name=gettext_lazy("Event"))
    at = MomentColumn(verbose_name=gettext_lazy("At"))
    address = ShortColumn(verbose_name=gettext_lazy("From address"))
    path = tables.Column(verbose_name=gettext_lazy("Page"), orderable=False)

    class Meta(ListTable.Meta):
        model = SecurityEvent
        fields = ["user", "kind", "at", "address", "path"]

    def row_url(self, record: SecurityEvent) -> str:
        return record.user.get_absolute_url() if record.user else ""

    def render_user(self, record: SecurityEvent) -> str:
        if record.user:
            return str(record.user)
        return _("The portal") if record.kind in FOUND_BY_THE_PORTAL else _("A visitor")

    def detail_user(self, record: SecurityEvent) -> str:
        other = record.about if record.about != record.user else None
        about = _("account of %(name)s") % {"name": other} if other else ""
        detail = str((DETAILS | METHODS).get(record.detail, record.detail))
        return " · ".join(part for part in (detail, about) if part)
