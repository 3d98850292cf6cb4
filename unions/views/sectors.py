"""The sectors of a union: entered, named, put in order."""

from typing import Any

from django.db.models import Model
from django.http import HttpRequest
from django.utils.translation import gettext_lazy

from core.scoping import get_visible_or_404
from unions.forms.tree import ChangeSectorForm, SectorForm
from unions.models import Sector, Union
from unions.rules.tree import keeps_unions
from unions.selectors.tree import unions_above
from unions.services import change_sector, enter_sector
from unions.views.tree_deeds import OfUnion


class NewSector(OfUnion):
    form_class = SectorForm
    heading = gettext_lazy("Enter a sector")

    def is_allowed(self) -> bool:
        return keeps_unions(self.request.user, {self.union.pk, *unions_above(self.union)})

    def get_initial(self) -> dict[str, Any]:
        return {"position": self.union.sectors.count()}

    def act(self, form: Any) -> Model:
        enter_sector(actor=self.request.user, union=self.union, **form.cleaned_data)
        return self.union


class ChangeSector(NewSector):
    form_class = ChangeSectorForm
    heading = gettext_lazy("Rename or order a sector")

    def find(self, request: HttpRequest, pk: int) -> Union:
        self.sector: Sector = get_visible_or_404(Sector.objects.select_related("union"), request.user, pk=pk)
        return self.sector.union

    def get_initial(self) -> dict[str, Any]:
        return {name: getattr(self.sector, name) for name in ("name", "position", "revision")}

    def act(self, form: Any) -> Model:
        facts = dict(form.cleaned_data)
        change_sector(actor=self.request.user, sector=self.sector, seen=facts.pop("revision"), **facts)
        return self.union
