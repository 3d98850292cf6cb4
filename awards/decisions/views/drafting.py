from typing import Any

from django.db.models import Model, QuerySet
from django.http import HttpRequest, HttpResponseBase
from django.utils.translation import gettext_lazy as _

from awards.decisions.choices import DecisionState
from awards.decisions.forms import AddRecipientForm, AwardForm, DraftForm, NominationsForm
from awards.decisions.models import Award, Decision
from awards.decisions.rules import may_prepare
from awards.decisions.selectors import check_draft, nominations_for, titles_to_give, units_of
from awards.decisions.services.drafting import add_recipients, correct_award, edit_decision
from core.scoping import get_visible_or_404
from core.views import CorrectionPage, ObjectFormPage, refused
from core.workflow import MoveNotAllowed
from emulation.entry_pages import UnitEntryPage
from emulation.registrations.views.registering import subject_errors_at_whom
from unions.access import PortalUser
from unions.units.models import GrassrootsUnion


class DecisionEdit(CorrectionPage):
    model = Decision
    form_class = DraftForm
    heading = _("Change the draft")

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"decision": self.object}

    def act(self, form: DraftForm) -> Model:
        values = {**form.cleaned_data}
        return edit_decision(self.object, actor=self.request.user, expected_revision=values.pop("revision"), **values)


class AwardEdit(CorrectionPage):
    model = Award
    form_class = AwardForm
    heading = _("Correct the award")

    def get_initial(self) -> dict[str, Any]:
        amount = self.object.amount if self.object.amount_typed else None
        return {"achievement": self.object.achievement, "amount": amount}

    def act(self, form: AwardForm) -> Model:
        return correct_award(self.object, actor=self.request.user, **form.cleaned_data).decision

    def cancel_url(self) -> str:
        return str(self.object.decision.get_absolute_url())


class DecisionAddNominations(ObjectFormPage):
    model = Decision
    form_class = NominationsForm
    heading = _("Add nominations to the draft")
    submit_label = _("Add")

    def may(self, user: PortalUser) -> bool:
        return may_prepare(user, self.object)

    def check(self) -> None:
        check_draft(self.object)

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"choices": nominations_for(self.object)}

    def act(self, form: NominationsForm) -> Model:
        return add_recipients(self.object, actor=self.request.user, **form.cleaned_data)


class DecisionAddRecipient(UnitEntryPage):
    nav_key = "awards"
    form_class = AddRecipientForm
    heading = _("Add a recipient to the draft")
    submit_label = _("Add")

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        self.decision: Decision = get_visible_or_404(Decision.objects.all(), request.user, pk=kwargs["pk"])
        if self.decision.state != DecisionState.DRAFT and request.method != "POST":
            return refused(request, MoveNotAllowed(), self.cancel_url())
        return super().dispatch(request, *args, **kwargs)

    def units(self) -> QuerySet[GrassrootsUnion]:
        return units_of(self.decision, self.request.user)

    @property
    def help(self) -> str:  # type: ignore[override]
        return str(self.grassroots)

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"grassroots": self.grassroots, "titles": titles_to_give()}

    def act(self, form: AddRecipientForm) -> Model:
        with subject_errors_at_whom():
            return add_recipients(self.decision, actor=self.request.user, award_drafts=[form.award_draft])

    def cancel_url(self) -> str:
        return str(self.decision.get_absolute_url())
