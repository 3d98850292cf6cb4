from typing import Any

from django.contrib import messages
from django.db.models import Model, QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from core.next_step import with_next_step
from core.text import format_number, short_date
from core.views import CorrectionPage, DetailPage, ListPage
from emulation.classification.filters import ClassificationFilter
from emulation.classification.forms import ClassificationForm, CorrectGradeForm
from emulation.classification.models import Classification
from emulation.classification.services import correct_classification, record_classification
from emulation.classification.tables import ClassificationTable
from emulation.entry_pages import OfficerFormPage
from unions.units.selectors import union_above, unions_as_officer, units_as_officer


class ClassificationList(ListPage):
    model = Classification
    table_class = ClassificationTable
    filterset_class = ClassificationFilter
    template_name = "emulation/initiative_list.html"
    nav_key = "initiatives"
    year_field = "year"
    heading = _("Grades of the grassroots unions")
    counted = ngettext_lazy("%(shown)s unit graded", "%(shown)s units graded", "count")
    empty_title = _("No unit has been graded in %(year)s yet")
    empty_text = _("Here stands the yearly grade of each unit once it has been decided. The officer enters it.")

    def primary_action(self) -> dict[str, Any] | None:
        if not unions_as_officer(self.request.user).exists():
            return None
        return {"label": _("Enter a grade"), "url": reverse("emulation:classification-create")}


class ClassificationPage(DetailPage):
    model = Classification
    template_name = "emulation/classification.html"
    nav_key = "initiatives"

    def get_queryset(self) -> QuerySet[Classification]:
        return super().get_queryset().select_related("grassroots", "union")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        row = self.object
        facts = [
            (_("Grassroots union"), row.grassroots),
            (_("Year"), str(row.year)),
            (_("Grade"), row.get_grade_display()),
            (_("Score"), format_number(row.score) if row.score is not None else ""),
            (_("Decided on"), short_date(row.decided_on)),
            (_("Union"), row.union),
        ]
        return super().get_context_data(facts=facts, **kwargs)


class ClassificationEdit(CorrectionPage):
    model = Classification
    form_class = CorrectGradeForm
    nav_key = "initiatives"

    def act(self, form: CorrectGradeForm) -> Model:
        values = {**form.cleaned_data}
        revision = values.pop("revision")
        return correct_classification(self.object, actor=self.request.user, expected_revision=revision, **values)


class ClassificationCreate(OfficerFormPage):
    list_name = "emulation:classifications"
    form_class = ClassificationForm
    heading = _("Enter a grade")

    def get_form_kwargs(self) -> dict[str, Any]:
        units = units_as_officer(self.request.user)
        return super().get_form_kwargs() | {"units": units, "year": self.year}

    def get_initial(self) -> dict[str, Any]:
        return {name: self.request.GET[name] for name in ("grassroots",) if name in self.request.GET}

    def act(self, form: ClassificationForm) -> str:
        union = union_above(form.cleaned_data["grassroots"])
        row = record_classification(actor=self.request.user, union=union, year=self.year, **form.cleaned_data)
        said = _("The grade of %(unit)s is entered.") % {"unit": row.grassroots}
        messages.success(self.request, with_next_step(str(said), self.request.user, row))
        return self.cancel_url()  # the officer enters one after another
