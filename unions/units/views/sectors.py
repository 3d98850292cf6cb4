from typing import Any

from django.db.models import Model
from django.utils.translation import gettext_lazy

from unions.access import PortalUser, may_edit_unions_below
from unions.tree.models import Union
from unions.tree.selectors import union_and_above
from unions.tree.views.actions import UnionFormPage
from unions.units.forms import ChangeSectorForm, SectorForm
from unions.units.models import Sector
from unions.units.services import change_sector, enter_sector


class SectorFormPage(UnionFormPage):
    def may(self, user: PortalUser) -> bool:
        return may_edit_unions_below(user, union_and_above(self.union))  # the own officer may edit sectors


class NewSector(SectorFormPage):
    form_class = SectorForm
    heading = gettext_lazy("Enter a sector")

    def get_initial(self) -> dict[str, Any]:
        return {"position": self.union.sectors.count()}

    def act(self, form: SectorForm) -> Model:
        enter_sector(actor=self.request.user, union=self.union, **form.cleaned_data)
        return self.union


class ChangeSector(SectorFormPage):
    model = Sector
    form_class = ChangeSectorForm
    heading = gettext_lazy("Rename or order a sector")
    fields = ("name", "position")

    @property
    def union(self) -> Union:
        return self.object.union

    def act(self, form: ChangeSectorForm) -> Model:
        facts = dict(form.cleaned_data)
        change_sector(actor=self.request.user, sector=self.object, expected_revision=facts.pop("revision"), **facts)
        return self.union
