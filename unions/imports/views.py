from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import Model
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from core.actor import SignedInRequest
from core.scoping import get_visible_or_404
from core.spreadsheets.writing import SHEET_TYPE
from core.views import FormPage
from core.working_year import working_year
from unions.access import PortalUser, is_officer_at, is_responsible_for, may_edit_unions_below
from unions.imports import services
from unions.imports.blank_sheets import blank_list
from unions.imports.choices import ImportKind, ImportState, RowOutcome
from unions.imports.files import IMPORTERS
from unions.imports.forms import ColumnsForm, ConfirmForm, UploadForm
from unions.imports.importers.base import Place
from unions.imports.models import SheetImport
from unions.imports.remarks import remarks_sheet
from unions.imports.selectors import displayed_row, rows_of, used_columns
from unions.tree.models import Union
from unions.tree.selectors import unions_above
from unions.units.models import GrassrootsUnion

HEADINGS = {
    ImportKind.PEOPLE: gettext_lazy("Import a list of people"),
    ImportKind.UNITS: gettext_lazy("Import a list of grassroots unions"),
    ImportKind.HEADCOUNTS: gettext_lazy("Import the numbers of %(year)s"),
    ImportKind.UNIONS: gettext_lazy("Import a list of unions"),
}
ROWS_PER_PAGE = 50


def importable_unit(user: PortalUser, pk: int) -> GrassrootsUnion:
    unit: GrassrootsUnion = get_visible_or_404(GrassrootsUnion.objects.all(), user, pk=pk)
    if not is_responsible_for(user, unit):
        raise PermissionDenied
    return unit


def importable_union(user: PortalUser, pk: int, kind: str) -> Union:
    union: Union = get_visible_or_404(Union.objects.all(), user, pk=pk)
    if kind not in (ImportKind.UNITS, ImportKind.HEADCOUNTS, ImportKind.UNIONS):
        raise Http404
    if kind == ImportKind.UNIONS:
        may_import = may_edit_unions_below(user, {union.pk, *unions_above(union)})
    else:
        may_import = is_officer_at(user, union.pk)
    if not may_import:
        raise PermissionDenied
    return union


class ImportUpload(FormPage):
    template_name = "unions/import_new.html"
    form_class = UploadForm
    submit_label = gettext_lazy("Look at the list")
    kind = ""
    place: Place
    blank_url = ""

    @property
    def heading(self) -> str:  # type: ignore[override]
        return str(HEADINGS[ImportKind(self.kind)]) % {"year": working_year(self.request)}

    @property
    def help(self) -> str:  # type: ignore[override]
        return str(self.place)

    def act(self, form: UploadForm) -> Model:
        content, name = form.content
        return services.start_upload(
            actor=self.request.user,
            kind=self.kind,
            place=self.place,
            content=content,
            name=name,
            year=working_year(self.request),
        )

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        columns = IMPORTERS[self.kind].columns
        return super().get_context_data(columns=columns, blank_url=self.blank_url, **kwargs)

    def cancel_url(self) -> str:
        return str(self.place.get_absolute_url())


class PeopleUpload(ImportUpload):
    kind = ImportKind.PEOPLE

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        self.place = importable_unit(self.request.user, kwargs["pk"])
        self.blank_url = reverse("unions:import-people-blank", args=[self.place.pk])
        return super().dispatch(request, *args, **kwargs)


class UnionUpload(ImportUpload):
    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        self.kind = kwargs["kind"]
        self.place = importable_union(self.request.user, kwargs["pk"], self.kind)
        self.blank_url = reverse("unions:import-union-blank", args=[self.place.pk, self.kind])
        return super().dispatch(request, *args, **kwargs)


@require_safe
def people_blank(request: SignedInRequest, pk: int) -> HttpResponse:
    return _blank_response(ImportKind.PEOPLE, importable_unit(request.user, pk))


@require_safe
def union_blank(request: SignedInRequest, pk: int, kind: str) -> HttpResponse:
    return _blank_response(kind, importable_union(request.user, pk, kind))


def _blank_response(kind: str, place: Place) -> HttpResponse:
    name = f"{kind}-{place.code.lower()}.xlsx"
    disposition = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(blank_list(kind, place), content_type=SHEET_TYPE, headers=disposition)


class ImportPage(FormPage):
    sheet: SheetImport

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        rows = SheetImport.objects.select_related("grassroots", "union", "job")
        self.sheet = get_visible_or_404(rows, self.request.user, pk=kwargs["pk"])
        return super().dispatch(request, *args, **kwargs)

    @property
    def heading(self) -> str:  # type: ignore[override]
        return str(HEADINGS[ImportKind(self.sheet.kind)]) % {"year": self.sheet.year}

    def cancel_url(self) -> str:
        return str(self.sheet.place.get_absolute_url())


class NameColumns(ImportPage):
    form_class = ColumnsForm
    submit_label = gettext_lazy("Look at the list")
    help = gettext_lazy("Please say what each column holds. What is needed and not chosen is asked again.")

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"sheet": self.sheet}

    def act(self, form: ColumnsForm) -> Model:
        return services.name_columns(actor=self.request.user, sheet=self.sheet, fields=form.chosen)


class Preview(ImportPage):
    template_name = "unions/import.html"
    form_class = ConfirmForm

    def act(self, form: ConfirmForm) -> Model:
        user = self.request.user
        if form.cleaned_data["button"] == "check":
            return services.start_check(actor=user, sheet=self.sheet)
        sheet = services.start_import(actor=user, sheet=self.sheet, good_rows=form.cleaned_data["good_rows"])
        if sheet.state == ImportState.READY:
            messages.warning(self.request, services.changed_message())
        return sheet

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        sheet, outcome = self.sheet, self.request.GET.get("show", "")
        page = Paginator(rows_of(sheet, outcome), ROWS_PER_PAGE).get_page(self.request.GET.get("page"))
        columns = used_columns(sheet)
        return super().get_context_data(
            sheet=sheet,
            headings=[sheet.headings[column] for column in columns],
            left_out=[name for index, name in enumerate(sheet.headings) if name and index not in columns],
            kinds=[(kind, label, sheet.counts.get(kind, 0)) for kind, label in RowOutcome.choices],
            wrong=sheet.counts.get(RowOutcome.WRONG, 0),
            good=sheet.counts.get(RowOutcome.NEW, 0) + sheet.counts.get(RowOutcome.CHANGED, 0),
            show=outcome,
            page=page,
            rows=[displayed_row(sheet, row) for row in page],
            **kwargs,
        )


@require_safe
def remarks(request: SignedInRequest, pk: int) -> FileResponse:
    sheet = get_visible_or_404(SheetImport.objects.all(), request.user, pk=pk)
    wrong = rows_of(sheet, RowOutcome.WRONG).iterator(chunk_size=1_000)
    file = remarks_sheet(sheet.headings, ((row.cells, row.faults) for row in wrong))
    return FileResponse(file, as_attachment=True, filename=_("what-to-mend.xlsx"), content_type=SHEET_TYPE)
