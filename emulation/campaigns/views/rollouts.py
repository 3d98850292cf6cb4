from pathlib import Path
from typing import Any

from django.db.models import Model, QuerySet
from django.http import FileResponse, Http404
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext_lazy
from django.views.decorators.http import require_safe

from core.actor import SignedInRequest
from core.body_limits import BodyLimit
from core.files import private_response
from core.panels import panels_for
from core.scoping import get_visible_or_404
from core.text import format_number
from core.views import CorrectionPage, DetailPage, ListPage, MoveView, ObjectFormPage
from core.views.facts import Fact, day
from core.workflow import MoveNotAllowed
from emulation.campaigns.filters import RolloutFilter
from emulation.campaigns.forms.answers import CampaignResultForm, CorrectAnswerForm, LaunchForm
from emulation.campaigns.models import Rollout
from emulation.campaigns.rules import ANSWERED, is_local_chair, may_answer, may_correct_answer
from emulation.campaigns.selectors.changes import is_unread, plan_changes
from emulation.campaigns.services import answers
from emulation.campaigns.tables import RolloutTable
from emulation.campaigns.views.facts import key_facts, parts_of_plan, plan_facts
from emulation.campaigns.workflow import ROLLOUT, objections_unless_running_or_closed
from unions.access import PortalUser


class RolloutList(ListPage):
    nav_key = "campaigns"
    model = Rollout
    table_class = RolloutTable
    filterset_class = RolloutFilter
    year_field = "campaign__year"
    heading = gettext_lazy("Roll-out to the units")
    counted = ngettext_lazy("%(shown)s plan sent to a unit", "%(shown)s plans sent to units", "count")
    empty_title = gettext_lazy("No plan has been sent in %(year)s yet")
    empty_text = gettext_lazy("When a campaign is launched, every unit of its audience receives the plan here.")

    def get_table_kwargs(self) -> dict[str, Any]:
        # In the list of a chair the campaign comes first; units matter only if the chair has several.
        access = self.request.user.access
        if access.branch or access.sees_all:
            return {}
        several = len(access.grassroots) > 1
        exclude = ["sector"] if several else ["sector", "grassroots"]
        return {"exclude": exclude, "sequence": ["campaign", "..."], "by_campaign": True}


class RolloutPage(DetailPage):
    nav_key = "campaigns"
    model = Rollout
    template_name = "emulation/rollout.html"
    workflow = ROLLOUT
    move_url_name = "emulation:rollout-move"

    def get_queryset(self) -> QuerySet[Rollout]:
        related = ("campaign__union", "campaign__letter", "grassroots__sector", "acknowledged_by")
        return super().get_queryset().select_related(*related)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        rollout = self.object
        changes = list(plan_changes(rollout))
        unread = [change for change in changes if is_unread(change, rollout)]
        context = super().get_context_data(
            facts=answer_facts(rollout),
            plan_facts=[*key_facts(rollout.campaign, rollout.grassroots), *plan_facts(rollout.campaign)],
            unread_changes=unread,
            read_changes=[change for change in changes if change not in unread],
            parts=parts_of_plan(rollout.campaign, {rollout.grassroots.sector_id}),
            may_note_read=is_local_chair(self.request.user, self.object) and self.object.state in ANSWERED,
            panels=panels_for(self.request.user, rollout, rollout.campaign.year),
            **kwargs,
        )
        moves = context["moves"]
        context["take_backs"] = [move for move in moves if move.needs_reason]
        return context | {"moves": [move for move in moves if not move.needs_reason]}


def answer_facts(rollout: Rollout) -> list[Fact]:
    took_part = format_number(rollout.participants) if rollout.participants is not None else ""
    if took_part and rollout.women is not None:
        took_part += " " + _("(of whom %(women)s women)") % {"women": format_number(rollout.women)}
    received = (day(rollout.acknowledged_on), str(rollout.acknowledged_by or ""))
    return [
        (_("Plan sent"), day(rollout.sent_at)),
        (_("Received"), " · ".join(filter(None, received))),
        (_("Launched at the unit on"), day(rollout.launched_on)),
        (_("Took part"), took_part),
    ]


class RolloutMove(MoveView):
    model = Rollout
    workflow = ROLLOUT
    moves = {
        "acknowledge": answers.acknowledge_rollout,
        "take_back_receipt": answers.take_back_receipt,
        "take_back_launch": answers.take_back_launch,
        "take_back_report": answers.take_back_report,
        "read": answers.note_plan_read,
    }
    days = {"acknowledge": "acknowledged_on"}


def rollouts_with_campaign() -> QuerySet[Rollout]:
    return Rollout.objects.select_related("campaign", "grassroots")


class AnswerForm(ObjectFormPage):
    nav_key = "campaigns"
    model = Rollout
    move = ""

    def rows(self) -> QuerySet[Rollout]:
        return rollouts_with_campaign()

    def may(self, user: PortalUser) -> bool:
        return may_answer(user, self.object)

    def check(self) -> None:
        move = ROLLOUT.move(self.move)
        if self.object.state not in move.sources:
            raise move.refused_in(self.object.get_state_display())
        for objection in objections_unless_running_or_closed(self.object):
            raise MoveNotAllowed(objection)


class RolloutLaunch(AnswerForm):
    body_limit = BodyLimit.FILE
    move = "launch"
    form_class = LaunchForm
    heading = gettext_lazy("Record the launch at the unit")
    fields = ("content",)

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"rollout": self.object}

    def act(self, form: LaunchForm) -> Model:
        return answers.launch_locally(self.object, actor=self.request.user, **form.cleaned_data)


class RolloutReport(AnswerForm):
    move = "report"
    form_class = CampaignResultForm
    heading = gettext_lazy("Report the result")
    submit_label = gettext_lazy("Send the report")
    fields = ("result",)

    def act(self, form: CampaignResultForm) -> Model:
        return answers.report_result(self.object, actor=self.request.user, **form.cleaned_data)


class RolloutEdit(CorrectionPage):
    body_limit = BodyLimit.FILE
    nav_key = "campaigns"
    model = Rollout
    form_class = CorrectAnswerForm

    def rows(self) -> QuerySet[Rollout]:
        return rollouts_with_campaign()

    def may(self, user: PortalUser) -> bool:
        return may_answer(user, self.object)

    def check(self) -> None:
        if self.object.state not in ANSWERED:
            raise MoveNotAllowed(_("The unit has not answered yet, so there is nothing to correct."))
        if not may_correct_answer(self.request.user, self.object):
            raise MoveNotAllowed(_("This campaign no longer runs: the emulation officer corrects what was answered."))

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"rollout": self.object}

    def act(self, form: CorrectAnswerForm) -> Model:
        values = {**form.cleaned_data}
        return answers.correct_answer(
            self.object, actor=self.request.user, expected_revision=values.pop("revision"), **values
        )


@require_safe
def rollout_document(request: SignedInRequest, pk: int) -> FileResponse:
    rollout = get_visible_or_404(Rollout.objects.select_related("grassroots"), request.user, pk=pk)
    if not rollout.document:
        raise Http404
    return private_response(
        rollout.document, f"phat-dong-{rollout.grassroots.code}{Path(rollout.document.name).suffix}"
    )
