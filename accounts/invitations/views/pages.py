from abc import ABC, abstractmethod
from functools import partial
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import View

from accounts.invitations.choices import InvitationState
from accounts.invitations.delivery import FILE_NAME, print_slips, send_invitation
from accounts.invitations.filters import InvitationFilter
from accounts.invitations.models import Invitation
from accounts.invitations.selectors import may_reset
from accounts.invitations.services import invite_to_reset, withdraw_invitation
from accounts.invitations.tables import InvitationTable
from accounts.users.models import User
from core.actor import SignedInRequest
from core.pdf_response import pdf_or_job
from core.scoping import get_visible_or_404
from core.text import short_date
from core.views import DetailPage, refused
from core.views.actions import perform_or_refuse
from core.views.confirming import Question, ask_first
from unions.access import PortalUser, RoleKind, may_grant, may_read_accounts
from unions.units.views.lists import OrganisationList


class InvitationList(OrganisationList):
    tab = "accounts"
    model = Invitation
    table_class = InvitationTable
    filterset_class = InvitationFilter
    heading = gettext_lazy("Invitations")
    empty_title = gettext_lazy("The invitations of your federation")
    empty_text = gettext_lazy("Print slips for the units without an account, or invite somebody on a unit's page.")

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not may_read_accounts(self.request.user):
            raise PermissionDenied
        return super().get(request, *args, **kwargs)

    def get_queryset(self) -> QuerySet[Invitation]:
        return Invitation.objects.visible_to(self.request.user).for_table().order_by("-pk")

    def primary_action(self) -> dict[str, Any] | None:
        unions = self.request.user.access.unions_where({RoleKind.OFFICER})
        if not unions:
            return None
        return {"label": _("Print slips"), "url": reverse("accounts:invitation-slips", args=[min(unions)])}


class InvitationPage(DetailPage):
    model = Invitation
    object: Invitation
    template_name = "accounts/invitation.html"

    def get_queryset(self) -> QuerySet[Invitation]:
        return super().get_queryset().select_related("union", "grassroots", "account", "created_by", "used_by")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        unused = self.object.state in (InvitationState.OPEN, InvitationState.EXPIRED)
        may_hand_out = self.may_issue() and unused
        return super().get_context_data(
            facts=invitation_facts(self.object, self.request.user), may_hand_out=may_hand_out, **kwargs
        )

    def may_issue(self) -> bool:
        user, invitation = self.request.user, self.object
        if not may_grant(user, invitation.kind, responsible_union_id=invitation.responsible_union_id):
            return False
        # The owner of the account may have become a leader since it was offered.
        return may_reset(user, invitation.account) if invitation.account else True


def invitation_facts(invitation: Invitation, user: PortalUser) -> list[tuple[str, object]]:
    account = invitation.account
    reads_contact = may_grant(user, invitation.kind, responsible_union_id=invitation.responsible_union_id)
    offer = _("A new password for %(name)s") % {"name": account} if account else invitation.get_kind_display()
    return [
        (_("Offers"), offer),
        (_("Unit or union"), invitation.place),
        (_("Full name"), invitation.full_name),
        (_("E-mail"), invitation.email if reads_contact else ""),
        (_("Phone"), invitation.phone if reads_contact else ""),
        (_("Holds the role since"), short_date(invitation.since)),
        (_("Valid until"), short_date(invitation.expires_at)),
        (_("Invited by"), invitation.created_by),
        (_("Used by"), invitation.used_by),
    ]


class InvitationAction(ABC, View):
    """A button on the page of an invitation."""

    request: SignedInRequest
    http_method_names = ["post"]

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        invitation = get_visible_or_404(Invitation.objects.for_table(), self.request.user, pk=pk)
        try:
            return self.act(invitation)
        except ValidationError as error:
            return refused(request, error, invitation.get_absolute_url())

    @abstractmethod
    def act(self, invitation: Invitation) -> HttpResponse:
        pass


class Withdraw(InvitationAction):
    def act(self, invitation: Invitation) -> HttpResponse:
        words = _("Withdraw this invitation? Its link stops working.")
        question = Question(words, _("Withdraw the invitation"), is_danger=True)
        action = partial(withdraw_invitation, actor=self.request.user, invitation=invitation)
        back = invitation.get_absolute_url()
        return perform_or_refuse(self.request, action, back, question=question)


class SendAgain(InvitationAction):
    def act(self, invitation: Invitation) -> HttpResponse:
        send_invitation(actor=self.request.user, invitation=invitation)
        messages.success(self.request, _("The invitation goes to %(email)s.") % {"email": invitation.email})
        return redirect(invitation.get_absolute_url())


class PrintAgain(InvitationAction):
    def act(self, invitation: Invitation) -> HttpResponse:
        return pdf_or_job(print_slips(actor=self.request.user, invitations=[invitation]), FILE_NAME)


class OfferPassword(View):
    http_method_names = ["post"]
    request: SignedInRequest

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        user = get_visible_or_404(User.objects.all(), self.request.user, pk=pk)
        back = user.get_absolute_url()
        question = Question(_("Print a slip with which the owner chooses a new password?"), _("Offer a new password"))
        action = partial(invite_to_reset, actor=self.request.user, user=user)
        try:
            if page := ask_first(request, question, back, action):
                return page
            invitation = action()
        except ValidationError as error:
            return refused(request, error, back)
        messages.success(request, _("The slip is ready to be printed."))
        return redirect(invitation.get_absolute_url())
