import django_tables2 as tables
from django.utils.translation import gettext_lazy as _

from accounts.users.models import User
from core.tables import ListTable, MomentColumn, ShortColumn


class UserTable(ListTable):
    full_name = tables.Column(verbose_name=_("Name"), accessor="pk", order_by=("full_name", "username"))
    username = ShortColumn(verbose_name=_("Sign-in name"))
    roles_today = tables.Column(verbose_name=_("Roles"), orderable=False, empty_values=(), visible=False)
    last_login = MomentColumn(verbose_name=_("Last signed in"))
    is_active = ShortColumn(verbose_name=_("Account"))

    class Meta(ListTable.Meta):
        model = User
        fields = ["full_name", "username", "roles_today", "last_login", "is_active"]

    def render_full_name(self, record: User) -> str:
        return str(record)

    def detail_full_name(self, record: User) -> str:
        return self.render_roles_today(record)

    def render_roles_today(self, record: User) -> str:
        return "; ".join(str(role) for role in record.roles_today)  # type: ignore[attr-defined]

    def render_is_active(self, value: bool) -> str:
        return str(_("open") if value else _("closed"))
