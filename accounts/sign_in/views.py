from typing import Any

from django.contrib.auth.forms import AuthenticationForm
from django.contrib.auth.views import LoginView
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext_lazy

from accounts.lockout.services import Attempt, TooManyAttempts
from accounts.lockout.views import TOO_MANY, begin_request_attempt, refuse_attempt, remember_device, too_many_message
from accounts.second_factor.forms import CodeForm
from accounts.second_factor.selectors import has_second_factor
from accounts.second_factor.services import WRONG_CODE, passes_second_factor
from accounts.security_log.choices import EventKind
from accounts.security_log.services import note_event
from accounts.sign_in.forms import SignInForm
from accounts.sign_in.services import complete_login, pending_login, start_second_step
from accounts.users.models import User
from accounts.users.selectors import resolve_username
from core.links import own_address
from core.views.actions import UNPROCESSABLE, FormPage


class SignIn(LoginView):
    template_name = "accounts/sign_in.html"
    form_class = SignInForm
    redirect_authenticated_user = True

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        typed = request.POST.get("username", "")
        if not typed.strip() or not request.POST.get("password", ""):
            return self.form_invalid(self.get_form())
        try:
            attempt = self.begin_attempt(typed)
        except TooManyAttempts as error:
            return self.too_many(error)
        form = self.get_form()
        if not form.is_valid():
            note_event(EventKind.SIGN_IN_FAILED, user=named_user(typed))
            return self.form_invalid(form)
        attempt.succeed()
        return self.form_valid(form)

    def begin_attempt(self, typed: str) -> Attempt:
        return begin_request_attempt(self.request, "password", resolve_username(typed), named_user(typed))

    def form_valid(self, form: AuthenticationForm) -> HttpResponse:
        user = form.get_user()
        if has_second_factor(user):
            start_second_step(self.request, user, self.get_redirect_url())
            return redirect("second-step")
        complete_login(self.request, user)
        return remember_device(self.request, HttpResponseRedirect(self.get_success_url()), user)

    def form_invalid(self, form: AuthenticationForm) -> HttpResponse:
        return self.render_to_response(self.get_context_data(form=form), status=UNPROCESSABLE)

    def too_many(self, error: TooManyAttempts) -> HttpResponse:
        context = self.get_context_data(form=SignInForm(self.request), closed=too_many_message(error))
        return self.render_to_response(context, status=TOO_MANY, headers={"Retry-After": str(error.seconds)})


def named_user(typed: str) -> User | None:
    user: User | None = User.objects.filter(username=resolve_username(typed)).first()
    return user


class SecondStep(FormPage):
    # Asks for a code of the phone or a recovery code, within PENDING_LOGIN_LIFETIME of the password.
    template_name = "accounts/second_step.html"
    form_class = CodeForm
    submit_label = gettext_lazy("Sign in")

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        pending = pending_login(request)
        if pending is None:
            return redirect("home" if self.request.user.is_authenticated else "sign-in")
        self.owner, self.target = pending
        return super().dispatch(request, *args, **kwargs)

    def form_valid(self, form: CodeForm) -> HttpResponse:
        # Outside the transaction of FormPage, whose rollback would also undo the count of failures.
        owner = self.owner
        try:
            attempt = begin_request_attempt(self.request, "code", str(owner.pk), owner)
        except TooManyAttempts as error:
            return refuse_attempt(self, form, error)
        if not passes_second_factor(user=owner, code=form.cleaned_data["code"]):
            note_event(EventKind.CODE_FAILED, user=owner)
            form.add_error("code", ValidationError(WRONG_CODE))
            return self.form_invalid(form)
        attempt.succeed()
        return remember_device(self.request, HttpResponseRedirect(self.act(form)), owner)

    def act(self, form: CodeForm) -> str:
        complete_login(self.request, self.owner, passed_second_factor=True)
        return own_address(self.request, self.target)

    def cancel_url(self) -> str:
        return reverse("sign-in")
