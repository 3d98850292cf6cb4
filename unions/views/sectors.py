"""The sectors of a union: entered, named, put in order."""

from typing import Any

from django.db.models import Model
from django.utils.translation import gettext_lazy

from unions.forms.tree import ChangeSectorForm, SectorForm
from unions.models import Sector, Union
from unions.rules.tree import keeps_unions
from unions.selectors.tree import unions_above
from unions.services import change_sector, enter_sector
from unions.views.tree_deeds import OfUnion


class OfSectors(OfUnion):
    """The union itself names its sectors."""

    def may(self, user: Any) -> bool:
        return keeps_unions(user, {self.union.pk, *unions_above(self.union)})


class NewSector(OfSectors):
    form_class = SectorForm
    heading = gettext_lazy("Enter a sector")

    def get_initial(self) -> dict[str, Any]:
        return {"position": self.union.sectors.count()}

    def act(self, form: Any) -> Model:
        enter_sector(actor=self.request.user, union=self.union, **form.cleaned_data)
        return self.union


class ChangeSector(OfSectors):
    model = Sector
    form_class = ChangeSectorForm
    heading = gettext_lazy("Rename or order a sector")
    fields = ("name", "position")

    @property
    def union(self) -> Union:
        return self.object.union

    def act(self, form: Any) -> Model:
        facts = dict(form.cleaned_data)
        change_sector(actor=self.request.user, sector=self.object, seen=facts.pop("revision"), **facts)
        return self.union
