from pathlib import Path
from typing import Any

from django.db.models import Model, QuerySet
from django.http import FileResponse, Http404
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from core.actor import SignedInRequest
from core.files import private_response
from core.scoping import get_visible_or_404
from core.views import DetailPage, ListPage, MoveView, ObjectFormPage
from emulation.campaigns import services
from emulation.campaigns.filters import RolloutFilter
from emulation.campaigns.forms import CampaignResultForm, LaunchForm
from emulation.campaigns.models import Rollout
from emulation.campaigns.rules import is_local_chair
from emulation.campaigns.tables import RolloutTable
from emulation.campaigns.workflow import ROLLOUT
from unions.access import PortalUser


class RolloutList(ListPage):
    nav_key = "campaigns"
    model = Rollout
    table_class = RolloutTable
    filterset_class = RolloutFilter
    year_field = "campaign__year"
    heading = gettext_lazy("Roll-out to the units")
    empty_title = gettext_lazy("No plan has been sent this year yet")
    empty_text = gettext_lazy("When a campaign is launched, every unit of its audience receives the plan here.")

    def get_table_kwargs(self) -> dict[str, Any]:
        # In the list of a chair the campaign comes first; units matter only if the chair has several.
        access = self.request.user.access
        if access.branch or access.sees_all:
            return {}
        several = len(access.grassroots) > 1
        exclude = ["sector"] if several else ["sector", "grassroots"]
        return {"exclude": exclude, "sequence": ["campaign", "..."]}


class RolloutPage(DetailPage):
    nav_key = "campaigns"
    model = Rollout
    template_name = "emulation/rollout.html"
    workflow = ROLLOUT
    move_url_name = "emulation:rollout-move"

    def get_queryset(self) -> QuerySet[Rollout]:
        return super().get_queryset().select_related("campaign__union", "grassroots__sector", "acknowledged_by")


class RolloutMove(MoveView):
    model = Rollout
    moves = {"acknowledge": services.acknowledge_rollout}


class AnswerForm(ObjectFormPage):
    nav_key = "campaigns"
    model = Rollout

    def rows(self) -> QuerySet[Rollout]:
        return Rollout.objects.select_related("campaign", "grassroots")

    def may(self, user: PortalUser) -> bool:
        return is_local_chair(user, self.object)


class RolloutLaunch(AnswerForm):
    form_class = LaunchForm
    heading = gettext_lazy("Record the launch at the unit")
    fields = ("launched_on", "participants", "women", "content")

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"rollout": self.object}

    def act(self, form: LaunchForm) -> Model:
        return services.launch_locally(self.object, actor=self.request.user, **form.cleaned_data)


class RolloutReport(AnswerForm):
    form_class = CampaignResultForm
    heading = gettext_lazy("Report the result")
    submit_label = gettext_lazy("Send the report")

    def act(self, form: CampaignResultForm) -> Model:
        return services.report_result(self.object, actor=self.request.user, **form.cleaned_data)


@require_safe
def rollout_document(request: SignedInRequest, pk: int) -> FileResponse:
    rollout = get_visible_or_404(Rollout.objects.select_related("grassroots"), request.user, pk=pk)
    if not rollout.document:
        raise Http404
    return private_response(
        rollout.document, f"phat-dong-{rollout.grassroots.code}{Path(rollout.document.name).suffix}"
    )
