from abc import abstractmethod
from typing import Any

from django.contrib import messages
from django.db.models import Model
from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.invitations.delivery import FILE_NAME, print_slips, send_invitation
from accounts.invitations.forms import HandOverForm, InviteForm, SlipsForm
from accounts.invitations.models import Invitation
from accounts.invitations.services import check_union_not_dissolved, hand_over_chair, invite, invite_chairs
from accounts.users.models import Role
from accounts.users.views import BoardFormPage
from core.pdf_response import pdf_or_job
from core.text import short_date
from core.views import FormPage, ObjectFormPage
from unions.access import AT_UNION, DRAFTING, PortalUser, RoleKind, may_grant
from unions.tree.models import Union


class InviteFormPage(FormPage):
    form_class = InviteForm
    heading = gettext_lazy("Invite somebody")
    submit_label = gettext_lazy("Invite")
    kinds: frozenset[RoleKind]

    @abstractmethod
    def place(self) -> dict[str, Any]:
        """Return the argument `grassroots` or `union` of `invite()`."""

    def get_form_kwargs(self) -> dict[str, Any]:
        kinds = [kind for kind in RoleKind if kind in self.kinds]
        return super().get_form_kwargs() | {"kinds": kinds}

    def act(self, form: InviteForm) -> Invitation:
        invitation = invite(actor=self.request.user, **self.place(), **form.cleaned_data)
        if invitation.email:
            send_invitation(actor=self.request.user, invitation=invitation)
            messages.success(self.request, _("The invitation goes to %(email)s.") % {"email": invitation.email})
        else:
            messages.success(self.request, _("The invitation is ready. Print its slip and hand it over."))
        return invitation


class InviteToUnit(BoardFormPage, InviteFormPage):
    kinds = DRAFTING

    def place(self) -> dict[str, Any]:
        return {"grassroots": self.object}


class InviteToUnion(ObjectFormPage, InviteFormPage):
    model = Union
    object: Union
    kinds = AT_UNION

    def may(self, user: PortalUser) -> bool:
        return may_grant(user, RoleKind.OFFICER, responsible_union_id=None)

    def check(self) -> None:
        check_union_not_dissolved(self.object)

    def place(self) -> dict[str, Any]:
        return {"union": self.object}


class PrintSlips(ObjectFormPage):
    # The chairs enter their names when they join.
    model = Union
    object: Union
    form_class = SlipsForm
    template_name = "accounts/invitation_slips.html"
    heading = gettext_lazy("Print invitation slips for units without an account")
    submit_label = gettext_lazy("Make the slips")

    def may(self, user: PortalUser) -> bool:
        return may_grant(user, RoleKind.GRASSROOTS_CHAIR, responsible_union_id=self.object.pk)

    def check(self) -> None:
        check_union_not_dissolved(self.object)

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"union": self.object}

    def act(self, form: SlipsForm) -> HttpResponse:
        values = form.cleaned_data
        invitations = invite_chairs(
            actor=self.request.user, units=list(values.get("units", ())), again=values["again"]
        )
        return pdf_or_job(print_slips(actor=self.request.user, invitations=invitations), FILE_NAME)


class HandOver(BoardFormPage):
    form_class = HandOverForm
    heading = gettext_lazy("Hand the chair over")
    submit_label = gettext_lazy("Hand over")

    def act(self, form: HandOverForm) -> Model:
        result = hand_over_chair(actor=self.request.user, grassroots=self.object, **form.cleaned_data)
        day = short_date(form.cleaned_data["since"])
        if isinstance(result, Role):
            message = _("%(name)s chairs the unit from %(day)s on.") % {"name": result.user, "day": day}
            messages.success(self.request, message)
            return self.object
        if result.email:
            send_invitation(actor=self.request.user, invitation=result)
        message = _("The chair is offered from %(day)s on, by this invitation.") % {"day": day}
        messages.success(self.request, message)
        return result
