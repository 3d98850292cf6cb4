from typing import Any

from django.db.models import Model, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.body_limits import BodyLimit
from core.closed_years import closed_year_objection
from core.views import CorrectionPage, ObjectFormPage
from core.workflow import MoveNotAllowed
from emulation.campaigns.forms.answers import CampaignResultForm, CorrectAnswerForm, LaunchForm, ReceiptForm
from emulation.campaigns.models import Rollout
from emulation.campaigns.rules import ANSWERED, may_answer, may_correct_answer
from emulation.campaigns.services import answers
from emulation.campaigns.views.counted import counted_panel
from emulation.campaigns.workflow import ROLLOUT
from unions.access import PortalUser


def rollouts_with_campaign() -> QuerySet[Rollout]:
    return Rollout.objects.select_related("campaign", "grassroots")


class BesideCounts(ObjectFormPage):
    """Shows what the portal counts of the unit beside a form of its result."""

    template_name = "emulation/report_form.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        counted = counted_panel(self.request.user, self.object, self.object.campaign.year)
        return super().get_context_data(counted=counted, **kwargs)


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
        closed = closed_year_objection(self.object, actor=self.request.user, states={self.object.state})
        if objection := move.not_now(self.object) or closed:
            raise MoveNotAllowed(objection)

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"rollout": self.object}


class RolloutReceipt(AnswerForm):
    """For the officer who learned it by phone or on paper; a chair has a button."""

    move = "acknowledge"
    form_class = ReceiptForm
    heading = gettext_lazy("Note the receipt for the unit")

    def act(self, form: ReceiptForm) -> Model:
        return answers.acknowledge_rollout(self.object, actor=self.request.user, **form.cleaned_data)


class RolloutLaunch(AnswerForm):
    body_limit = BodyLimit.FILE
    move = "launch"
    form_class = LaunchForm
    heading = gettext_lazy("Record the launch at the unit")
    fields = ("content",)

    def act(self, form: LaunchForm) -> Model:
        return answers.launch_locally(self.object, actor=self.request.user, **form.cleaned_data)


class RolloutReport(BesideCounts, AnswerForm):
    body_limit = BodyLimit.FILE
    move = "report"
    form_class = CampaignResultForm
    heading = gettext_lazy("Report the result")
    submit_label = gettext_lazy("Send the report")
    fields = ("result", "own_figures")

    def act(self, form: CampaignResultForm) -> Model:
        return answers.report_result(self.object, actor=self.request.user, **form.cleaned_data)


class RolloutEdit(BesideCounts, CorrectionPage):
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
