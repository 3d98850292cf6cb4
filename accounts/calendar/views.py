from functools import partial
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe
from django.views.generic import TemplateView

from accounts.calendar.feed import calendar_feed
from accounts.calendar.selectors import own_address, owner_of
from accounts.calendar.services import make_calendar_address, revoke_calendar_address
from core.actor import SignedInRequest
from core.calendar import calendar_events
from core.forms import ScopedForm
from core.qr import qr_data_uri
from core.views import FormPage, perform_or_refuse
from core.views.confirming import Question

SHOWN = 10


class CalendarPage(TemplateView):
    template_name = "accounts/calendar.html"
    request: SignedInRequest

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        user = self.request.user
        return super().get_context_data(address=own_address(user), events=calendar_events(user)[:SHOWN], **kwargs)


class MakeCalendarAddress(FormPage):
    form_class = ScopedForm
    heading = gettext_lazy("Make an address for my calendar")
    submit_label = gettext_lazy("Make the address")
    help = gettext_lazy("The address is shown once. One made earlier ends.")

    def act(self, form: ScopedForm) -> HttpResponse:
        address = make_calendar_address(actor=self.request.user)
        subscription = f"webcal:{address.partition(':')[2]}"
        context = {"address": address, "subscription": subscription, "qr": qr_data_uri(subscription)}
        return render(self.request, "accounts/calendar_address.html", context)

    def cancel_url(self) -> str:
        return reverse("calendar")


@require_POST
def revoke_calendar(request: SignedInRequest) -> HttpResponse:
    question = Question(_("End the address? Phones that read it show nothing new any more."), _("End the address"))
    act = partial(revoke_calendar_address, actor=request.user)
    return perform_or_refuse(request, act, reverse("calendar"), question=question)


@login_not_required
@require_safe
def feed(request: HttpRequest, token: str) -> HttpResponse:
    owner = owner_of(token)
    if owner is None:
        raise Http404(_("There is nothing at this address."))
    return HttpResponse(calendar_feed(owner), content_type="text/calendar; charset=utf-8")
