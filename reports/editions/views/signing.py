from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from accounts.users.models import Role
from core import jobs
from core.actor import SignedInRequest
from core.forms import DatedNumberForm
from core.models import Job
from core.scoping import get_visible_or_404
from core.sequence import upcoming_number
from core.views import MoveView, ObjectFormPage
from core.workflow import lock
from reports.editions.forms import GapsForm, SignForm
from reports.editions.jobs import ISSUE
from reports.editions.models import ReportEdition
from reports.editions.selectors.figures import SumsNow, sums_now
from reports.editions.selectors.gaps import Gap, gaps_of, open_gaps
from reports.editions.selectors.signed import signing_roles
from reports.editions.services.drafting import check_unsigned
from reports.editions.services.issuing import check_issue, series_of
from reports.editions.services.signing import (
    acknowledge_gaps,
    recall_edition,
    reopen_edition,
    return_edition,
    sign_edition,
    submit_edition,
)
from reports.editions.workflow import EDITION, is_leader_of, may_number
from reports.indicators.rules import may_write_report
from unions.access import PortalUser

PAGE_SIZE = 50


class EditionGaps(ObjectFormPage):
    model = ReportEdition
    form_class = GapsForm
    template_name = "reports/gaps.html"
    heading = _("What the report lacks")
    submit_label = _("I have seen what is ticked")
    help = _(
        "The report can be sent and signed when each of these has been seen. What comes later is asked about again."
    )

    def may(self, user: PortalUser) -> bool:
        return may_write_report(user, self.object.union_id)

    def check(self) -> None:
        check_unsigned(self.object)

    @cached_property
    def gaps(self) -> list[Gap]:
        return gaps_of(self.object)

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"gaps": self.gaps}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        rows = [(gap, gap.seen_by(self.object.acknowledgements)) for gap in self.gaps]
        open_count = sum(1 for _gap, seen in rows if seen is None)
        return super().get_context_data(rows=rows, open_count=open_count, **kwargs)

    def act(self, form: GapsForm) -> str:
        acknowledge_gaps(actor=self.request.user, edition=self.object, choices=form.cleaned_data["gaps"])
        return self.request.path


@require_safe
def gap_units(request: SignedInRequest, pk: int, gap: str) -> HttpResponse:
    edition = get_visible_or_404(ReportEdition.objects.all(), request.user, pk=pk)
    found = next((each for each in gaps_of(edition) if each.key == gap), None)
    if found is None or found.units is None:
        raise Http404
    page = Paginator(found.units, PAGE_SIZE).get_page(request.GET.get("page"))
    return render(request, "reports/gap_units.html", {"object": edition, "gap": found, "page_obj": page})


class EditionSign(ObjectFormPage):
    model = ReportEdition
    form_class = SignForm
    template_name = "reports/sign.html"
    heading = _("Sign the report")
    submit_label = _("Sign")
    help = _("The figures and their rows stay as they are from now on. The clerk then numbers, dates and issues it.")

    def may(self, user: PortalUser) -> bool:
        return is_leader_of(user, self.object)

    @cached_property
    def roles(self) -> list[Role]:
        return signing_roles(self.object)

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"roles": self.roles}

    def check(self) -> None:
        lacking = len(open_gaps(self.object, self.sums.figures))
        EDITION.check(EDITION.move("sign"), self.object, actor=self.request.user, open_gaps=lacking)

    @cached_property
    def sums(self) -> SumsNow:
        return sums_now(self.object)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(sums=self.sums, **kwargs)

    def act(self, form: SignForm) -> ReportEdition:
        seen = self.request.POST.get("seen", "")
        return sign_edition(self.object, actor=self.request.user, seen=seen, **form.cleaned_data)


class EditionIssue(ObjectFormPage):
    model = ReportEdition
    form_class = DatedNumberForm
    heading = _("Number and issue")
    submit_label = _("Issue")

    def may(self, user: PortalUser) -> bool:
        return may_number(user, self.object)

    def check(self) -> None:
        move = EDITION.move("issue")
        if self.object.state not in move.sources:
            raise move.refused_in(self.object.get_state_display())
        EDITION.check_who(move, self.object, actor=self.request.user)

    def get_form_kwargs(self) -> dict[str, Any]:
        series = series_of(self.object.union, timezone.localdate())
        return super().get_form_kwargs() | {"upcoming": upcoming_number(series)}

    def act(self, form: DatedNumberForm) -> Job:
        number, dated_on = form.cleaned_data["number"], form.cleaned_data["dated_on"]
        check_issue(lock(self.object), actor=self.request.user, dated_on=dated_on, number=number)
        return jobs.enqueue(
            ISSUE,
            name=str(_("Year-end report %(year)s") % {"year": self.object.year}),
            actor=self.request.user,
            edition=self.object.pk,
            dated_on=dated_on.isoformat(),
            number=number,
            back=self.object.get_absolute_url(),
        )


class EditionMove(MoveView):
    model = ReportEdition
    workflow = EDITION
    moves = {
        "submit": submit_edition,
        "recall": recall_edition,
        "return": return_edition,
        "reopen": reopen_edition,
    }
