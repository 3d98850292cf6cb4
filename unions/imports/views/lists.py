from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from core.text import format_number
from unions.imports.filters import SheetImportFilter
from unions.imports.models import SheetImport
from unions.imports.tables import SheetImportTable
from unions.units.views.lists import OrganisationList


class ImportList(OrganisationList):
    model = SheetImport
    table_class = SheetImportTable
    filterset_class = SheetImportFilter
    heading = _("Imported lists")
    empty_title = _("Every list that was imported")
    empty_text = _("Bring a list on the page of the unit or union; here you see what became of it, and take it back.")

    def count_sentence(self, count: int) -> str:
        sentence = ngettext("%(count)s import in the list", "%(count)s imports in the list", count)
        return sentence % {"count": format_number(count)}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        form = context["filter"].form
        chosen = form.cleaned_data if form.is_valid() else {}
        place = chosen.get("unit") or chosen.get("union")
        return context | {"heading": _("Lists of %(place)s") % {"place": place} if place else self.heading}
