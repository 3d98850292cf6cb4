from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import Model
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from core.actor import SignedInRequest
from core.body_limits import BodyLimit
from core.scoping import get_visible_or_404
from core.spreadsheets.writing import SHEET_TYPE
from core.views import FormPage
from core.working_year import working_year
from unions.access import PortalUser
from unions.imports.blank_sheets import blank_list
from unions.imports.choices import OF_A_UNIT, ImportKind
from unions.imports.files import IMPORTERS
from unions.imports.forms import ColumnsForm, UploadForm
from unions.imports.importers.base import Place
from unions.imports.services import checking
from unions.imports.views.pages import ImportPage
from unions.tree.models import Union
from unions.units.models import GrassrootsUnion


def importable_unit(user: PortalUser, pk: int, kind: str = ImportKind.PEOPLE) -> GrassrootsUnion:
    unit: GrassrootsUnion = get_visible_or_404(GrassrootsUnion.objects.all(), user, pk=pk)
    if kind not in OF_A_UNIT:
        raise Http404
    if not IMPORTERS[kind].may_import(user, unit):
        raise PermissionDenied
    return unit


def importable_union(user: PortalUser, pk: int, kind: str) -> Union:
    union: Union = get_visible_or_404(Union.objects.all(), user, pk=pk)
    if kind not in ImportKind or kind in OF_A_UNIT:
        raise Http404
    if not IMPORTERS[kind].may_import(user, union):
        raise PermissionDenied
    return union


class ImportUpload(FormPage):
    body_limit = BodyLimit.FILE
    template_name = "unions/import_new.html"
    form_class = UploadForm
    submit_label = gettext_lazy("Look at the list")
    kind = ""
    place: Place
    blank_url = ""

    @property
    def heading(self) -> str:  # type: ignore[override]
        return str(IMPORTERS[self.kind].heading) % {"year": working_year(self.request)}

    @property
    def help(self) -> str:  # type: ignore[override]
        return str(self.place)

    def act(self, form: UploadForm) -> Model:
        content, name = form.content
        return checking.start_upload(
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


class UnitUpload(ImportUpload):
    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        self.kind = kwargs["kind"]
        self.place = importable_unit(self.request.user, kwargs["pk"], self.kind)
        self.blank_url = reverse("unions:import-unit-blank", args=[self.place.pk, self.kind])
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
def unit_blank(request: SignedInRequest, pk: int, kind: str) -> HttpResponse:
    return _blank_response(kind, importable_unit(request.user, pk, kind))


@require_safe
def union_blank(request: SignedInRequest, pk: int, kind: str) -> HttpResponse:
    return _blank_response(kind, importable_union(request.user, pk, kind))


def _blank_response(kind: str, place: Place) -> HttpResponse:
    name = f"{kind}-{place.code.lower()}.xlsx"
    disposition = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(blank_list(kind, place), content_type=SHEET_TYPE, headers=disposition)


class NameColumns(ImportPage):
    form_class = ColumnsForm
    submit_label = gettext_lazy("Look at the list")
    help = gettext_lazy("Please say what each column holds. What is needed and not chosen is asked again.")

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"sheet": self.sheet}

    def act(self, form: ColumnsForm) -> Model:
        return checking.name_columns(actor=self.request.user, sheet=self.sheet, fields=form.chosen)
