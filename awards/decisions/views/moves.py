from typing import Any

from django.db.models import Model
from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from awards.decisions.choices import DecisionState, SignCapacity
from awards.decisions.forms import HandingOverForm, RevokeForm, SignDecisionForm
from awards.decisions.models import Decision
from awards.decisions.rules import may_print, may_sign, may_sign_as
from awards.decisions.selectors import decisions_that_revoke, series_of
from awards.decisions.services.issuing import issue_decision, record_handover, revoke_decision
from awards.decisions.services.recomputing import sums_on
from awards.decisions.services.signing import recall_decision, return_decision, sign_decision, submit_decision
from awards.decisions.workflow import DECISION, may_number
from core.forms import NumberForm
from core.sequence import upcoming_number
from core.views import MoveView, ObjectFormPage
from core.workflow import MoveNotAllowed
from unions.access import PortalUser


class DecisionMove(MoveView):
    model = Decision
    workflow = DECISION
    moves = {"submit": submit_decision, "recall": recall_decision, "return": return_decision}


class DecisionMovePage(ObjectFormPage):
    model = Decision
    state: DecisionState  # the state in which the form is open
    move = ""  # the move that the form makes

    def check(self) -> None:
        if self.object.state != self.state:
            raise MoveNotAllowed
        if self.move:
            DECISION.check_who(DECISION.move(self.move), self.object, actor=self.request.user)


class DecisionSign(DecisionMovePage):
    """The sums of the chosen day are shown before it is signed."""

    form_class = SignDecisionForm
    template_name = "awards/sign.html"
    state = DecisionState.SUBMITTED
    move = "sign"
    heading = _("Sign the decision")
    submit_label = _("Sign")
    help = _("From the signature on neither its words nor its rows can be changed.")

    def may(self, user: PortalUser) -> bool:
        return may_sign(user, self.object)

    def get_initial(self) -> dict[str, Any]:
        as_chair = may_sign_as(self.request.user, SignCapacity.CHAIR, self.object.union_id)
        capacity = SignCapacity.CHAIR if as_chair else SignCapacity.VICE_CHAIR
        return {"dated_on": self.object.dated_on or timezone.localdate(), "capacity": capacity}

    def form_valid(self, form: SignDecisionForm) -> HttpResponse:
        return self.show_again(form, 200) if "show" in self.request.POST else super().form_valid(form)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        form = kwargs.get("form")
        day = getattr(form, "cleaned_data", {}).get("dated_on") or self.get_initial()["dated_on"]
        return super().get_context_data(sums=sums_on(self.object, day), **kwargs)

    def act(self, form: SignDecisionForm) -> Model:
        seen = self.request.POST.get("seen", "")
        return sign_decision(self.object, actor=self.request.user, seen=seen, **form.cleaned_data)


class DecisionIssue(DecisionMovePage):
    form_class = NumberForm
    state = DecisionState.SIGNED
    move = "issue"
    heading = _("Number and issue")
    submit_label = _("Issue")

    def may(self, user: PortalUser) -> bool:
        return may_number(user, self.object)

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"upcoming": upcoming_number(series_of(self.object))}

    def act(self, form: NumberForm) -> Model:
        return issue_decision(self.object, actor=self.request.user, **form.cleaned_data)


class DecisionHandOver(DecisionMovePage):
    form_class = HandingOverForm
    state = DecisionState.ISSUED
    heading = _("Handing over of the certificates")
    fields = ("handed_over_on", "handed_over_place")

    def may(self, user: PortalUser) -> bool:
        return may_print(user, self.object)

    def get_initial(self) -> dict[str, Any]:
        return {"handed_over_on": timezone.localdate()} | super().get_initial()

    def act(self, form: HandingOverForm) -> Model:
        return record_handover(self.object, actor=self.request.user, **form.cleaned_data)


class DecisionRevoke(DecisionMovePage):
    form_class = RevokeForm
    state = DecisionState.ISSUED
    heading = _("Revoke the decision")
    submit_label = _("Revoke")
    help = _("Its awards no longer count, and its certificates are shown as revoked to whoever verifies them.")

    def may(self, user: PortalUser) -> bool:
        return may_sign(user, self.object)

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"later": decisions_that_revoke(self.object)}

    def act(self, form: RevokeForm) -> Model:
        return revoke_decision(self.object, actor=self.request.user, **form.cleaned_data)
