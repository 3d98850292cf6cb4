from typing import Any

from django.db.models import Model, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext_lazy

from core.views import CorrectionPage, DetailPage, ObjectFormPage
from core.views.facts import day, linked
from emulation.unit_matters.filters import MatterFilter
from emulation.unit_matters.forms import CorrectMatterForm, MatterForm
from emulation.unit_matters.models import UnitMatter
from emulation.unit_matters.rules import may_keep_matters_of
from emulation.unit_matters.services import correct_matter, enter_matter
from emulation.unit_matters.tables import MatterTable
from unions.access import PortalUser
from unions.units.models import GrassrootsUnion
from unions.units.views.lists import OrganisationList


class MatterList(OrganisationList):
    tab = "units"
    nav_key = "unions"
    model = UnitMatter
    table_class = MatterTable
    filterset_class = MatterFilter
    heading = gettext_lazy("Matters of units")
    counted = ngettext_lazy("%(shown)s matter", "%(shown)s matters", "count")
    empty_title = gettext_lazy("No matter on record")
    empty_text = gettext_lazy("They are entered by the emulation officer on the page of a unit.")


class MatterPage(DetailPage):
    template_name = "emulation/unit_matter.html"
    nav_key = "unions"
    model = UnitMatter

    def get_queryset(self) -> QuerySet[Any]:
        return super().get_queryset().select_related("grassroots__enterprise", "team")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        row: Any = self.object
        facts = [
            (_("Subject of the matter"), linked(row.subject) if row.subject != row.grassroots else ""),
            (_("Grassroots union"), linked(row.grassroots)),
            (_("Kind of matter"), row.get_kind_display()),
            (_("From"), day(row.valid_from)),
            (_("Until"), day(row.valid_to)),
            (_("Decision"), row.decision),
            (_("Note"), row.note),
        ]
        return super().get_context_data(facts=facts, **kwargs)


class MatterCreate(ObjectFormPage):
    model = GrassrootsUnion
    nav_key = "unions"
    form_class = MatterForm
    heading = gettext_lazy("Enter a matter")

    def may(self, user: PortalUser) -> bool:
        return may_keep_matters_of(user, self.object)

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"unit": self.object}

    def act(self, form: MatterForm) -> Model:
        values = {name: value for name, value in form.cleaned_data.items() if name != "revision"}
        enter_matter(actor=self.request.user, grassroots=self.object, **values)
        return self.object


class MatterEdit(CorrectionPage):
    nav_key = "unions"
    model = UnitMatter
    form_class = CorrectMatterForm

    def act(self, form: CorrectMatterForm) -> Model:
        values = {**form.cleaned_data}
        revision = values.pop("revision")
        return correct_matter(self.object, actor=self.request.user, expected_revision=revision, **values)
