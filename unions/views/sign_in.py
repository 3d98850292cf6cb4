"""The door: the password first, the second factor where there is one, and a count of failures at both."""

from typing import Any

from django.contrib.auth.views import LoginView
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache

from core.addresses import client_address
from core.views import FormPage
from core.views.actions import UNPROCESSABLE
from unions.forms import SignInForm
from unions.forms.access import CodeForm
from unions.models import User
from unions.selectors.accounts import sign_in_name_of
from unions.selectors.second_factor import has_second_factor
from unions.services.lockout import KNOWN_DEVICE, Attempt, TooManyAttempts, begin_attempt, device_of
from unions.services.second_factor import WRONG_CODE, passes_second_factor
from unions.signing_in import await_code, awaited, let_in, remember_device, safe_target

TOO_MANY = 429


def too_many_words(closed: TooManyAttempts) -> str:
    """One sentence for all, whether there is such an account or not."""
    said = _("Too many attempts. Please wait %(minutes)d minutes, then try once more.")
    return said % {"minutes": closed.minutes}


def stay_out(page: FormPage, form: Any, closed: TooManyAttempts) -> HttpResponse:
    """Answer a form at a closed door: the sentence, and for machines how long to wait."""
    form.add_error(None, too_many_words(closed))
    page.status = TOO_MANY
    response = page.form_invalid(form)
    response["Retry-After"] = str(closed.seconds)
    return response


def attempt_at(request: HttpRequest, door: str, name: str, user_id: int | None) -> Attempt:
    mark = device_of(request.COOKIES.get(KNOWN_DEVICE, ""), user_id)
    return begin_attempt(door, name=name, address=client_address(request), device=mark)


class OwnSecretPage(FormPage):
    """Asks for one's own password, guessed here as slowly as at the door: a browser left open is no licence."""

    secret = "password"  # noqa: S105 the name of a field

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            attempt = attempt_at(request, "own password", str(request.user.pk), request.user.pk)
        except TooManyAttempts as closed:
            form = self.get_form()
            form.errors.clear()  # a closed door does not say whether the password was right
            return stay_out(self, form, closed)
        response: Any = super().post(request, *args, **kwargs)
        # Not the errors: a form that was saved before shows none of them, and a guess must not pass for a success.
        if response.status_code < 400 or self.secret in response.context_data["form"].cleaned_data:
            attempt.succeed()
        return response


class SignIn(LoginView):
    template_name = "registration/sign_in.html"
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
            await_code(self.request, user, self.get_redirect_url())
            return redirect("second-step")
        let_in(self.request, user)
        return remember_device(self.request, redirect(self.get_success_url()), user)

    def form_invalid(self, form: Any) -> HttpResponse:
        return self.render_to_response(self.get_context_data(form=form), status=UNPROCESSABLE)

    def closed(self, closed: TooManyAttempts) -> HttpResponse:
        context = self.get_context_data(form=SignInForm(self.request), closed=too_many_words(closed))
        return self.render_to_response(context, status=TOO_MANY, headers={"Retry-After": str(closed.seconds)})


@method_decorator(never_cache, name="dispatch")
class SecondStep(FormPage):
    """The code of the phone, or a recovery code; for who has just given the right password, and for ten minutes."""

    template_name = "registration/second_step.html"
    form_class = CodeForm
    submit_label = gettext_lazy("Sign in")

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        found = awaited(request)
        if found is None:
            return redirect("home" if request.user.is_authenticated else "sign-in")
        self.owner, self.target = found
        return super().dispatch(request, *args, **kwargs)

    def form_valid(self, form: CodeForm) -> HttpResponse:
        """Counted and judged outside the transaction of a form, which would take a failure back with it."""
        owner = self.owner
        try:
            attempt = attempt_at(self.request, "code", str(owner.pk), owner.pk)
        except TooManyAttempts as closed:
            return stay_out(self, form, closed)
        if not passes_second_factor(user=owner, code=form.cleaned_data["code"]):
            form.add_error("code", ValidationError(WRONG_CODE))
            return self.form_invalid(form)
        attempt.succeed()
        return remember_device(self.request, redirect(self.act(form)), owner)

    def act(self, form: CodeForm) -> str:
        let_in(self.request, self.owner, passed=True)
        return safe_target(self.request, self.target)

    def cancel_url(self) -> str:
        return reverse("sign-in")
