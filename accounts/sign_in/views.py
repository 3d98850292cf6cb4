from typing import Any

from django.contrib.auth.views import LoginView
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache

from accounts.lockout.pages import TOO_MANY, attempt_at, refuse_attempt, too_many_words
from accounts.lockout.services import TooManyAttempts
from accounts.second_factor.forms import CodeForm
from accounts.second_factor.selectors import has_second_factor
from accounts.second_factor.services import WRONG_CODE, passes_second_factor
from accounts.sign_in.forms import SignInForm
from accounts.sign_in.login import complete_login, pending_login, remember_device, safe_target, start_second_step
from accounts.users.models import User
from accounts.users.selectors import sign_in_name_of
from core.views.actions import UNPROCESSABLE, FormPage


class SignIn(LoginView):
    template_name = "accounts/sign_in.html"
    form_class = SignInForm
    redirect_authenticated_user = True

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        typed, password = request.POST.get("username", ""), request.POST.get("password", "")
        if not typed.strip() or not password:
            return self.form_invalid(self.get_form())
        name = sign_in_name_of(typed)
        known = User.objects.filter(username=name).values_list("pk", flat=True).first()
        try:
            attempt = attempt_at(request, "password", name, known)
        except TooManyAttempts as closed:
            return self.closed(closed)
        form: Any = self.get_form()
        if not form.is_valid():
            return self.form_invalid(form)
        attempt.succeed()
        return self.form_valid(form)

    def form_valid(self, form: Any) -> HttpResponse:
        user = form.get_user()
        if has_second_factor(user):
            start_second_step(self.request, user, self.get_redirect_url())
            return redirect("second-step")
        complete_login(self.request, user)
        return remember_device(self.request, redirect(self.get_success_url()), user)

    def form_invalid(self, form: Any) -> HttpResponse:
        return self.render_to_response(self.get_context_data(form=form), status=UNPROCESSABLE)

    def closed(self, closed: TooManyAttempts) -> HttpResponse:
        context = self.get_context_data(form=SignInForm(self.request), closed=too_many_words(closed))
        return self.render_to_response(context, status=TOO_MANY, headers={"Retry-After": str(closed.seconds)})


@method_decorator(never_cache, name="dispatch")
class SecondStep(FormPage):
    """The code of the phone, or a recovery code; for who has just given the right password, and for ten minutes."""

    template_name = "accounts/second_step.html"
    form_class = CodeForm
    submit_label = gettext_lazy("Sign in")

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        found = pending_login(request)
        if found is None:
            return redirect("home" if self.request.user.is_authenticated else "sign-in")
        self.owner, self.target = found
        return super().dispatch(request, *args, **kwargs)

    def form_valid(self, form: CodeForm) -> HttpResponse:
        """Counted and judged outside the transaction of a form, which would take a failure back with it."""
        owner = self.owner
        try:
            attempt = attempt_at(self.request, "code", str(owner.pk), owner.pk)
        except TooManyAttempts as closed:
            return refuse_attempt(self, form, closed)
        if not passes_second_factor(user=owner, code=form.cleaned_data["code"]):
            form.add_error("code", ValidationError(WRONG_CODE))
            return self.form_invalid(form)
        attempt.succeed()
        return remember_device(self.request, redirect(self.act(form)), owner)

    def act(self, form: CodeForm) -> str:
        complete_login(self.request, self.owner, passed=True)
        return safe_target(self.request, self.target)

    def cancel_url(self) -> str:
        return reverse("sign-in")
