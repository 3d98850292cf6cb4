from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from accounts.impersonation.services import end_impersonation, may_impersonate, start_impersonation
from accounts.sessions.keys import IMPERSONATION
from accounts.users.views import AccountFormPage
from core.forms import ReasonForm
from unions.access import PortalUser


class Impersonate(AccountFormPage):
    heading = gettext_lazy("See the portal as this person sees it")
    submit_label = gettext_lazy("Look for half an hour at most")

    def may(self, user: PortalUser) -> bool:
        return may_impersonate(user, self.object)

    def act(self, form: ReasonForm) -> str:
        start_impersonation(actor=self.request.user, user=self.object, reason=form.cleaned_data["reason"])
        self.request.session[IMPERSONATION] = {"user": self.object.pk, "began": timezone.now().isoformat()}
        return reverse("home")


@require_POST
def impersonation_end(request: Any) -> HttpResponse:
    if request.session.pop(IMPERSONATION, None) and hasattr(request, "impersonator"):
        end_impersonation(actor=request.impersonator, user=request.user)
        return redirect(request.user.get_absolute_url())
    return redirect("home")
