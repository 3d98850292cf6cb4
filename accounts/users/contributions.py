from django.utils.translation import gettext_lazy as _

from accounts.users.selectors import board_of
from core.audit_labels import register_labels
from core.navigation import TABS, NavItem
from core.panels import PANELS, Panel
from unions.access import PortalUser, RoleKind, may_grant, may_read_accounts, may_read_roles, works_for_a_union
from unions.units.choices import UnitStatus
from unions.units.models import GrassrootsUnion

LABELS = {
    "account.open": _("opened the account"),
    "role.grant": _("granted the role"),
    "role.end": _("ended the role"),
}


def board_panel(user: PortalUser, unit: GrassrootsUnion, year: int) -> Panel | None:
    if not may_read_roles(user, unit):
        return None
    is_active = unit.status != UnitStatus.DISSOLVED
    context = {
        "unit": unit,
        "board": list(board_of(unit)),
        "may_appoint": is_active
        and may_grant(user, RoleKind.GRASSROOTS_CHAIR, responsible_union_id=unit.responsible_union_id),
    }
    return Panel(template="accounts/board.html", context=context, position=70)


def may_see_tab(user: PortalUser) -> bool:
    return works_for_a_union(user) and may_read_accounts(user)


def register() -> None:
    TABS.register(NavItem("accounts", _("Accounts"), "accounts:users", 70, may_see_tab), to="organisation")
    PANELS.register(board_panel, to="unions.GrassrootsUnion")
    register_labels(LABELS)
