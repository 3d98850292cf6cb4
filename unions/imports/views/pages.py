from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Model
from django.http import FileResponse, HttpRequest, HttpResponseBase
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from core.actor import SignedInRequest
from core.history import history_lines
from core.scoping import get_visible_or_404
from core.spreadsheets.writing import SHEET_TYPE
from core.text import short_date
from core.views import FormPage
from core.views.facts import linked
from unions.imports.choices import ImportState, RowOutcome
from unions.imports.files import IMPORTERS
from unions.imports.forms import ConfirmForm
from unions.imports.models import SheetImport
from unions.imports.remarks import remarks_sheet
from unions.imports.rules import may_take_back
from unions.imports.selectors.pages import (
    displayed_rows,
    finished_rows,
    left_out_columns,
    row_filters,
    rows_of,
    used_columns,
)
from unions.imports.services import checking, writing

ROWS_PER_PAGE = 50


class ImportPage(FormPage):
    sheet: SheetImport

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        rows = SheetImport.objects.select_related("grassroots", "union", "job", "created_by")
        self.sheet = get_visible_or_404(rows, self.request.user, pk=kwargs["pk"])
        return super().dispatch(request, *args, **kwargs)

    @property
    def heading(self) -> str:  # type: ignore[override]
        return str(IMPORTERS[self.sheet.kind].heading) % {"year": self.sheet.year}

    def cancel_url(self) -> str:
        return str(self.sheet.place.get_absolute_url())


class ImportDetail(ImportPage):
    form_class = ConfirmForm

    def get_template_names(self) -> list[str]:
        return ["unions/import_finished.html" if self.sheet.is_written else "unions/import.html"]

    def act(self, form: ConfirmForm) -> Model:
        user = self.request.user
        if form.cleaned_data["button"] == "check":
            return checking.start_check(actor=user, sheet=self.sheet)
        sheet = writing.start_import(actor=user, sheet=self.sheet, good_rows=form.cleaned_data["good_rows"])
        if sheet.state == ImportState.READY:
            messages.warning(self.request, writing.changed_message())
        return sheet

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        sheet, show = self.sheet, self.request.GET.get("show", "")
        page = Paginator(rows_of(sheet, show), ROWS_PER_PAGE).get_page(self.request.GET.get("page"))
        content = self._finished(page) if sheet.is_written else self._waiting(page)
        return super().get_context_data(
            sheet=sheet,
            filters=row_filters(sheet),
            show=show,
            page=page,
            wrong=sheet.counts.get(RowOutcome.WRONG, 0),
            history=history_lines(sheet),
            **content,
            **kwargs,
        )

    def _finished(self, page: Any) -> dict[str, Any]:
        sheet, user = self.sheet, self.request.user
        may_be_taken_back = sheet.state == ImportState.DONE and not sheet.is_running and may_take_back(user, sheet)
        return {
            "facts": import_facts(sheet),
            "rows": finished_rows(user, sheet, page),
            "may_be_taken_back": may_be_taken_back,
        }

    def _waiting(self, page: Any) -> dict[str, Any]:
        sheet, columns = self.sheet, used_columns(self.sheet)
        return {
            "headings": [sheet.headings[column] for column in columns],
            "left_out": left_out_columns(sheet),
            "good": sheet.counts.get(RowOutcome.NEW, 0) + sheet.counts.get(RowOutcome.CHANGED, 0),
            "rows": displayed_rows(self.request.user, sheet, page),
        }


@require_safe
def remarks(request: SignedInRequest, pk: int) -> FileResponse:
    sheet = get_visible_or_404(SheetImport.objects.all(), request.user, pk=pk)
    wrong = rows_of(sheet, RowOutcome.WRONG).iterator(chunk_size=1_000)
    file = remarks_sheet(sheet.headings, ((row.cells, row.faults) for row in wrong))
    return FileResponse(file, as_attachment=True, filename=_("what-to-mend.xlsx"), content_type=SHEET_TYPE)


def import_facts(sheet: SheetImport) -> list[tuple[str, object]]:
    place_label = _("Unit") if sheet.grassroots else _("Union")
    return [
        (_("Import no."), str(sheet.pk)),
        (place_label, linked(sheet.place)),
        (_("File"), sheet.file_name),
        (_("Imported by"), sheet.created_by or _("Command of the server")),
        (_("Imported on"), short_date(sheet.finished_at) if sheet.finished_at else ""),
    ]
