from typing import Any

from django.db.models import Model, QuerySet
from django.urls import reverse
from django.utils.translation import gettext, ngettext_lazy
from django.utils.translation import gettext_lazy as _

from core.bulk import BulkOutcome
from core.views import CorrectionPage, DetailPage, MoveView
from core.working_year import in_year
from emulation.confirmation_pages import ConfirmableList, ConfirmChosen
from emulation.confirmation_words import CONFIRM_RESULTS, RESULTS_CONFIRMED
from emulation.contests import services
from emulation.contests.choices import ResultKind
from emulation.contests.filters import ExternalResultFilter
from emulation.contests.forms import CorrectResultForm, FederationResultForm, UnitResultForm
from emulation.contests.models import ExternalResult
from emulation.contests.tables import ExternalResultTable, holder_label
from emulation.contests.workflow import EXTERNAL_RESULT
from emulation.entry_pages import OfficerFormPage, UnitEntryPage, confirmation_moves
from unions.tree.models import Union
from unions.units.models import GrassrootsUnion
from unions.units.selectors import unions_as_officer, units_to_act_for


class ExternalResultList(ConfirmableList):
    model = ExternalResult
    table_class = ExternalResultTable
    filterset_class = ExternalResultFilter
    template_name = "emulation/initiative_list.html"
    nav_key = "initiatives"
    year_field = "year"
    confirm_name = "emulation:external-results-confirm"
    heading = _("Results elsewhere")
    counted = ngettext_lazy("%(shown)s result", "%(shown)s results", "count")
    empty_title = _("No result in %(year)s yet")
    empty_text = _("Here stand prizes of contests that others held: teachers', pupils' and the federation's own.")

    def get_table_kwargs(self) -> dict[str, Any]:
        return super().get_table_kwargs() | {"user": self.request.user}

    def primary_action(self) -> dict[str, Any] | None:
        if not units_to_act_for(self.request.user).exists():
            return None
        return {"label": _("Enter a result"), "url": reverse("emulation:external-result-create")}


class ExternalResultsConfirm(ConfirmChosen):
    list_page = ExternalResultList
    list_name = "emulation:external-results"
    workflow = EXTERNAL_RESULT
    label = CONFIRM_RESULTS
    words = RESULTS_CONFIRMED
    job_kind = services.CONFIRM_JOB

    def act(self, rows: list[ExternalResult]) -> BulkOutcome:
        return services.confirm_results(actor=self.request.user, results=rows)


class ExternalResultPage(DetailPage):
    model = ExternalResult
    template_name = "emulation/external_result.html"
    nav_key = "initiatives"
    workflow = EXTERNAL_RESULT
    move_url_name = "emulation:external-result-move"

    def get_queryset(self) -> QuerySet[ExternalResult]:
        return super().get_queryset().select_related("grassroots", "person", "union")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        result = self.object
        facts = [
            (_("Whose result"), holder_label(result, self.request.user)),
            (_("Kind"), result.get_kind_display()),
            (_("Prize"), result.get_rank_display()),
            (_("Level"), result.level_name),
            (_("Grassroots union"), result.grassroots),
            (_("Organiser"), result.organiser),
            (_("Cluster"), result.cluster_name),
            (_("Year"), str(result.year)),
        ]
        return super().get_context_data(facts=facts, **kwargs)


class ExternalResultMove(MoveView):
    model = ExternalResult
    workflow = EXTERNAL_RESULT
    moves = confirmation_moves(services.move_external_result)


class ExternalResultCreate(UnitEntryPage):
    list_name = "emulation:external-results"
    form_class = UnitResultForm
    template_name = "emulation/external_result_form.html"
    heading = _("Enter a result")

    def units(self) -> QuerySet[GrassrootsUnion]:
        return units_to_act_for(self.request.user)

    def elsewhere(self) -> dict[str, Any] | None:
        if not unions_as_officer(self.request.user).exists():
            return None
        label = own_result_words(unions_as_officer(self.request.user))
        return {"label": label, "url": in_year(reverse("emulation:external-result-create-own"), self.year)}

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"grassroots": self.grassroots, "year": self.year}

    def act(self, form: UnitResultForm) -> Model:
        return services.record_external_result(
            actor=self.request.user,
            union=self.union,
            grassroots=self.grassroots,
            year=self.year,
            **form.cleaned_data,
        )


def own_result_words(unions: QuerySet[Union]) -> str:
    names = [str(union) for union in unions[:2]]
    if len(names) > 1:
        return gettext("Enter a result of a union")
    return gettext("Enter a result of %(union)s") % {"union": names[0]}


class FederationResultCreate(OfficerFormPage):
    list_name = "emulation:external-results"
    form_class = FederationResultForm

    @property
    def heading(self) -> str:  # type: ignore[override]
        return own_result_words(self.unions)

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"unions": self.unions, "year": self.year}

    def act(self, form: FederationResultForm) -> Model:
        return services.record_external_result(
            actor=self.request.user, kind=ResultKind.FEDERATION, year=self.year, **form.cleaned_data
        )


class ExternalResultEdit(CorrectionPage):
    model = ExternalResult
    form_class = CorrectResultForm
    nav_key = "initiatives"

    @property
    def help(self) -> str:  # type: ignore[override]
        return str(self.object.contest_name)

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"result": self.object}

    def act(self, form: CorrectResultForm) -> Model:
        values = {**form.cleaned_data}
        return services.correct_external_result(
            self.object, actor=self.request.user, expected_revision=values.pop("revision"), **values
        )
