from typing import Any

from django.db.models import Model
from django.http import Http404
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from awards.decisions.choices import DecisionBasis, DecisionState
from awards.decisions.filters import DecisionFilter
from awards.decisions.forms import DecisionForm, DecisionWithoutSessionForm
from awards.decisions.models import Award, Decision
from awards.decisions.rules import may_prepare, may_print
from awards.decisions.selectors import certificates_of, checked_nominations, nominations_for
from awards.decisions.services.drafting import draft_decision
from awards.decisions.tables import AwardTable, DecisionTable
from awards.decisions.workflow import DECISION
from awards.nominations.selectors import OFFICE
from awards.sessions.models import Session
from awards.sessions.selectors import nominations_to_decide, sessions_to_decide
from core.pickers.fields import EVERYTHING
from core.scoping import get_visible_or_404
from core.views import DetailPage, ListPage, RestrictedFormPage
from core.views.facts import Fact, day, linked
from core.working_year import working_year
from unions.access import PortalUser
from unions.units.selectors import unions_as_officer


class DecisionList(ListPage):
    model = Decision
    table_class = DecisionTable
    filterset_class = DecisionFilter
    template_name = "awards/list.html"
    extra_context = {"tab": "decisions"}
    year_field = "year"
    heading = _("Decisions")
    empty_title = _("No decision in %(year)s yet")
    empty_text = _("A decision is drafted from what a session approved, or on another basis where no vote is needed.")

    def primary_action(self) -> dict[str, Any] | None:
        session = sessions_to_decide(self.request.user).first()
        if session is None:
            return None
        return {"label": _("Draft a decision"), "url": f"{reverse('awards:decision-create')}?session={session.pk}"}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        may_draft = self.request.user.access.holds_any(OFFICE)
        return super().get_context_data(may_draft_without_session=may_draft, **kwargs)


class DecisionPage(DetailPage):
    model = Decision
    template_name = "awards/decision.html"
    workflow = DECISION
    move_url_name = "awards:decision-move"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        decision, user = self.object, self.request.user
        visible = Award.objects.visible_to(user).filter(decision=decision)
        awards = list(visible.for_table().order_by("golden_book_number"))
        may_edit = decision.state == DecisionState.DRAFT and may_prepare(user, decision)
        return super().get_context_data(
            facts=decision_facts(decision, user),
            awards=AwardTable(awards, self.request, may_edit=may_edit) if awards else None,
            number_of_awards=len(awards),
            certificates=certificates_of(decision, visible).count(),
            can_add=may_edit and nominations_for(decision).exists(),
            may_edit=may_edit,
            may_print=decision.state == DecisionState.ISSUED and may_print(user, decision),
            prints=decision.prints.select_related("printed_by")[:5],
            **kwargs,
        )


def decision_facts(decision: Decision, user: PortalUser) -> list[Fact]:
    handed_over = (day(decision.handed_over_on), decision.handed_over_place)
    facts: list[Fact] = [(_("Date"), day(decision.dated_on)), (_("Signed by"), decision.signatory_name)]
    if not decision.dated_on or decision.dated_on.year != decision.year:
        facts.insert(1, (_("The year it counts for"), str(decision.year)))
    if decision.session and user.access.branch:
        facts.append((_("Council session"), linked(decision.session)))
    if decision.basis:
        facts.append((decision.get_basis_kind_display(), decision.basis))
    return [*facts, (_("Handed over on"), " · ".join(filter(None, handed_over)))]


class DecisionCreate(RestrictedFormPage):
    list_name = "awards:decisions"
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
        return {"nominations": EVERYTHING}

    def act(self, form: DecisionForm) -> Model:
        return draft_decision(
            actor=self.request.user,
            union=self.session.council.union,
            year=self.session.year,
            session=self.session,
            **form.cleaned_data,
        )


class DecisionCreateWithoutSession(RestrictedFormPage):
    list_name = "awards:decisions"
    form_class = DecisionWithoutSessionForm
    heading = _("Draft a decision without a council session")
    submit_label = _("Draft the decision")
    help = _("For titles that need no vote of the council: a movement title, a contest, an unexpected achievement.")

    def may(self, user: PortalUser) -> bool:
        return bool(user.access.holds_any(OFFICE))

    def get_form_kwargs(self) -> dict[str, Any]:
        unions = unions_as_officer(self.request.user)
        choices = checked_nominations(unions, working_year(self.request))
        return super().get_form_kwargs() | {"unions": unions, "choices": choices}

    def get_initial(self) -> dict[str, Any]:
        return {"year": working_year(self.request), "basis_kind": DecisionBasis.PLAN}

    def act(self, form: DecisionWithoutSessionForm) -> Model:
        return draft_decision(actor=self.request.user, **form.cleaned_data)
