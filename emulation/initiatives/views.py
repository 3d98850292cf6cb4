from pathlib import PurePath
from typing import Any

from django.db.models import Model, QuerySet
from django.http import FileResponse, Http404
from django.shortcuts import resolve_url
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from core.actor import SignedInRequest
from core.files import private_response
from core.scoping import get_visible_or_404
from core.text import format_money, short_date
from core.views import DetailPage, ListPage, MoveView, ObjectFormPage
from core.workflow import Move
from emulation.entry_pages import UnitEntryPage, year_of_form
from emulation.initiatives import rules, services
from emulation.initiatives.choices import COUNTED_INITIATIVE, OPEN_INITIATIVE, InitiativeKind, InitiativeState
from emulation.initiatives.filters import InitiativeFilter
from emulation.initiatives.forms import ApplicationForm, InitiativeForm, RecognitionForm
from emulation.initiatives.models import Initiative
from emulation.initiatives.selectors import similar_initiatives, units_to_draft_for
from emulation.initiatives.tables import InitiativeTable
from emulation.initiatives.workflow import INITIATIVE
from unions.access import PortalUser
from unions.units.choices import SectorKind
from unions.units.models import GrassrootsUnion

Fact = tuple[str | Promise, Any]
RECOGNITION_MOVES = ("recognise", "note_recognition")


class InitiativeList(ListPage):
    model = Initiative
    table_class = InitiativeTable
    filterset_class = InitiativeFilter
    template_name = "emulation/initiative_list.html"
    nav_key = "initiatives"
    year_field = "year"
    heading = _("Initiatives")
    empty_title = _("No initiative in this year yet")
    empty_text = _(
        "Here stand the initiatives the units register, with their authors. "
        "The chair or a board member of a unit enters them."
    )

    def primary_action(self) -> dict[str, Any] | None:
        if not units_to_draft_for(self.request.user).exists():
            return None
        return {"label": _("Enter an initiative"), "url": reverse("emulation:initiative-create")}


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
            facts=facts_of(initiative),
            application=application_of(initiative),
            similar=similar_initiatives(initiative, user),
            may_edit=initiative.state in OPEN_INITIATIVE and rules.is_drafter(user, initiative),
            may_apply=initiative.state in COUNTED_INITIATIVE and rules.may_note_application(user, initiative),
            document_name=PurePath(initiative.document.name).name if initiative.document else "",
            **kwargs,
        )


def facts_of(initiative: Initiative) -> list[Fact]:
    facts: list[Fact] = [
        (_("Grassroots union"), initiative.grassroots),
        (_("Year"), str(initiative.year)),
        (_("Kind"), initiative.get_kind_display()),
        (_("Campaign"), initiative.campaign),
        (_("Field"), initiative.field),
    ]
    if initiative.state == InitiativeState.RECOGNISED:
        facts += [
            (_("Recognised at"), initiative.get_recognition_level_display()),
            (_("Recognising decision"), initiative.recognition_decision),
            (_("Recognised on"), short_date(initiative.recognised_on) if initiative.recognised_on else ""),
        ]
    return facts


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


class InitiativeMove(MoveView):
    model = Initiative
    moves = {
        "submit": services.submit_initiative,
        "register": services.register_initiative,
        "return": services.return_initiative,
        "withdraw": services.withdraw_initiative,
        "report": services.report_initiative,
        "review": services.review_initiative,
        "decline": services.decline_initiative,
    }


def entered_values(form: InitiativeForm) -> dict[str, Any]:
    names = ("name", "kind", "campaign", "field", "summary", "document", "authors", "lead")
    return {name: form.cleaned_data[name] for name in names}


class InitiativeCreate(UnitEntryPage):
    form_class = InitiativeForm
    template_name = "emulation/initiative_form.html"
    heading = _("Enter an initiative")
    submit_label = _("Save as a draft")

    def units(self) -> QuerySet[GrassrootsUnion]:
        return units_to_draft_for(self.request.user)

    def cancel_url(self) -> str:
        return resolve_url("emulation:initiatives")

    def get_initial(self) -> dict[str, Any]:
        is_school = self.grassroots.sector.kind == SectorKind.EDUCATION
        return {"share_1": 100, "kind": InitiativeKind.EXPERIENCE if is_school else InitiativeKind.TECHNICAL}

    def get_form_kwargs(self) -> dict[str, Any]:
        unit = {"grassroots": self.grassroots, "union": self.union}
        return super().get_form_kwargs() | unit | {"year": year_of_form(self.request)}

    def act(self, form: InitiativeForm) -> Model:
        return services.draft_initiative(
            actor=self.request.user,
            grassroots=self.grassroots,
            year=form.cleaned_data["year"],
            **entered_values(form),
        )


class InitiativeFormPage(ObjectFormPage):
    nav_key = "initiatives"
    model = Initiative


class InitiativeEdit(InitiativeFormPage):
    form_class = InitiativeForm
    template_name = "emulation/initiative_form.html"
    heading = _("Change the initiative")
    fields = ("name", "kind", "campaign", "field", "summary")

    def may(self, user: PortalUser) -> bool:
        return rules.is_drafter(user, self.object)

    def check(self) -> None:
        services.check_open(self.object)

    def get_initial(self) -> dict[str, Any]:
        authors: dict[str, Any] = {}
        for row, author in enumerate(self.object.authors.all(), start=1):
            authors |= {f"person_{row}": author.person_id, f"share_{row}": author.share_percent}
        return super().get_initial() | authors

    def get_form_kwargs(self) -> dict[str, Any]:
        initiative = self.object
        context = {name: getattr(initiative, name) for name in ("grassroots", "union", "year")}
        return super().get_form_kwargs() | context | {"initiative": initiative}

    def act(self, form: InitiativeForm) -> Model:
        return services.edit_initiative(
            actor=self.request.user,
            initiative=self.object,
            expected_revision=form.cleaned_data["revision"],
            **entered_values(form),
        )

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(grassroots=self.object.grassroots, **kwargs)


class InitiativeApply(InitiativeFormPage):
    form_class = ApplicationForm
    heading = _("Note the application")
    fields = ("applied_on", "applied_where", "benefit_amount", "benefit_basis")

    def may(self, user: PortalUser) -> bool:
        return rules.may_note_application(user, self.object)

    def check(self) -> None:
        services.check_counted(self.object)

    def act(self, form: ApplicationForm) -> Model:
        values = dict(form.cleaned_data)
        revision = values.pop("revision")
        return services.note_application(
            actor=self.request.user, initiative=self.object, expected_revision=revision, **values
        )


class InitiativeRecognise(InitiativeFormPage):
    form_class = RecognitionForm
    heading = _("Note the recognition")

    def open_moves(self) -> list[Move]:
        return [move for move in map(INITIATIVE.move, RECOGNITION_MOVES) if self.object.state in move.sources]

    def may(self, user: PortalUser) -> bool:
        moves = self.open_moves() or map(INITIATIVE.move, RECOGNITION_MOVES)
        return any(move.who(user, self.object) for move in moves)

    def check(self) -> None:
        if not self.open_moves():
            raise INITIATIVE.move(RECOGNITION_MOVES[0]).refused_in(self.object.get_state_display())

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"by_employer": self.object.state != InitiativeState.REVIEWED}

    def act(self, form: RecognitionForm) -> Model:
        return services.recognise_initiative(self.object, actor=self.request.user, **form.cleaned_data)


@require_safe
def initiative_document(request: SignedInRequest, pk: int) -> FileResponse:
    initiative = get_visible_or_404(Initiative.objects.all(), request.user, pk=pk)
    if not initiative.document:
        raise Http404
    return private_response(initiative.document, PurePath(initiative.document.name).name)
