from datetime import datetime
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.generic import TemplateView

from accounts.impersonation.services import may_impersonate
from accounts.invitations.selectors import may_reset
from accounts.second_factor.selectors import has_second_factor, must_have_second_factor, recovery_codes_left
from accounts.sessions.selectors import device_label, sessions_of
from accounts.users.models import Role, User
from accounts.users.rules import may_give_password
from accounts.users.selectors import may_correct_role, may_manage_account
from core.actor import SignedInRequest
from core.audit import history_of
from core.views import DetailPage
from unions.access import PortalUser, is_administrator, may_grant


class UserPage(DetailPage):
    model = User
    object: User
    template_name = "accounts/user.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        account, user = self.object, self.request.user
        roles = account.roles.select_related("union", "grassroots").order_by("-valid_from", "pk")
        may_read_contact = account == user or is_administrator(user) or any(may_end(user, role) for role in roles)
        return super().get_context_data(
            facts=[
                (_("Sign-in name"), account.username),
                (_("E-mail"), contact_fact(account.email, account.email_proven_at) if may_read_contact else ""),
                (_("Phone"), contact_fact(account.phone, account.phone_proven_at) if may_read_contact else ""),
            ],
            roles=[(role, may_end(user, role), may_correct_role(user, role)) for role in roles],
            may_reset=may_reset(user, account),
            may_confirm_phone=is_phone_open(account) and may_manage_account(user, account),
            may_see=may_impersonate(user, account),
            may_end_sessions=is_administrator(user),
            may_give_password=may_give_password(user, account),
            has_factor=is_administrator(user) and has_second_factor(account),
            **kwargs,
        )


def contact_fact(value: str, proven_at: datetime | None) -> str:
    if not value:
        return ""
    return f"{value} ({_('confirmed') if proven_at else _('not confirmed yet')})"


def is_phone_open(account: User) -> bool:
    return bool(account.phone) and account.phone_proven_at is None


def may_end(user: PortalUser, role: Role) -> bool:
    has_ended = role.valid_to is not None and role.valid_to < timezone.localdate()
    return not has_ended and may_grant(user, role.kind, responsible_union_id=role.responsible_union_id)


class Security(TemplateView):
    template_name = "accounts/sessions.html"
    request: SignedInRequest

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        user = self.request.user
        key = self.request.session.session_key
        sessions = [(row, device_label(row.user_agent), row.session_key == key) for row in sessions_of(user)]
        return super().get_context_data(
            sessions=sessions,
            has_others=any(not is_here for _row, _label, is_here in sessions),
            has_factor=has_second_factor(user),
            must_have=must_have_second_factor(user),
            codes_left=recovery_codes_left(user),
            looks=history_of(user).filter(act="account.see")[:10],
            **kwargs,
        )
