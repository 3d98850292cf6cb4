from functools import partial

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.generic import View

from core.actor import SignedInRequest
from core.scoping import get_visible_or_404
from core.text import quoted, short_date
from core.views import perform_or_refuse
from core.views.confirming import Question, question_page
from emulation.campaigns.models import Rollout
from emulation.campaigns.rules import is_local_chair
from emulation.campaigns.selectors.deadlines import deadline_of
from emulation.campaigns.selectors.standing import reasons_gone
from emulation.campaigns.services import answers
from emulation.campaigns.slip_codes import rollout_of_slip
from emulation.campaigns.workflow import ROLLOUT


class PlanSlip(View):
    """Opened by the square picture on a printed slip: one button for the chair, the unit's page for the others."""

    http_method_names = ["get", "post"]
    request: SignedInRequest

    def get(self, request: HttpRequest, code: str) -> HttpResponse:
        rollout = self.find(code)
        moves = {move.name: move for move in ROLLOUT.available(self.request.user, rollout)}
        if "acknowledge" not in moves or not is_local_chair(self.request.user, rollout):
            return redirect(rollout)
        question = Question(question_of(rollout), moves["acknowledge"].label)
        return question_page(request, question, rollout.get_absolute_url(), request.POST)

    def post(self, request: HttpRequest, code: str) -> HttpResponse:
        rollout = self.find(code)
        if not is_local_chair(self.request.user, rollout):
            raise PermissionDenied
        action = partial(answers.acknowledge_rollout, rollout, actor=self.request.user)
        launch = reverse("emulation:rollout-launch", args=[rollout.pk])
        return perform_or_refuse(request, action, rollout.get_absolute_url(), about=rollout, then=launch)

    def find(self, code: str) -> Rollout:
        if (key := rollout_of_slip(code)) is None:
            raise Http404
        rollouts = Rollout.objects.select_related("campaign", "grassroots")
        rollout: Rollout = get_visible_or_404(rollouts, self.request.user, pk=key)
        return rollout


def question_of(rollout: Rollout) -> str:
    campaign, unit = rollout.campaign, rollout.grassroots
    last = deadline_of(campaign, unit) or campaign.period_end
    words = [
        _("Has your unit received this plan?"),
        _("%(unit)s: plan %(campaign)s, to be launched at the unit by %(day)s.")
        % {"unit": unit, "campaign": quoted(campaign.name), "day": short_date(last)},
    ]
    if reason := reasons_gone([rollout], timezone.localdate()).get(rollout.pk):
        words.append(_("Not counted in the shares of the campaign: %(reason)s.") % {"reason": reason})
    return " ".join(words)
