from typing import Any

from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.contrib.auth.views import PasswordResetConfirmView
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render, resolve_url
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from accounts.invitations.views.join import GONE
from accounts.lockout.services import TooManyAttempts
from accounts.lockout.views import ConfirmPasswordPage, begin_nameless_request_attempt, refuse_attempt
from accounts.passwords.forms import ChangePasswordForm, ForgottenPasswordForm, GivePasswordForm
from accounts.passwords.services import change_password, give_password, request_password_mail, set_new_password
from accounts.sessions.services import end_sessions, note_session
from accounts.users.forms import ResetPasswordForm
from accounts.users.models import User
from accounts.users.rules import may_give_password
from accounts.users.views import AccountFormPage
from core.views.actions import UNPROCESSABLE, FormPage
from unions.access import PortalUser

GIVEN = gettext_lazy("Somebody else gave you this password. Choose one of your own; nothing else opens until then.")


class ChangePassword(ConfirmPasswordPage):
    password_field = "old_password"  # noqa: S105 the name of a field
    form_class = ChangePasswordForm
    heading = gettext_lazy("Change my password")

    @property
    def help(self) -> str | Promise:  # type: ignore[override]
        return GIVEN if self.request.user.password_given_at else ""

    def act(self, form: ChangePasswordForm) -> str:
        user = change_password(actor=self.request.user, password=form.cleaned_data["new_password1"])
        update_session_auth_hash(self.request, user)  # this session goes on, under a new key
        note_session(self.request, user)
        end_sessions(actor=user, user=user, keep=self.request.session.session_key or "")
        messages.success(self.request, _("Your password has been changed."))
        return resolve_url("home")


class GivePassword(AccountFormPage):
    """Django's admin redirects here."""

    form_class: Any = GivePasswordForm
    heading = gettext_lazy("Set a password for this account")
    submit_label = gettext_lazy("Set the password")

    @property
    def help(self) -> str:  # type: ignore[override]
        return _("%(name)s is told of it with the reason, and is signed out everywhere.") % {"name": self.object}

    def may(self, user: PortalUser) -> bool:
        return may_give_password(user, self.object)

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"owner": self.object}

    def act(self, form: GivePasswordForm) -> User:
        password, reason = form.cleaned_data["password1"], form.cleaned_data["reason"]
        return give_password(actor=self.request.user, user=self.object, password=password, reason=reason)


class ForgottenPassword(FormPage):
    # The answer is the same whether or not there is an account with the address.
    template_name = "accounts/password_forgotten.html"
    form_class = ForgottenPasswordForm
    submit_label = gettext_lazy("Send the link")

    def form_valid(self, form: ForgottenPasswordForm) -> HttpResponse:
        # Outside the transaction of FormPage, whose rollback would also undo the count.
        try:
            begin_nameless_request_attempt(self.request, "forgotten")
        except TooManyAttempts as error:
            return refuse_attempt(self, form, error)
        return super().form_valid(form)

    def act(self, form: ForgottenPasswordForm) -> str:
        request_password_mail(typed=form.cleaned_data["email"])
        return reverse("password-forgotten-sent")


@require_safe
def forgotten_sent(request: HttpRequest) -> HttpResponse:
    return render(request, "accounts/password_sent.html")


class NewPassword(PasswordResetConfirmView):
    """The mailed link works once, for an hour."""

    template_name = "accounts/password_new.html"
    form_class: Any = ResetPasswordForm
    token_generator: Any = PasswordResetConfirmView.token_generator

    def get_form_kwargs(self) -> dict[str, Any]:
        kwargs = super().get_form_kwargs()
        return kwargs | {"owner": kwargs["user"]}

    def form_valid(self, form: Any) -> HttpResponse:
        set_new_password(user=form.owner, password=form.cleaned_data["password1"])
        self.request.session.pop("_password_reset_token", None)
        messages.success(self.request, _("The new password is set. Please sign in with it."))
        return redirect("sign-in")

    def form_invalid(self, form: Any) -> HttpResponse:
        return self.render_to_response(self.get_context_data(form=form), status=UNPROCESSABLE)

    def render_to_response(self, context: dict[str, Any], **kwargs: Any) -> HttpResponse:
        if not self.validlink:
            kwargs["status"] = GONE
        return super().render_to_response(context, **kwargs)
