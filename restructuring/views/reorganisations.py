from functools import partial
from typing import Any

from django.contrib import messages
from django.db.models import Model, QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.generic import View

from core.actor import SignedInRequest
from core.body_limits import BodyLimit
from core.panels import panels_for
from core.scoping import get_visible_or_404
from core.text import format_number
from core.views import CorrectionPage, DetailPage
from core.views.actions import ObjectFormPage, perform_or_refuse
from core.views.facts import day
from core.views.moves import MoveView
from core.working_year import working_year
from restructuring.choices import ReorganisationKind, ReorganisationState
from restructuring.filters import ReorganisationFilter
from restructuring.forms.reorganisations import (
    FORM_OF_KIND,
    ChangeDecisionForm,
    LinesForm,
    PasteListForm,
    ReorganisationDecisionForm,
)
from restructuring.models import Reorganisation, ReorganisationLine
from restructuring.rules import REVERSED, may_prepare, way_back
from restructuring.selectors.reorganisations import full_lines, lines_for_page, objections_to, people_who_move
from restructuring.services.drafting import (
    add_lines,
    cancel_reorganisation,
    check_draft,
    confirm_reorganisation,
    draft_reorganisation,
    edit_reorganisation,
    remove_line,
)
from restructuring.services.rows import put_rows_on_list
from restructuring.tables import ReorganisationTable
from restructuring.workflow import REORGANISATION
from unions.access import PortalUser
from unions.units.views.actions import NewInUnionPage
from unions.units.views.lists import OrganisationList, own_union


class ReorganisationList(OrganisationList):
    tab = "reorganisations"
    model = Reorganisation
    table_class = ReorganisationTable
    filterset_class = ReorganisationFilter
    heading = gettext_lazy("Reorganisations")
    empty_title = gettext_lazy("No reorganisation yet")
    empty_text = gettext_lazy(
        "Decisions that rename, transfer, merge, split, dissolve or reactivate units are listed here."
    )

    def primary_action(self) -> dict[str, Any] | None:
        union = own_union(self.request.user)
        if union is None:
            return None
        label = gettext_lazy("Prepare a reorganisation")
        return {"label": label, "url": reverse("restructuring:reorganisation-new", args=[union])}


class NewReorganisation(NewInUnionPage):
    form_class = ReorganisationDecisionForm
    heading = gettext_lazy("Prepare a reorganisation")
    submit_label = gettext_lazy("Go on to the units")
    help = gettext_lazy("No unit changes before the reorganisation is confirmed by somebody else.")

    def get_initial(self) -> dict[str, Any]:
        kind = self.request.GET.get("kind", "")
        return super().get_initial() | ({"kind": kind} if kind in ReorganisationKind.values else {})

    def act(self, form: ReorganisationDecisionForm) -> Model:
        return draft_reorganisation(actor=self.request.user, union=self.union, **form.cleaned_data)

    def cancel_url(self) -> str:
        return reverse("restructuring:reorganisations")


class ReorganisationPage(DetailPage):
    model = Reorganisation
    template_name = "restructuring/reorganisation.html"
    workflow = REORGANISATION
    move_url_name = "restructuring:reorganisation-move"

    def get_queryset(self) -> QuerySet[Reorganisation]:
        return super().get_queryset().select_related("union", "created_by", "confirmed_by")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        reorganisation, user = self.object, self.request.user
        is_draft = reorganisation.state == ReorganisationState.DRAFT
        preview = self.preview() if is_draft else {"people_count": None, "objections": [], "panels": []}
        return super().get_context_data(
            facts=decision_facts(reorganisation),
            is_draft=is_draft,
            is_split=reorganisation.kind == ReorganisationKind.SPLIT,
            lines=lines_for_page(user, reorganisation),
            may_prepare=is_draft and may_prepare(user, reorganisation),
            way_back=self.way_back(),
            **preview,
            **kwargs,
        )

    def way_back(self) -> dict[str, str] | None:
        reorganisation = self.object
        if reorganisation.state != ReorganisationState.CONFIRMED or not may_prepare(
            self.request.user, reorganisation
        ):
            return None
        page = reverse("restructuring:reorganisation-new", args=[reorganisation.union_id])
        url = f"{page}?kind={REVERSED[ReorganisationKind(reorganisation.kind)]}"
        return {"text": way_back(reorganisation.kind), "url": url}

    def preview(self) -> dict[str, Any]:
        reorganisation = self.object
        all_lines = full_lines(reorganisation)
        return {
            "people_count": people_who_move(reorganisation, all_lines),
            "objections": objections_to(reorganisation, all_lines),
            "panels": panels_for(self.request.user, reorganisation, working_year(self.request)),
        }


def decision_facts(reorganisation: Reorganisation) -> list[tuple[str, Any]]:
    return [
        (_("Decided by"), reorganisation.union),
        (_("Date of the decision"), day(reorganisation.decision_date)),
        (_("In force from"), day(reorganisation.effective_on)),
        (_("Prepared by"), reorganisation.created_by),
        *([(_("Confirmed by"), reorganisation.confirmed_by)] if reorganisation.confirmed_by else []),
        *([(_("Note"), reorganisation.note)] if reorganisation.note else []),
    ]


class DraftFormPage(ObjectFormPage):
    model = Reorganisation

    def may(self, user: PortalUser) -> bool:
        return may_prepare(user, self.object)

    def check(self) -> None:
        check_draft(self.object)


class ChangeReorganisation(CorrectionPage):
    model = Reorganisation
    form_class = ChangeDecisionForm
    heading = gettext_lazy("The decision")

    @property
    def help(self) -> str:  # type: ignore[override]
        is_draft = self.object.state == ReorganisationState.DRAFT
        return str(self.object) if is_draft else way_back(self.object.kind)

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"reorganisation": self.object}

    def act(self, form: ChangeDecisionForm) -> Model:
        values = {**form.cleaned_data}
        revision = values.pop("revision")
        return edit_reorganisation(
            actor=self.request.user, reorganisation=self.object, expected_revision=revision, **values
        )


class ChooseUnits(DraftFormPage):
    heading = gettext_lazy("Choose units")
    submit_label = gettext_lazy("Put on the list")

    def get_form_class(self) -> type[LinesForm]:
        return FORM_OF_KIND[self.object.kind]

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"reorganisation": self.object}

    def act(self, form: LinesForm) -> Model:
        add_lines(actor=self.request.user, reorganisation=self.object, inputs=form.line_inputs())
        return self.object


class PasteUnits(DraftFormPage):
    body_limit = BodyLimit.FILE
    form_class = PasteListForm
    heading = gettext_lazy("Units from a spreadsheet")
    submit_label = gettext_lazy("Put on the list")
    help = gettext_lazy(
        "The first row names the columns: Mã CĐCS, Tên CĐCS, Công đoàn cấp trên mới, Tên mới, Sáp nhập vào, Ghi chú. "
        "All rows go on the list, or none."
    )

    def act(self, form: PasteListForm) -> Model:
        rows = form.cleaned_data["rows"]
        count = put_rows_on_list(actor=self.request.user, reorganisation=self.object, rows=rows)
        message = ngettext("%(count)s unit is on the list now.", "%(count)s units are on the list now.", count)
        messages.success(self.request, message % {"count": format_number(count)})
        return self.object


class TakeOffList(View):
    http_method_names = ["post"]
    request: SignedInRequest

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        line = get_visible_or_404(ReorganisationLine.objects.all(), self.request.user, pk=pk)
        action = partial(remove_line, actor=self.request.user, line=line)
        return perform_or_refuse(request, action, line.reorganisation.get_absolute_url())


class MoveReorganisation(MoveView):
    model = Reorganisation
    workflow = REORGANISATION
    moves = {"confirm": confirm_reorganisation, "cancel": cancel_reorganisation}
