from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.lockout.views import ConfirmPasswordPage
from accounts.second_factor.forms import CodeForm
from accounts.second_factor.selectors import has_second_factor, must_have_second_factor
from accounts.second_factor.services import (
    new_secret,
    otpauth_url,
    readable_secret,
    remove_second_factor,
    renew_recovery_codes,
    set_up_second_factor,
)
from accounts.sessions.keys import SECOND_FACTOR_PASSED, SECOND_FACTOR_SECRET
from accounts.sessions.services import end_sessions
from accounts.users.forms import ConfirmPasswordForm
from accounts.users.models import User
from accounts.users.views import AccountFormPage
from core.forms import ReasonForm
from core.qr import qr_data_uri
from core.views import FormPage


class SetUpSecondFactor(FormPage):
    # The session keeps the secret until a code proves that the phone has it.
    template_name = "accounts/second_factor_set_up.html"
    form_class = CodeForm
    submit_label = gettext_lazy("Switch it on")

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if self.request.user.is_authenticated and has_second_factor(self.request.user):
            return redirect("security")
        return super().dispatch(request, *args, **kwargs)

    def secret(self) -> str:
        return str(self.request.session.setdefault(SECOND_FACTOR_SECRET, new_secret()))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        user, secret = self.request.user, self.secret()
        url = otpauth_url(user, secret)
        return super().get_context_data(
            must_have=must_have_second_factor(user),
            qr=qr_data_uri(url),
            typed=readable_secret(secret),
            address=url,
            **kwargs,
        )

    def act(self, form: CodeForm) -> HttpResponse:
        user = self.request.user
        code = form.cleaned_data["code"].replace(" ", "")
        codes = set_up_second_factor(actor=user, secret=self.secret(), code=code)
        end_sessions(actor=user, user=user, keep=self.request.session.session_key or "")
        del self.request.session[SECOND_FACTOR_SECRET]
        self.request.session[SECOND_FACTOR_PASSED] = user.pk
        return recovery_codes_response(self.request, codes)

    def cancel_url(self) -> str:
        return reverse("security")


def recovery_codes_response(request: HttpRequest, codes: list[str]) -> HttpResponse:
    return render(request, "accounts/second_factor_codes.html", {"codes": codes})


class SecondFactorPasswordPage(ConfirmPasswordPage):
    form_class = ConfirmPasswordForm
    template_name = "accounts/second_factor_password.html"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if self.request.user.is_authenticated and not has_second_factor(self.request.user):
            return redirect("security")
        return super().dispatch(request, *args, **kwargs)

    def cancel_url(self) -> str:
        return reverse("security")


class RenewRecoveryCodes(SecondFactorPasswordPage):
    heading = gettext_lazy("New recovery codes")
    help = gettext_lazy("The codes you have become worthless.")
    submit_label = gettext_lazy("Make new codes")

    def act(self, form: ConfirmPasswordForm) -> HttpResponse:
        codes = renew_recovery_codes(actor=self.request.user)
        return recovery_codes_response(self.request, codes)


class RemoveSecondFactor(SecondFactorPasswordPage):
    heading = gettext_lazy("Switch the second factor off")
    help = gettext_lazy("Your password alone will open the account. To change phones, set it up again afterwards.")
    submit_label = gettext_lazy("Switch it off")

    def act(self, form: ConfirmPasswordForm) -> str:
        user = self.request.user
        remove_second_factor(actor=user, user=user)
        self.request.session.pop(SECOND_FACTOR_PASSED, None)
        messages.success(self.request, _("The second factor is off."))
        return reverse("security")


class RemoveAccountSecondFactor(AccountFormPage):
    heading = gettext_lazy("Switch the second factor of this account off")
    submit_label = gettext_lazy("Switch it off")

    def act(self, form: ReasonForm) -> User:
        remove_second_factor(actor=self.request.user, user=self.object, reason=form.cleaned_data["reason"])
        messages.success(self.request, _("The second factor is off."))
        return self.object
