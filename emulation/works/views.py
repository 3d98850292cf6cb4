from abc import abstractmethod
from typing import Any

from django.db.models import Model, QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from core.bulk import BulkOutcome
from core.closed_years import closed_year_objection
from core.text import format_money
from core.views import CorrectionPage, DetailPage, MoveView, ObjectFormPage
from core.views.facts import Fact, day
from core.workflow import MoveNotAllowed, check_not_struck, is_struck
from emulation.confirmation_pages import ConfirmableList, ConfirmChosen
from emulation.confirmation_words import CONFIRM_WORKS, WORKS_CONFIRMED
from emulation.entry_pages import UnitEntryPage, confirmation_moves, typed_year
from emulation.works import services
from emulation.works.filters import WorkFilter
from emulation.works.forms import CompletionForm, CorrectWorkForm, PlaqueForm, WorkForm
from emulation.works.models import Work
from emulation.works.rules import may_finish_work
from emulation.works.tables import WorkTable
from emulation.works.workflow import WORK
from unions.access import PortalUser
from unions.units.models import GrassrootsUnion
from unions.units.selectors import units_to_enter_for


class WorkList(ConfirmableList):
    model = Work
    table_class = WorkTable
    filterset_class = WorkFilter
    template_name = "emulation/initiative_list.html"
    nav_key = "initiatives"
    year_field = "year"
    confirm_name = "emulation:works-confirm"
    heading = _("Works")
    empty_title = _("No work in %(year)s yet")
    empty_text = _("Here stand the projects and products the units undertake, their value and their plaques.")

    def primary_action(self) -> dict[str, Any] | None:
        if not units_to_enter_for(self.request.user).exists():
            return None
        return {"label": _("Enter a work"), "url": reverse("emulation:work-create")}


class WorksConfirm(ConfirmChosen):
    list_page = WorkList
    list_name = "emulation:works"
    workflow = WORK
    label = CONFIRM_WORKS
    words = WORKS_CONFIRMED
    job_kind = services.CONFIRM_JOB

    def act(self, rows: list[Work]) -> BulkOutcome:
        return services.confirm_works(actor=self.request.user, works=rows)


class WorkPage(DetailPage):
    model = Work
    template_name = "emulation/work.html"
    nav_key = "initiatives"
    workflow = WORK
    move_url_name = "emulation:work-move"

    def get_queryset(self) -> QuerySet[Work]:
        return super().get_queryset().select_related("grassroots", "campaign", "union")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        work, user = self.object, self.request.user
        return super().get_context_data(
            facts=facts_of(work),
            may_finish=may_finish_work(user, work) and not (is_struck(work) or closed_words(user, work)),
            **kwargs,
        )


class WorkMove(MoveView):
    model = Work
    workflow = WORK
    moves = confirmation_moves(services.move_work)


def closed_words(user: PortalUser, work: Work) -> str:
    return closed_year_objection(work, actor=user, states={work.state})


def facts_of(work: Work) -> list[Fact]:
    return [
        (_("Grassroots union"), work.grassroots),
        (_("Year"), str(work.year)),
        (_("Kind"), work.get_kind_display()),
        (_("Campaign"), work.campaign),
        (_("Value"), format_money(work.value) if work.value is not None else ""),
        (_("Completed on"), day(work.completed_on)),
    ]


class WorkCreate(UnitEntryPage):
    list_name = "emulation:works"
    form_class = WorkForm
    template_name = "emulation/work_form.html"
    heading = _("Enter a work")

    def units(self) -> QuerySet[GrassrootsUnion]:
        return units_to_enter_for(self.request.user)

    def get_initial(self) -> dict[str, Any]:
        return {"campaign": self.request.GET.get("campaign")}

    def get_form_kwargs(self) -> dict[str, Any]:
        unit = {"grassroots": self.grassroots, "union": self.union}
        return super().get_form_kwargs() | unit | {"year": self.year}

    def act(self, form: WorkForm) -> Model:
        values = {name: form.cleaned_data[name] for name in ("name", "kind", "campaign", "value")}
        return services.enter_work(actor=self.request.user, grassroots=self.grassroots, year=self.year, **values)


class WorkEdit(CorrectionPage):
    model = Work
    form_class = CorrectWorkForm
    nav_key = "initiatives"

    def get_form_kwargs(self) -> dict[str, Any]:
        work = self.object
        context = {"grassroots": work.grassroots, "union": work.union, "work": work}
        return super().get_form_kwargs() | context | {"year": typed_year(self.request, work.year)}

    def act(self, form: CorrectWorkForm) -> Model:
        values = {**form.cleaned_data}
        revision = values.pop("revision")
        return services.correct_work(self.object, actor=self.request.user, expected_revision=revision, **values)


class WorkFinishPage(ObjectFormPage):
    model = Work
    nav_key = "initiatives"

    def check(self) -> None:
        check_not_struck(self.object)
        if words := closed_words(self.request.user, self.object):
            raise MoveNotAllowed(words)

    def may(self, user: PortalUser) -> bool:
        return may_finish_work(user, self.object)

    def act(self, form: CompletionForm | PlaqueForm) -> Model:
        values = dict(form.cleaned_data)
        revision = values.pop("revision")
        return self.call_service(actor=self.request.user, work=self.object, expected_revision=revision, **values)

    @abstractmethod
    def call_service(self, **values: Any) -> Model: ...


class WorkComplete(WorkFinishPage):
    form_class = CompletionForm
    heading = _("Note the completion")
    fields = ("completed_on", "value")

    def call_service(self, **values: Any) -> Model:
        return services.complete_work(**values)


class WorkPlaque(WorkFinishPage):
    form_class = PlaqueForm
    heading = _("Note the plaque")
    fields = ("plaque_text", "plaque_on")

    def check(self) -> None:
        super().check()
        services.check_completed(self.object)

    def call_service(self, **values: Any) -> Model:
        return services.fix_plaque(**values)
