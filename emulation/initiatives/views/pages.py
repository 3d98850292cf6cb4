from pathlib import PurePath
from typing import Any

from django.db.models import QuerySet
from django.http import FileResponse, Http404
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from core.actor import SignedInRequest
from core.bulk import BulkOutcome
from core.closed_years import closed_year_objection
from core.files import private_response
from core.panels import panels_for
from core.scoping import get_visible_or_404
from core.text import format_money, format_number, short_date
from core.views import DetailPage
from core.views.facts import Fact, day
from core.workflow import is_struck
from emulation.confirmation_pages import ConfirmableList, ConfirmChosen
from emulation.confirmation_words import CONFIRM_INITIATIVES, INITIATIVES_CONFIRMED
from emulation.initiatives import rules
from emulation.initiatives.choices import InitiativeState as S
from emulation.initiatives.filters import InitiativeFilter
from emulation.initiatives.models import Initiative
from emulation.initiatives.selectors import similar_initiatives, units_to_draft_for
from emulation.initiatives.services.progress import CONFIRM_JOB, confirm_initiatives
from emulation.initiatives.tables import InitiativeTable
from emulation.initiatives.workflow import INITIATIVE
from unions.access import PortalUser


class InitiativeList(ConfirmableList):
    model = Initiative
    table_class = InitiativeTable
    filterset_class = InitiativeFilter
    template_name = "emulation/initiative_list.html"
    nav_key = "initiatives"
    year_field = "year"
    confirm_name = "emulation:initiatives-confirm"
    heading = _("Initiatives")
    empty_title = _("No initiative in %(year)s yet")
    empty_text = _(
        "Here stand the initiatives the units register, with their authors. "
        "The chair or a board member of a unit enters them."
    )

    @cached_property
    def is_confirming(self) -> bool:
        """Only what was recognised outside the portal is confirmed."""
        return super().is_confirming and self.get_queryset().filter(state=S.SUBMITTED, is_history=True).exists()

    def primary_action(self) -> dict[str, Any] | None:
        if not units_to_draft_for(self.request.user).exists():
            return None
        return {"label": _("Enter an initiative"), "url": reverse("emulation:initiative-create")}


class InitiativesConfirm(ConfirmChosen):
    list_page = InitiativeList
    list_name = "emulation:initiatives"
    workflow = INITIATIVE
    label = CONFIRM_INITIATIVES
    words = INITIATIVES_CONFIRMED
    job_kind = CONFIRM_JOB

    def act(self, rows: list[Initiative]) -> BulkOutcome:
        return confirm_initiatives(actor=self.request.user, initiatives=rows)


class InitiativePage(DetailPage):
    model = Initiative
    template_name = "emulation/initiative.html"
    nav_key = "initiatives"
    workflow = INITIATIVE
    move_url_name = "emulation:initiative-move"

    def get_queryset(self) -> QuerySet[Initiative]:
        return super().get_queryset().select_related("grassroots", "campaign", "union", "created_by")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        initiative, user = self.object, self.request.user
        return super().get_context_data(
            authors=initiative.authors.select_related("person"),
            facts=key_facts(initiative),
            more_facts=other_facts(initiative),
            more_facts_label=_("Facts of the initiative"),
            application=application_of(initiative),
            similar=similar_initiatives(initiative, user),
            may_apply=may_apply(user, initiative),
            panels=panels_for(user, initiative, initiative.year),
            document_name=PurePath(initiative.document.name).name if initiative.document else "",
            **kwargs,
        )


def may_apply(user: PortalUser, initiative: Initiative) -> bool:
    is_open = rules.is_counted(initiative) and not is_struck(initiative)
    return is_open and rules.is_submitter_or_officer(user, initiative) and not closed_words(user, initiative)


def closed_words(user: PortalUser, initiative: Initiative) -> str:
    return closed_year_objection(initiative, actor=user, states={initiative.state})


def key_facts(initiative: Initiative) -> list[Fact]:
    facts: list[Fact] = [(_("Grassroots union"), initiative.grassroots), (_("Field"), initiative.field)]
    if initiative.state == S.RECOGNISED or initiative.is_history:
        facts += [
            (_("Recognised at"), initiative.recognition_level_name),
            (_("Recognised on"), day(initiative.recognised_on)),
        ]
    return facts


def other_facts(initiative: Initiative) -> list[Fact]:
    return [
        (_("Kind"), initiative.get_kind_display()),
        (_("Year"), str(initiative.year)),
        (_("Campaign"), initiative.campaign),
        (_("Reported on"), day(initiative.reported_on)),
        (_("Reviewed on"), day(initiative.reviewed_on)),
        (_("Recognising decision"), initiative.recognition_decision),
        (_("Decided by"), initiative.recognised_by),
        (_("Votes of the council of initiatives"), votes_of(initiative)),
    ]


def votes_of(initiative: Initiative) -> str:
    votes, members = initiative.council_votes, initiative.council_members
    return "" if votes is None or members is None else f"{format_number(votes)}/{format_number(members)}"


def application_of(initiative: Initiative) -> list[Fact]:
    if initiative.applied_on is None:
        return []
    amount = initiative.benefit_amount
    return [
        (_("First applied on"), short_date(initiative.applied_on)),
        (_("Where it is applied"), initiative.applied_where),
        (_("Benefit"), format_money(amount) if amount is not None else ""),
        (_("How the benefit was computed"), initiative.benefit_basis),
    ]


@require_safe
def initiative_document(request: SignedInRequest, pk: int) -> FileResponse:
    initiative = get_visible_or_404(Initiative.objects.all(), request.user, pk=pk)
    if not initiative.document:
        raise Http404
    return private_response(initiative.document, PurePath(initiative.document.name).name)
