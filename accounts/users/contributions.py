from django.utils.translation import gettext_lazy as _

from accounts.users.duplicate_news import NEWS_OF_DUPLICATES, tell_found_duplicates
from accounts.users.selectors import board_of, may_correct_role, may_manage_account
from core.audit_labels import register_labels
from core.corrections import CORRECTIONS, CorrectionRule, NotCorrected
from core.frozen.one_a_day import OVERLAP
from core.frozen.triggers import Freeze
from core.navigation import TABS, NavItem
from core.notifications import DUE_MESSAGES, register_news
from core.panels import PANELS, Panel
from core.pickers.searching import SEARCHES, search_by_name
from unions.access import PortalUser, RoleKind, may_grant, may_read_accounts, may_read_roles, works_for_a_union
from unions.units.choices import UnitStatus
from unions.units.models import GrassrootsUnion

SAME_DAYS = OVERLAP.format(table="accounts_role", owner="user_id").removesuffix(")")
MIXED = f"{SAME_DAYS} AND (other.kind = 'admin') <> (NEW.kind = 'admin'))"
FREEZES = (
    Freeze("accounts_role_mixed_new", "accounts_role", "INSERT", MIXED),
    Freeze("accounts_role_mixed_changed", "accounts_role", "UPDATE", MIXED),
)
"""An administrator holds no role at a union on any day."""
LABELS = {
    "account.open": _("opened the account"),
    "role.grant": _("granted the role"),
    "role.end": _("ended the role"),
}

BY_OWNER = "the owner changes it on the own page of security"
BY_ADMINISTRATOR = "set by the administrator"
BY_PORTAL = "set by the portal"
CORRECTED: dict[str, CorrectionRule | NotCorrected] = {
    "accounts.User": CorrectionRule(
        fields=("full_name", "username"),
        page="accounts:user-edit",
        may=may_manage_account,
        until="never frozen",
        fixed={
            "email": BY_OWNER,
            "phone": BY_OWNER,
            "password": BY_OWNER,
            "person": BY_ADMINISTRATOR,
            "is_active": BY_ADMINISTRATOR,
            "is_staff": BY_ADMINISTRATOR,
            "is_superuser": BY_ADMINISTRATOR,
            "last_login": BY_PORTAL,
            "date_joined": BY_PORTAL,
            **dict.fromkeys(("first_name", "last_name", "groups", "user_permissions"), "not used"),
        },
    ),
    "accounts.Role": CorrectionRule(
        fields=("valid_from", "valid_to"),
        page="accounts:role-edit",
        may=may_correct_role,
        until="never frozen; signed papers keep who signed them",
        owner=lambda role: role.user,
        fixed=dict.fromkeys(("user", "kind", "union", "grassroots"), "end the role and grant the right one"),
    ),
    "accounts.Invitation": NotCorrected("withdrawn and made anew"),
    "accounts.AttemptCount": NotCorrected("counted by the portal"),
    "accounts.RecoveryCode": NotCorrected("made by the portal; the owner makes new ones"),
    "accounts.SignedInSession": NotCorrected("made by the portal; the owner ends it"),
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
    for label, correction in CORRECTED.items():
        CORRECTIONS.register(correction, to=label)
    TABS.register(NavItem("accounts", _("Accounts"), "accounts:users", 70, may_see_tab), to="organisation")
    SEARCHES.register(search_by_name(detail="username"), to="accounts.User")
    PANELS.register(board_panel, to="unions.GrassrootsUnion")
    register_labels(LABELS)
    register_news(NEWS_OF_DUPLICATES)
    DUE_MESSAGES.register(tell_found_duplicates)
