from typing import Any

import django_filters as filters
from django.utils.translation import gettext_lazy as _

from accounts.invitations.choices import InvitationState
from accounts.invitations.models import Invitation
from unions.access import RoleKind


class InvitationFilter(filters.FilterSet):
    state = filters.ChoiceFilter(label=_("State"), choices=InvitationState.choices, method="in_state")
    kind = filters.ChoiceFilter(label=_("Role"), choices=RoleKind.choices)
    purpose = filters.ChoiceFilter(
        label=_("Offers"), choices=[("role", _("A role")), ("password", _("A new password"))], method="offering"
    )

    class Meta:
        model = Invitation
        fields: list[str] = []

    def in_state(self, rows: Any, name: str, state: str) -> Any:
        return rows.in_state(state)

    def offering(self, rows: Any, name: str, value: str) -> Any:
        return rows.filter(account__isnull=value == "role")
