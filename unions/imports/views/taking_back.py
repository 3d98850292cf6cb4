from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Model
from django.http import HttpRequest, HttpResponseBase
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy, ngettext

from core.scoping import get_visible_or_404
from core.text import format_number
from core.views import RestrictedFormPage
from unions.imports.forms import TakeBackForm
from unions.imports.models import SheetImport
from unions.imports.rules import may_take_back
from unions.imports.selectors.pages import obstructed_rows
from unions.imports.selectors.standing import Standing, standing_on
from unions.imports.services.taking_back import check_may_be_taken_back, start_taking_back
from unions.imports.views.pages import ROWS_PER_PAGE


class TakeBackImport(RestrictedFormPage):
    template_name = "unions/import_take_back.html"
    form_class = TakeBackForm
    heading = gettext_lazy("Take this import back?")
    submit_label = gettext_lazy("Take back")
    sheet: SheetImport

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        rows = SheetImport.objects.select_related("grassroots", "union", "job")
        self.sheet = get_visible_or_404(rows, self.request.user, pk=kwargs["pk"])
        return super().dispatch(request, *args, **kwargs)

    def may(self, user: Any) -> bool:
        return may_take_back(user, self.sheet)

    def check(self) -> None:
        check_may_be_taken_back(self.sheet)

    @property
    def help(self) -> str:  # type: ignore[override]
        return f"{self.sheet.file_name} · {self.sheet.place}"

    @cached_property
    def standing(self) -> Standing:
        return standing_on(self.sheet)

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"standing": self.standing}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        page = Paginator(sorted(self.standing.obstacles), ROWS_PER_PAGE).get_page(self.request.GET.get("page"))
        return super().get_context_data(
            sheet=self.sheet,
            standing=self.standing,
            obstructed=len(self.standing.obstacles),
            page=page,
            rows=obstructed_rows(self.request.user, self.sheet, page, self.standing),
            **kwargs,
        )

    def act(self, form: TakeBackForm) -> Model:
        free = self.standing.free_count
        sheet = start_taking_back(
            actor=self.request.user,
            sheet=self.sheet,
            reason=form.cleaned_data["reason"],
            only_free=form.cleaned_data.get("only_free", False),
        )
        if not sheet.is_running:
            sentence = ngettext("%(count)s row has been taken back.", "%(count)s rows have been taken back.", free)
            messages.success(self.request, sentence % {"count": format_number(free)})
        return sheet

    def cancel_url(self) -> str:
        return self.sheet.get_absolute_url()
