from typing import Any

from django.contrib import messages
from django.contrib.auth import logout
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render, resolve_url
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.invitations.choices import InvitationState
from accounts.invitations.delivery import send_email_proof
from accounts.invitations.forms import JoinForm, TakeRoleForm
from accounts.invitations.models import Invitation
from accounts.invitations.selectors import find_by_digest
from accounts.invitations.services import join, reset_by_invitation, take_role, token_digest
from accounts.lockout.views import remember_device
from accounts.second_factor.selectors import has_second_factor
from accounts.sign_in.services import complete_login, start_second_step
from accounts.users.forms import ResetPasswordForm
from accounts.users.models import User
from core.forms import ScopedForm
from core.text import short_date
from core.views import FormPage

GONE = 410
SUBMIT_LABELS: dict[type[ScopedForm], Promise] = {
    JoinForm: gettext_lazy("Open the account"),
    TakeRoleForm: gettext_lazy("Take on the role"),
    ResetPasswordForm: gettext_lazy("Set the password"),
}


class Join(FormPage):
    """A visitor opens an account or sets a password, a user takes a role."""

    template_name = "accounts/invitation_join.html"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        invitation = find_by_digest(token_digest(kwargs["token"]))
        if invitation is None:
            raise Http404
        self.invitation: Invitation = invitation
        if invitation.used_by_id and invitation.used_by_id == self.request.user.pk:
            return redirect("home")
        if invitation.state != InvitationState.OPEN:
            return self.gone()
        return super().dispatch(request, *args, **kwargs)

    def gone(self) -> HttpResponse:
        context = {"state": self.invitation.state.value}
        return render(self.request, "accounts/invitation_gone.html", context, status=GONE)

    def get_form_class(self) -> type[ScopedForm]:
        if self.invitation.account_id:
            return ResetPasswordForm
        return TakeRoleForm if self.request.user.is_authenticated else JoinForm

    def get_form_kwargs(self) -> dict[str, Any]:
        owner = {"owner": self.invitation.account} if self.invitation.account_id else {}
        return super().get_form_kwargs() | owner

    def get_initial(self) -> dict[str, Any]:
        return {name: getattr(self.invitation, name) for name in ("full_name", "phone", "email")}

    def form_valid(self, form: ScopedForm) -> HttpResponse:
        response = super().form_valid(form)
        user = self.request.user
        signed_in = response.status_code < 400 and user.is_authenticated
        return remember_device(self.request, response, user) if signed_in else response

    def form_invalid(self, form: ScopedForm) -> HttpResponse:
        self.invitation.refresh_from_db()  # after a double click the first request has used it
        return self.gone() if self.invitation.state != InvitationState.OPEN else super().form_invalid(form)

    def act(self, form: ScopedForm) -> str:
        if isinstance(form, TakeRoleForm):
            return self.take_role()
        token, values = self.kwargs["token"], form.cleaned_data
        if isinstance(form, ResetPasswordForm):
            return self.sign_in(reset_by_invitation(token=token, password=values["password1"]))
        names = {name: values[name] for name in ("username", "full_name", "phone", "email")}
        user = join(token=token, password=values["password1"], **names)
        send_email_proof(user)
        target = self.sign_in(user)
        self.announce_first_day()
        return target

    def take_role(self) -> str:
        take_role(token=self.kwargs["token"], user=self.request.user)
        if self.invitation.since <= timezone.localdate():
            messages.success(self.request, _("The role is yours from now on."))
        self.announce_first_day()
        return resolve_url("home")

    def announce_first_day(self) -> None:
        if self.invitation.since > timezone.localdate():
            message = _("Your role begins on %(day)s; until then the portal shows you nothing of it.")
            messages.info(self.request, message % {"day": short_date(self.invitation.since)})

    def sign_in(self, user: User) -> str:
        """A second factor is still asked for."""
        if self.request.user.is_authenticated:
            logout(self.request)
        if has_second_factor(user):
            start_second_step(self.request, user, "")
            return reverse("second-step")
        complete_login(self.request, user)
        messages.success(self.request, _("Welcome. You are signed in."))
        return resolve_url("home")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        return context | {"submit_label": SUBMIT_LABELS[self.get_form_class()], "invitation": self.invitation}
