"""What keeps an account safe: its second factor, its sessions, and who looked with its eyes."""

from typing import Any

from django.contrib import messages
from django.db.models import Model
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST
from django.views.generic import TemplateView

from core.audit import history_of
from core.qr import qr_data_uri
from core.scoping import get_visible_or_404
from core.views import FormPage, ObjectFormPage
from unions.forms.access import CodeForm, OwnSecretForm, ReasonForm
from unions.models import SignedInSession, User
from unions.rules import is_administrator
from unions.selectors.second_factor import has_second_factor, must_have_second_factor, recovery_codes_left
from unions.selectors.sessions import device_words, sessions_of
from unions.services.second_factor import (
    new_secret,
    remove_second_factor,
    renew_recovery_codes,
    secret_address,
    set_up_second_factor,
    typed_secret,
)
from unions.services.seeing import may_see_as, start_seeing, stop_seeing
from unions.services.sessions import end_session, end_sessions
from unions.signing_in import PASSED, SEEING
from unions.views.sign_in import OwnSecretPage

SECRET = "second_factor_secret"  # noqa: S105 the name of a place in the session


@method_decorator(never_cache, name="dispatch")
class Security(TemplateView):
    """One's own second factor and sessions."""

    template_name = "unions/sessions.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        user: Any = self.request.user
        here = self.request.session.session_key
        rows = [(row, device_words(row.user_agent), row.session_key == here) for row in sessions_of(user)]
        return super().get_context_data(
            sessions=rows,
            has_others=any(not is_here for _row, _words, is_here in rows),
            has_factor=has_second_factor(user),
            must_have=must_have_second_factor(user),
            codes_left=recovery_codes_left(user),
            looks=history_of(user).filter(act="account.see")[:10],
            **kwargs,
        )


@require_POST
def session_end(request: HttpRequest, pk: int) -> HttpResponse:
    """End one of one's own sessions; one's own of this moment ends like any other."""
    user: Any = request.user
    session = get_visible_or_404(SignedInSession.objects.all(), user, pk=pk)
    end_session(actor=user, session=session)
    if session.session_key == request.session.session_key:
        request.session.flush()  # what is gone could not be saved at the end of this request
    messages.success(request, _("The session has been ended."))
    return redirect("security")


@require_POST
def sessions_end_others(request: HttpRequest) -> HttpResponse:
    user: Any = request.user
    end_sessions(actor=user, user=user, keep=request.session.session_key or "")
    messages.success(request, _("You are signed in only here now."))
    return redirect("security")


@method_decorator(never_cache, name="dispatch")
class SetUpSecondFactor(FormPage):
    """The secret waits in the session until the phone has shown that it knows it."""

    template_name = "unions/second_factor_set_up.html"
    form_class = CodeForm
    submit_label = gettext_lazy("Switch it on")

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if request.user.is_authenticated and has_second_factor(request.user):
            return redirect("security")
        return super().dispatch(request, *args, **kwargs)

    def secret(self) -> str:
        return str(self.request.session.setdefault(SECRET, new_secret()))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        user: Any = self.request.user
        address = secret_address(user, self.secret())
        shown = {"qr": qr_data_uri(address), "typed": typed_secret(self.secret()), "address": address}
        return super().get_context_data(must_have=must_have_second_factor(user), **shown, **kwargs)

    def act(self, form: CodeForm) -> HttpResponse:
        user: Any = self.request.user
        code = form.cleaned_data["code"].replace(" ", "")
        codes = set_up_second_factor(actor=user, secret=self.secret(), code=code)
        end_sessions(actor=user, user=user, keep=self.request.session.session_key or "")
        del self.request.session[SECRET]
        self.request.session[PASSED] = user.pk
        return show_codes(self.request, codes)

    def cancel_url(self) -> str:
        return reverse("security")


def show_codes(request: HttpRequest, codes: list[str]) -> HttpResponse:
    answer = render(request, "unions/second_factor_codes.html", {"codes": codes})
    answer["Cache-Control"] = "no-store"
    return answer


class WithOwnPassword(OwnSecretPage):
    """Something that weakens an account asks for its password again."""

    form_class = OwnSecretForm
    template_name = "unions/second_factor_password.html"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if request.user.is_authenticated and not has_second_factor(request.user):
            return redirect("security")
        return super().dispatch(request, *args, **kwargs)

    def cancel_url(self) -> str:
        return reverse("security")


class RenewCodes(WithOwnPassword):
    heading = gettext_lazy("New recovery codes")
    help = gettext_lazy("The codes you have become worthless.")
    submit_label = gettext_lazy("Make new codes")

    def act(self, form: OwnSecretForm) -> HttpResponse:
        codes = renew_recovery_codes(actor=self.request.user)  # type: ignore[arg-type]
        return show_codes(self.request, codes)


class RemoveSecondFactor(WithOwnPassword):
    heading = gettext_lazy("Switch the second factor off")
    help = gettext_lazy("Your password alone will open the account. To change phones, set it up again afterwards.")
    submit_label = gettext_lazy("Switch it off")

    def act(self, form: OwnSecretForm) -> str:
        user: Any = self.request.user
        remove_second_factor(actor=user, user=user)
        self.request.session.pop(PASSED, None)
        messages.success(self.request, _("The second factor is off."))
        return reverse("security")


class ForAccount(ObjectFormPage):
    """Something an administrator does to an account, with a reason that its owner reads."""

    model = User
    form_class = ReasonForm

    def may(self, user: Any) -> bool:
        return is_administrator(user)


class EndSessionsOf(ForAccount):
    heading = gettext_lazy("End all sessions of this account")
    submit_label = gettext_lazy("End the sessions")

    def act(self, form: ReasonForm) -> Model:
        end_sessions(actor=self.request.user, user=self.object, reason=form.cleaned_data["reason"])
        if self.object == self.request.user:
            self.request.session.flush()  # what is gone could not be saved at the end of this request
        messages.success(self.request, _("The account is signed in nowhere now."))
        return self.object


class RemoveSecondFactorOf(ForAccount):
    heading = gettext_lazy("Switch the second factor of this account off")
    submit_label = gettext_lazy("Switch it off")

    def act(self, form: ReasonForm) -> Model:
        remove_second_factor(actor=self.request.user, user=self.object, reason=form.cleaned_data["reason"])
        messages.success(self.request, _("The second factor is off."))
        return self.object


class SeeAs(ForAccount):
    heading = gettext_lazy("See the portal as this person sees it")
    submit_label = gettext_lazy("Look for half an hour at most")

    def may(self, user: Any) -> bool:
        return may_see_as(user, self.object)

    def act(self, form: ReasonForm) -> str:
        start_seeing(actor=self.request.user, user=self.object, reason=form.cleaned_data["reason"])  # type: ignore[arg-type]
        self.request.session[SEEING] = {"user": self.object.pk, "began": timezone.now().isoformat()}
        return reverse("home")


@require_POST
def seeing_end(request: Any) -> HttpResponse:
    """Give the borrowed eyes back; whoever has none is simply at home."""
    if request.session.pop(SEEING, None) and hasattr(request, "seer"):
        stop_seeing(actor=request.seer, user=request.user)
        return redirect(request.user.get_absolute_url())
    return redirect("home")
