from pathlib import PurePath
from typing import Any

from django.contrib import messages
from django.db.models import Model, QuerySet
from django.http import FileResponse, Http404
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext, ngettext_lazy
from django.views.decorators.http import require_safe

from awards.nominations.models import Nomination
from awards.nominations.selectors import OFFICE
from awards.received.choices import NominationResult
from awards.received.filters import ReceivedAwardFilter
from awards.received.forms import CorrectReceivedAwardForm, ReceivedAwardForm, ResultForm
from awards.received.models import ReceivedAward
from awards.received.selectors import results_to_record
from awards.received.services.receiving import (
    CONFIRM_JOB,
    confirm_received_awards,
    correct_received_award,
    move_received_award,
    receive_award,
    record_results,
)
from awards.received.tables import ReceivedAwardTable
from awards.received.wording import CONFIRM_RECEIVED, RECEIVED_CONFIRMED
from awards.received.workflow import RECEIVED_AWARD
from awards.sessions.selectors import RESULT_TODO
from core.actor import SignedInRequest
from core.body_limits import BodyLimit
from core.bulk import BulkOutcome
from core.files import private_response
from core.panels import panels_for
from core.pickers.fields import EVERYTHING
from core.scoping import get_visible_or_404
from core.text import format_number
from core.views import CorrectionPage, DetailPage, MoveView, RestrictedFormPage
from core.views.facts import Fact, day, linked
from core.working_year import working_year
from emulation.confirmation_pages import ConfirmableList, ConfirmChosen
from emulation.entry_pages import confirmation_moves
from unions.access import DRAFTING, PortalUser
from unions.dismissals.selectors import undismissed
from unions.tree.models import Union
from unions.units.selectors import union_above

ENTERING = OFFICE | DRAFTING


class ReceivedAwardList(ConfirmableList):
    model = ReceivedAward
    table_class = ReceivedAwardTable
    filterset_class = ReceivedAwardFilter
    template_name = "awards/list.html"
    extra_context = {"tab": "received"}
    year_field = "year"
    confirm_name = "awards:received-awards-confirm"
    heading = _("Awards received")
    counted = ngettext_lazy("%(shown)s award received", "%(shown)s awards received", "count")
    empty_title = _("No award received in %(year)s yet")
    empty_text = _("What the level above and the State award is entered here and counted in the report.")

    def primary_action(self) -> dict[str, Any] | None:
        if not self.request.user.access.holds_any(ENTERING):
            return None
        return {"label": _("Enter an award received"), "url": reverse("awards:received-award-create")}


class ReceivedAwardsConfirm(ConfirmChosen):
    list_page = ReceivedAwardList
    list_name = "awards:received-awards"
    workflow = RECEIVED_AWARD
    label = CONFIRM_RECEIVED
    words = RECEIVED_CONFIRMED
    job_kind = CONFIRM_JOB

    def act(self, rows: list[ReceivedAward]) -> BulkOutcome:
        return confirm_received_awards(actor=self.request.user, awards=rows)


class ReceivedAwardMove(MoveView):
    model = ReceivedAward
    workflow = RECEIVED_AWARD
    moves = confirmation_moves(move_received_award)


@require_safe
def received_award_proof(request: SignedInRequest, pk: int) -> FileResponse:
    award: ReceivedAward = get_visible_or_404(ReceivedAward.objects.all(), request.user, pk=pk)
    if not award.proof:
        raise Http404
    return private_response(award.proof, PurePath(str(award.proof.name)).name)


class ReceivedAwardPage(DetailPage):
    model = ReceivedAward
    template_name = "awards/received_award.html"
    workflow = RECEIVED_AWARD
    move_url_name = "awards:received-award-move"

    def get_queryset(self) -> QuerySet[ReceivedAward]:
        rows: QuerySet[ReceivedAward] = ReceivedAward.objects.visible_to(self.request.user).for_table()
        return rows

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        award = self.object
        panels = panels_for(self.request.user, award, award.year)
        facts = {"facts": key_facts(award), "more_facts": other_facts(award)}
        return super().get_context_data(panels=panels, **facts, **kwargs)


def key_facts(award: ReceivedAward) -> list[Fact]:
    unit = f", {award.grassroots}" if award.person and award.grassroots else ""
    return [
        (_("Received by"), f"{award.recipient}{unit}"),
        (_("Title or form"), award.title_name),
        (_("For what"), award.achievement),
        (_("Decision"), award.decision_symbol),
        (_("Decided on"), day(award.decided_on)),
    ]


def other_facts(award: ReceivedAward) -> list[Fact]:
    return [
        (_("Year"), str(award.year)),
        (_("Decided by"), award.decided_by),
        (_("Kind of achievement"), award.get_scope_display()),
        (_("Handed over on"), day(award.handed_over_on)),
        (_("Revoked on"), day(award.revoked_on)),
        (_("Registration"), linked(award.registration)),
        (_("Nomination"), linked(award.nomination)),
    ]


class ReceivedAwardCreate(RestrictedFormPage):
    body_limit = BodyLimit.FILE
    list_name = "awards:received-awards"
    form_class = ReceivedAwardForm
    heading = _("Enter an award received")

    def may(self, user: PortalUser) -> bool:
        return bool(user.access.holds_any(ENTERING))

    def get_initial(self) -> dict[str, Any]:
        return {"year": working_year(self.request)}

    def act(self, form: ReceivedAwardForm) -> Model:
        user = self.request.user
        unions = Union.objects.filter(pk__in=user.access.unions_where(OFFICE)).order_by("pk")
        union = unions.first() or union_above(form.cleaned_data["grassroots"])
        return receive_award(actor=user, union=union, **form.cleaned_data)


class ReceivedAwardEdit(CorrectionPage):
    body_limit = BodyLimit.FILE
    model = ReceivedAward
    form_class = CorrectReceivedAwardForm

    def get_initial(self) -> dict[str, Any]:
        chosen = {name: getattr(self.object, f"{name}_id") for name in ("person", "team", "initiative")}
        return super().get_initial() | chosen

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"award": self.object}

    def act(self, form: CorrectReceivedAwardForm) -> Model:
        values = {**form.cleaned_data}
        revision = values.pop("revision")
        return correct_received_award(self.object, actor=self.request.user, expected_revision=revision, **values)


class RecordResults(RestrictedFormPage):
    """`?nomination=` chooses one."""

    list_name = "awards:nominations"
    form_class = ResultForm
    heading = _("Record the result from the level above")
    submit_label = _("Record the result")
    help = _("The same result for all that are ticked. What was awarded enters the awards received.")

    def may(self, user: PortalUser) -> bool:
        return bool(user.access.holds_any(OFFICE))

    @cached_property
    def nominations(self) -> QuerySet[Nomination]:
        waiting = results_to_record(self.request.user)
        if "nomination" in self.request.GET:
            nomination = get_visible_or_404(
                Nomination.objects.all(), self.request.user, pk=self.request.GET["nomination"]
            )
            return waiting.filter(pk=nomination.pk)
        year = working_year(self.request)
        return undismissed(waiting.filter(year=year), RESULT_TODO, year)

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"choices": self.nominations}

    def get_initial(self) -> dict[str, Any]:
        return {"nominations": EVERYTHING, "result": NominationResult.AWARDED}

    def act(self, form: ResultForm) -> Model | str:
        recorded = record_results(actor=self.request.user, **form.cleaned_data)
        message = ngettext("%(count)s result recorded.", "%(count)s results recorded.", len(recorded))
        messages.success(self.request, message % {"count": format_number(len(recorded))})
        return recorded[0] if len(recorded) == 1 else self.cancel_url()
