import django_filters as filters
from django.utils.translation import gettext_lazy as _

from accounts.invitations.choices import InvitationState
from accounts.invitations.models import Invitation, InvitationQuerySet
from unions.access import RoleKind


class InvitationFilter(filters.FilterSet):
    state = filters.ChoiceFilter(label=_("State"), choices=InvitationState.choices, method="in_state")
    kind = filters.ChoiceFilter(label=_("Role"), choices=RoleKind.choices)
    purpose = filters.ChoiceFilter(
        label=_("Offers"), choices=[("role", _("A role")), ("password", _("A new password"))], method="for_purpose"
    )

    class Meta:
        model = Invitation
        fields: list[str] = []

    def in_state(self, queryset: InvitationQuerySet, name: str, state: str) -> InvitationQuerySet:
        return queryset.in_state(state)

    def for_purpose(self, queryset: InvitationQuerySet, name: str, purpose: str) -> InvitationQuerySet:
        return queryset.filter(account__isnull=purpose == "role")
