"""Invitations made, listed, sent, printed and withdrawn; the chair handed over."""

from abc import ABC, abstractmethod
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.generic import View

from accounts.invitations.choices import InvitationState
from accounts.invitations.delivery import FILE_NAME, print_slips, send_invitation
from accounts.invitations.filters import InvitationFilter
from accounts.invitations.models import Invitation
from accounts.invitations.selectors import may_reset
from accounts.invitations.services import invite_to_reset, responsible_union_of, withdraw_invitation
from accounts.invitations.tables import InvitationTable
from accounts.users.models import User
from core.actor import SignedInRequest
from core.models import Job
from core.pdf_response import pdf_response
from core.scoping import get_visible_or_404
from core.text import format_number, short_date
from core.views import DetailPage, refused
from unions.access import RoleKind, may_grant, may_read_accounts
from unions.units.views.lists import OrganisationList


def slip_response(made: bytes, name: str) -> HttpResponse:
    return pdf_response(made, name, download=True, may_be_cached=False)


def handed_out(made: bytes | Job) -> HttpResponse:
    return slip_response(made, FILE_NAME) if isinstance(made, bytes) else redirect(made.get_absolute_url())


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

    def get_queryset(self) -> QuerySet[Any]:
        return Invitation.objects.visible_to(self.request.user).for_table().order_by("-pk")

    def count_sentence(self, count: int) -> str:
        return ngettext("%(count)s invitation", "%(count)s invitations", count) % {"count": format_number(count)}

    def primary_action(self) -> dict[str, Any] | None:
        unions = self.request.user.access.unions_where({RoleKind.OFFICER})
        if not unions:
            return None
        return {"label": _("Print slips"), "url": reverse("accounts:invitation-slips", args=[min(unions)])}


class InvitationPage(DetailPage):
    model = Invitation
    template_name = "accounts/invitation.html"

    def get_queryset(self) -> QuerySet[Any]:
        return super().get_queryset().select_related("union", "grassroots", "account", "created_by", "used_by")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        it: Invitation = self.object
        may = may_grant(self.request.user, it.kind, responsible_union_id=responsible_union_of(it))
        if it.account:  # an officer offers none to who has become a leader since
            may = may and may_reset(self.request.user, it.account)
        unused = it.state in (InvitationState.OPEN, InvitationState.EXPIRED)
        return super().get_context_data(facts=facts_of(it), may_hand_out=may and unused, **kwargs)


def facts_of(it: Invitation) -> list[tuple[str, Any]]:
    offered = _("A new password for %(name)s") % {"name": it.account} if it.account else it.get_kind_display()
    return [
        (_("Offers"), offered),
        (_("Unit or union"), it.place),
        (_("Full name"), it.full_name),
        (_("E-mail"), it.email),
        (_("Phone"), it.phone),
        (_("Holds the role since"), short_date(it.since)),
        (_("Valid until"), short_date(it.expires_at)),
        (_("Invited by"), it.created_by),
        (_("Used by"), it.used_by),
    ]


class InvitationFormPage(ABC, View):
    """A button on the page of an invitation, for who may grant its role."""

    request: SignedInRequest
    http_method_names = ["post"]

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        invitation = get_visible_or_404(Invitation.objects.for_table(), self.request.user, pk=pk)
        try:
            return self.do(request, invitation)
        except ValidationError as error:
            return refused(request, error, invitation.get_absolute_url())

    @abstractmethod
    def do(self, request: HttpRequest, invitation: Invitation) -> HttpResponse:
        """Do the deed to the invitation and answer."""


class Withdraw(InvitationFormPage):
    def do(self, request: HttpRequest, invitation: Invitation) -> HttpResponse:
        return redirect(withdraw_invitation(actor=self.request.user, invitation=invitation).get_absolute_url())


class SendAgain(InvitationFormPage):
    def do(self, request: HttpRequest, invitation: Invitation) -> HttpResponse:
        send_invitation(actor=self.request.user, invitation=invitation)
        messages.success(request, _("The invitation goes to %(email)s.") % {"email": invitation.email})
        return redirect(invitation.get_absolute_url())


class PrintAgain(InvitationFormPage):
    def do(self, request: HttpRequest, invitation: Invitation) -> HttpResponse:
        return handed_out(print_slips(actor=self.request.user, invitations=[invitation]))


class OfferPassword(View):
    """The way back for a chair without e-mail: an invitation that sets a new password."""

    http_method_names = ["post"]
    request: SignedInRequest

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        user = get_visible_or_404(User.objects.all(), self.request.user, pk=pk)
        if not may_reset(self.request.user, user):
            raise PermissionDenied
        try:
            return redirect(invite_to_reset(actor=self.request.user, user=user).get_absolute_url())
        except ValidationError as error:
            return refused(request, error, user.get_absolute_url())
