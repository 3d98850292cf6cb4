from typing import Any

from django.db.models import Model
from django.http import HttpResponse
from django.utils.translation import gettext_lazy as _

from core.body_limits import BodyLimit
from core.views import ObjectFormPage
from core.workflow import MoveNotAllowed
from emulation.campaigns.forms.reviews import ReviewForm
from emulation.campaigns.models import Campaign
from emulation.campaigns.rules import is_runner, running_objection
from emulation.campaigns.selectors.reviews import fingerprint, review_figures
from emulation.campaigns.services import reviews
from emulation.campaigns.workflow import CAMPAIGN
from unions.access import PortalUser


class ReviewPage(ObjectFormPage):
    """What was typed is shown again beside the figures before it is confirmed."""

    body_limit = BodyLimit.TEXT
    nav_key = "campaigns"
    model = Campaign
    form_class = ReviewForm
    template_name = "emulation/review_form.html"
    confirm_label: Any = ""

    def may(self, user: PortalUser) -> bool:
        return is_runner(user, self.object)

    def form_valid(self, form: ReviewForm) -> HttpResponse:
        if "confirm" in self.request.POST:
            return super().form_valid(form)
        return self.show_again(form, 200)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(confirm_label=self.confirm_label, **kwargs)
        figures, form = review_figures(self.object), context["form"]
        is_valid = form.is_bound and not form.errors and "change" not in self.request.POST
        to_confirm = form.cleaned_data if is_valid else None
        return context | {"figures": figures, "seen": fingerprint(figures), "to_confirm": to_confirm}


class CampaignInterimReview(ReviewPage):
    heading = _("Interim review")
    submit_label = _("Look at the review")
    confirm_label = _("Confirm the interim review")

    def check(self) -> None:
        if objection := running_objection(self.object.state):
            raise MoveNotAllowed(objection)

    def act(self, form: ReviewForm) -> Model:
        seen = self.request.POST.get("seen", "")
        reviews.hold_interim_review(self.object, actor=self.request.user, seen=seen, **form.cleaned_data)
        return self.object


class CampaignFinalReview(ReviewPage):
    heading = _("Final review")
    submit_label = _("Look at the review")
    confirm_label = _("Confirm the final review")

    def check(self) -> None:
        move = CAMPAIGN.move("sum_up")
        if self.object.state not in move.sources:
            raise move.refused_in(self.object.get_state_display())

    def act(self, form: ReviewForm) -> Model:
        seen = self.request.POST.get("seen", "")
        reviews.sum_up_campaign(self.object, actor=self.request.user, seen=seen, **form.cleaned_data)
        return self.object
