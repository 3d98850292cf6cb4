from typing import Any

from django.db.models import Model
from django.utils.translation import gettext_lazy

from core.views import CorrectionPage
from unions.access import PortalUser, may_edit_unions_below
from unions.tree.selectors import union_and_above
from unions.tree.views.actions import UnionFormPage
from unions.units.forms import CorrectSectorForm, SectorForm
from unions.units.models import Sector
from unions.units.services.correcting import correct_sector
from unions.units.services.entering import enter_sector


class NewSector(UnionFormPage):
    form_class = SectorForm
    heading = gettext_lazy("Enter a sector")

    def may(self, user: PortalUser) -> bool:
        return may_edit_unions_below(user, union_and_above(self.union))  # the own officer may edit sectors

    def get_initial(self) -> dict[str, Any]:
        return {"position": self.union.sectors.count()}

    def act(self, form: SectorForm) -> Model:
        enter_sector(actor=self.request.user, union=self.union, **form.cleaned_data)
        return self.union


class CorrectSector(CorrectionPage):
    model = Sector
    form_class = CorrectSectorForm
    heading = gettext_lazy("Correct a sector")

    def act(self, form: CorrectSectorForm) -> Model:
        values = {**form.cleaned_data}
        correct_sector(self.object, actor=self.request.user, expected_revision=values.pop("revision"), **values)
        return self.object.union
