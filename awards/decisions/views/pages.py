from typing import Any

from django.db.models import Model
from django.http import Http404
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from awards.decisions.choices import DecisionState, SignCapacity
from awards.decisions.filters import DecisionFilter
from awards.decisions.forms import AmountForm, DecisionForm, DraftForm, RevokeForm, SignDecisionForm
from awards.decisions.models import Award, Decision
from awards.decisions.rules import may_number, may_prepare, may_print, may_sign, may_sign_as
from awards.decisions.selectors import certificates_of, decisions_that_revoke, series_of
from awards.decisions.services.drafting import draft_decision, edit_decision, set_amount, sign_decision
from awards.decisions.services.issuing import issue_decision, revoke_decision
from awards.decisions.tables import DecisionTable
from awards.decisions.workflow import DECISION
from awards.nominations.selectors import OFFICE
from awards.sessions.models import Session
from awards.sessions.selectors import nominations_to_decide, sessions_to_decide
from core.forms import NumberForm
from core.scoping import get_visible_or_404
from core.sequence import upcoming_number
from core.views import DetailPage, ListPage, ObjectFormPage, RestrictedFormPage
from core.workflow import MoveNotAllowed
from unions.access import PortalUser


class DecisionList(ListPage):
    model = Decision
    table_class = DecisionTable
    filterset_class = DecisionFilter
    template_name = "awards/list.html"
    extra_context = {"tab": "decisions"}
    year_field = "year"
    heading = _("Decisions")
    empty_title = _("No decision this year yet")
    empty_text = _("A decision is drafted from what a closed session of the council approved.")

    def primary_action(self) -> dict[str, Any] | None:
        session = sessions_to_decide(self.request.user).first()
        if session is None:
            return None
        return {"label": _("Draft a decision"), "url": f"{reverse('awards:decision-create')}?session={session.pk}"}


class DecisionPage(DetailPage):
    model = Decision
    template_name = "awards/decision.html"
    workflow = DECISION

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        decision, user = self.object, self.request.user
        visible = Award.objects.visible_to(user).filter(decision=decision)
        may_edit = decision.state == DecisionState.DRAFT and may_prepare(user, decision)
        return super().get_context_data(
            awards=list(visible.for_table().order_by("golden_book_number")),
            certificates=certificates_of(decision, visible).count(),
            may_edit=may_edit,
            may_print=decision.state == DecisionState.ISSUED and may_print(user, decision),
            prints=decision.prints.select_related("printed_by")[:5],
            **kwargs,
        )


class DecisionCreate(RestrictedFormPage):
    # The address names the closed session: ?session=<pk>
    form_class = DecisionForm
    heading = _("Draft a decision")
    submit_label = _("Draft the decision")

    def may(self, user: PortalUser) -> bool:
        return bool(user.access.holds_any(OFFICE))

    @cached_property
    def session(self) -> Session:
        requested = self.request.GET.get("session", "")
        if not requested:
            first = sessions_to_decide(self.request.user).first()
            if first is None:
                raise Http404
            return first
        session: Session = get_visible_or_404(Session.objects.all(), self.request.user, pk=requested)
        return session

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"choices": nominations_to_decide(self.session)}

    def get_initial(self) -> dict[str, Any]:
        return {"nominations": [nomination.pk for nomination in nominations_to_decide(self.session)]}

    def act(self, form: DecisionForm) -> Model:
        return draft_decision(
            actor=self.request.user,
            union=self.session.council.union,
            year=self.session.year,
            session=self.session,
            **form.cleaned_data,
        )

    def cancel_url(self) -> str:
        return reverse("awards:decisions")


class DecisionFormPage(ObjectFormPage):
    model = Decision
    state = DecisionState.DRAFT  # the state in which the form is open

    def may(self, user: PortalUser) -> bool:
        return may_prepare(user, self.object)

    def check(self) -> None:
        if self.object.state != self.state:
            raise MoveNotAllowed


class DecisionEdit(DecisionFormPage):
    form_class = DraftForm
    heading = _("Change the draft")
    fields = ("subject_line", "year", "dated_on")

    def act(self, form: DraftForm) -> Model:
        values = {**form.cleaned_data}
        return edit_decision(self.object, actor=self.request.user, expected_revision=values.pop("revision"), **values)


class DecisionSign(DecisionFormPage):
    form_class = SignDecisionForm
    heading = _("Sign the decision")
    submit_label = _("Sign")
    help = _("From the signature on neither its words nor its rows can be changed.")

    def may(self, user: PortalUser) -> bool:
        return may_sign(user, self.object)

    def get_initial(self) -> dict[str, Any]:
        as_chair = may_sign_as(self.request.user, SignCapacity.CHAIR, self.object.union_id)
        capacity = SignCapacity.CHAIR if as_chair else SignCapacity.VICE_CHAIR
        return {"dated_on": self.object.dated_on or timezone.localdate(), "capacity": capacity}

    def act(self, form: SignDecisionForm) -> Model:
        return sign_decision(self.object, actor=self.request.user, **form.cleaned_data)


class DecisionIssue(DecisionFormPage):
    form_class = NumberForm
    state = DecisionState.SIGNED
    heading = _("Number and issue")
    submit_label = _("Issue")

    def may(self, user: PortalUser) -> bool:
        return may_number(user, self.object)

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"upcoming": upcoming_number(series_of(self.object))}

    def act(self, form: NumberForm) -> Model:
        return issue_decision(self.object, actor=self.request.user, **form.cleaned_data)


class DecisionRevoke(DecisionFormPage):
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


class AwardAmount(ObjectFormPage):
    model = Award
    form_class = AmountForm
    heading = _("Reward")
    help = _("Computed from the base salary of the day; enter another sum where a plan fixes one.")
    fields = ("amount",)

    def may(self, user: PortalUser) -> bool:
        return may_prepare(user, self.object.decision)

    def check(self) -> None:
        if self.object.decision.state != DecisionState.DRAFT:
            raise MoveNotAllowed

    def act(self, form: AmountForm) -> Model:
        return set_amount(self.object, actor=self.request.user, **form.cleaned_data).decision

    def cancel_url(self) -> str:
        return str(self.object.decision.get_absolute_url())
