from functools import partial
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import View

from accounts.contact.forms import ContactForm
from accounts.contact.services import OLD_LINK, change_contact, confirm_phone, prove_email
from accounts.lockout.views import ConfirmPasswordPage
from accounts.users.models import User
from accounts.users.proofs import is_proof_of
from core.actor import SignedInRequest
from core.forms import ScopedForm
from core.scoping import get_visible_or_404
from core.views import FormPage, perform_or_refuse, refused
from core.views.confirming import Question
from core.workflow import MoveNotAllowed

CONFIRM_PHONE = gettext_lazy(
    "Confirm this phone? Only if you called the number or have it from the unit: it will sign in."
)


class ChangeContact(ConfirmPasswordPage):
    form_class = ContactForm
    heading = gettext_lazy("My phone and e-mail address")

    def get_initial(self) -> dict[str, Any]:
        user = self.request.user
        return {"phone": user.phone, "email": user.email}

    def act(self, form: ContactForm) -> User:
        values = form.cleaned_data
        user = change_contact(actor=self.request.user, phone=values["phone"], email=values["email"])
        messages.success(self.request, _("Your phone and e-mail address have been saved."))
        if user.email and not user.email_proven_at:
            message = _("A link goes to %(email)s. Open it and confirm the address; until then it does not sign in.")
            messages.info(self.request, message % {"email": user.email})
        return user


class ProveEmail(FormPage):
    """The page asks, because mail scanners open links too."""

    form_class = ScopedForm
    heading = gettext_lazy("Is this your e-mail address?")
    submit_label = gettext_lazy("Confirm this address")

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not is_proof_of(self.request.user, kwargs["proof"]):
            return refused(request, MoveNotAllowed(OLD_LINK), reverse("contact"))
        return super().dispatch(request, *args, **kwargs)

    @property
    def help(self) -> str:  # type: ignore[override]
        return str(self.request.user.email)

    def act(self, form: ScopedForm) -> User:
        user = prove_email(actor=self.request.user, proof=self.kwargs["proof"])
        messages.success(self.request, _("The address is confirmed. You can sign in with it from now on."))
        return user

    def cancel_url(self) -> str:
        return reverse("contact")


class ConfirmPhone(View):
    http_method_names = ["post"]
    request: SignedInRequest

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        account, user = get_visible_or_404(User.objects.all(), self.request.user, pk=pk), self.request.user
        question = Question(CONFIRM_PHONE, _("Confirm the phone"))
        act = partial(confirm_phone, actor=user, user=account)
        return perform_or_refuse(request, act, account.get_absolute_url(), about=account, question=question)
