from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_POST

from core.actor import SignedInRequest
from core.scoping import get_visible_or_404
from core.text import format_number
from core.views import RestrictedFormPage, perform_or_refuse
from core.working_year import in_year, working_year
from unions.access import PortalUser
from unions.dismissals.forms import DismissForm
from unions.dismissals.models import Dismissal
from unions.dismissals.selectors import DismissibleTodo, dismissals_of, dismissible, undismissed
from unions.dismissals.services import dismiss, take_dismissal_back


class DismissPage(RestrictedFormPage):
    form_class = DismissForm
    template_name = "unions/dismissals.html"
    nav_key = "home"
    submit_label = gettext_lazy("Note as not carried out")
    kind: DismissibleTodo

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        kind = dismissible(kwargs["code"])
        if kind is None:
            raise Http404
        self.kind, self.heading, self.year = kind, kind.heading, working_year(request)
        return super().dispatch(request, *args, **kwargs)

    def may(self, user: PortalUser) -> bool:
        return user.access.holds_any(self.kind.roles)

    def rows(self) -> QuerySet[Any]:
        return undismissed(self.kind.candidates(self.request.user, self.year), self.kind.code, self.year)

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"kind": self.kind, "rows": self.rows()}

    def get_initial(self) -> dict[str, Any]:
        return {"rows": self.request.GET.getlist("row")}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            year=self.year,
            waiting=self.rows().count(),
            dismissals=dismissals_of(self.request.user, self.kind, self.year),
            **kwargs,
        )

    def cancel_url(self) -> str:
        return in_year(reverse("home"), self.year)

    def act(self, form: DismissForm) -> str:
        values = form.cleaned_data
        done = dismiss(
            actor=self.request.user, kind=self.kind, year=self.year, rows=values["rows"], reason=values["reason"]
        )
        text = ngettext(
            "%(count)s thing noted as not carried out.", "%(count)s things noted as not carried out.", len(done)
        )
        messages.success(self.request, text % {"count": format_number(len(done))})
        return in_year(reverse("home"), self.year)


@require_POST
def take_back(request: SignedInRequest, pk: int) -> HttpResponse:
    dismissal = get_visible_or_404(Dismissal.objects.all(), request.user, pk=pk)

    def act() -> None:
        take_dismissal_back(dismissal, actor=request.user)
        messages.success(request, _("“%(name)s” is among the things to do again.") % {"name": dismissal})

    return perform_or_refuse(request, act, reverse("unions:dismissals", args=[dismissal.code]))
