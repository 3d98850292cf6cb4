from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from unions.imports.filters import SheetImportFilter
from unions.imports.models import SheetImport
from unions.imports.tables import SheetImportTable
from unions.units.views.lists import OrganisationList


class ImportList(OrganisationList):
    model = SheetImport
    table_class = SheetImportTable
    filterset_class = SheetImportFilter
    heading = _("Imported lists")
    counted = ngettext_lazy("%(shown)s import in the list", "%(shown)s imports in the list", "count")
    empty_title = _("Every list that was imported")
    empty_text = _("Bring a list on the page of the unit or union; here you see what became of it, and take it back.")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        form = context["filter"].form
        chosen = form.cleaned_data if form.is_valid() else {}
        place = chosen.get("unit") or chosen.get("union")
        return context | {"heading": _("Lists of %(place)s") % {"place": place} if place else self.heading}
