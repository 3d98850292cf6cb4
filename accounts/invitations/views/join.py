"""The page behind an invitation, and the way back to an account whose password was forgotten."""

from typing import Any

from django.contrib import messages
from django.contrib.auth import logout
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render, resolve_url
from django.urls import reverse
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache

from accounts.invitations.choices import InvitationState
from accounts.invitations.forms import JoinForm, TakeRoleForm
from accounts.invitations.models import Invitation
from accounts.invitations.selectors import by_token
from accounts.invitations.services import digest_of, join, reset_by_invitation, take_role
from accounts.second_factor.selectors import has_second_factor
from accounts.sign_in.login import complete_login, remember_device, start_second_step
from accounts.users.forms import ResetForm
from accounts.users.models import User
from core.text import short_date
from core.views import FormPage

GONE = 410


@method_decorator(never_cache, name="dispatch")
class Join(FormPage):
    """One page for three: a new account, a role more for who is signed in, a new password."""

    template_name = "accounts/invitation_join.html"
    submit_label = gettext_lazy("Open the account")

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        found = by_token(digest_of(kwargs["token"]))
        if found is None:
            raise Http404
        self.invitation: Invitation = found
        if found.used_by_id and found.used_by_id == self.request.user.pk:
            return redirect("home")
        if found.state != InvitationState.OPEN:
            return render(request, "accounts/invitation_gone.html", {"state": found.state.value}, status=GONE)
        return super().dispatch(request, *args, **kwargs)

    def get_form_class(self) -> Any:
        if self.invitation.account_id:
            return ResetForm
        return TakeRoleForm if self.request.user.is_authenticated else JoinForm

    def get_form_kwargs(self) -> dict[str, Any]:
        owner = {"owner": self.invitation.account} if self.invitation.account_id else {}
        return super().get_form_kwargs() | owner

    def get_initial(self) -> dict[str, Any]:
        return {name: getattr(self.invitation, name) for name in ("full_name", "phone", "email")}

    def form_valid(self, form: Any) -> HttpResponse:
        response = super().form_valid(form)
        user = self.request.user
        signed_in = response.status_code < 400 and user.is_authenticated
        return remember_device(self.request, response, user) if signed_in else response

    def act(self, form: Any) -> str:
        token, said = self.kwargs["token"], form.cleaned_data
        if isinstance(form, TakeRoleForm):
            take_role(token=token, user=self.request.user)
            if self.invitation.since <= timezone.localdate():
                messages.success(self.request, _("The role is yours from now on."))
            self._tell_when()
            return resolve_url("home")
        if isinstance(form, ResetForm):
            return self._enter(reset_by_invitation(token=token, password=said["password1"]))
        names = {name: said[name] for name in ("username", "full_name", "phone", "email")}
        target = self._enter(join(token=token, password=said["password1"], **names))
        self._tell_when()
        return target

    def _tell_when(self) -> None:
        """Who comes before the day would take an empty portal for a broken one."""
        if self.invitation.since > timezone.localdate():
            said = _("Your role begins on %(day)s; until then the portal shows you nothing of it.")
            messages.info(self.request, said % {"day": short_date(self.invitation.since)})

    def _enter(self, user: User) -> str:
        """A new password opens the door; a second factor, where there is one, is still asked for."""
        if self.request.user.is_authenticated:
            logout(self.request)
        if has_second_factor(user):
            start_second_step(self.request, user, "")
            return reverse("second-step")
        complete_login(self.request, user)
        messages.success(self.request, _("Welcome. You are signed in."))
        return resolve_url("home")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        labels: dict[Any, str] = {ResetForm: _("Set the password"), TakeRoleForm: _("Take on the role")}
        words = {"submit_label": labels.get(self.get_form_class(), _("Open the account"))}
        return super().get_context_data(**kwargs) | words | {"invitation": self.invitation}

    def form_invalid(self, form: Any) -> HttpResponse:
        """The second of two clicks finds the invitation used by the first, and says so calmly."""
        self.invitation.refresh_from_db()
        if self.invitation.state != InvitationState.OPEN:
            state = {"state": self.invitation.state.value}
            return render(self.request, "accounts/invitation_gone.html", state, status=GONE)
        return super().form_invalid(form)
