from typing import Any

from django.db.models import Model, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext_lazy

from core.views import CorrectionPage, DetailPage, ObjectFormPage
from core.views.facts import Fact, day
from core.working_year import working_year
from emulation.personal_records import filters, forms, tables
from emulation.personal_records.models import Discipline, Leave, PersonalRecord, TransferRemark, YearlyGrade
from emulation.personal_records.selectors import units_to_record_for
from emulation.personal_records.services import correct_record, enter_record
from unions.access import PortalUser
from unions.people.models import Person
from unions.units.views.lists import OrganisationList


class RecordList(OrganisationList):
    tab = "personal-records"
    nav_key = "unions"
    empty_text = gettext_lazy("They are entered on the page of a person, or come with a spreadsheet of the unit.")


class DisciplineList(RecordList):
    model = Discipline
    table_class = tables.DisciplineTable
    filterset_class = filters.DisciplineFilter
    heading = gettext_lazy("Discipline")
    counted = ngettext_lazy("%(shown)s discipline", "%(shown)s disciplines", "count")
    empty_title = gettext_lazy("No discipline on record")


class LeaveList(RecordList):
    model = Leave
    table_class = tables.LeaveTable
    filterset_class = filters.LeaveFilter
    heading = gettext_lazy("Leave")
    counted = ngettext_lazy("%(shown)s leave", "%(shown)s leaves", "count")
    empty_title = gettext_lazy("No leave on record")


class YearlyGradeList(RecordList):
    model = YearlyGrade
    year_field = "year"
    table_class = tables.YearlyGradeTable
    filterset_class = filters.YearlyGradeFilter
    heading = gettext_lazy("Yearly grades of people")
    counted = ngettext_lazy("%(shown)s person graded", "%(shown)s people graded", "count")
    empty_title = gettext_lazy("Nobody has been graded in %(year)s yet")


class TransferRemarkList(RecordList):
    model = TransferRemark
    table_class = tables.TransferRemarkTable
    filterset_class = filters.RecordFilter
    heading = gettext_lazy("Remarks of former units")
    counted = ngettext_lazy("%(shown)s remark", "%(shown)s remarks", "count")
    empty_title = gettext_lazy("No remark on record")


class RecordPage(DetailPage):
    template_name = "emulation/personal_record.html"
    nav_key = "unions"

    def get_queryset(self) -> QuerySet[Any]:
        return super().get_queryset().select_related("person", "grassroots")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        row = self.object
        facts = [(_("Person"), row.person), (_("Grassroots union"), row.grassroots), *self.facts(row)]
        facts += [(_("Decision"), row.decision), (_("Note"), row.note)]
        return super().get_context_data(facts=facts, **kwargs)

    def facts(self, row: Any) -> list[Fact]:
        return []


class DisciplinePage(RecordPage):
    model = Discipline

    def facts(self, row: Discipline) -> list[Fact]:
        return [
            (_("Level"), row.get_level_display()),
            (_("From"), day(row.valid_from)),
            (_("Until"), day(row.valid_to)),
        ]


class LeavePage(RecordPage):
    model = Leave

    def facts(self, row: Leave) -> list[Fact]:
        return [
            (_("Kind of leave"), row.get_kind_display()),
            (_("First day"), day(row.valid_from)),
            (_("Last day"), day(row.valid_to)),
            (_("Working days absent"), row.absent_days),
        ]


class YearlyGradePage(RecordPage):
    model = YearlyGrade

    def facts(self, row: YearlyGrade) -> list[Fact]:
        return [
            (_("Year"), str(row.year)),
            (_("Grade"), row.get_grade_display()),
            (_("Decided on"), day(row.decided_on)),
        ]


class TransferRemarkPage(RecordPage):
    model = TransferRemark

    def facts(self, row: TransferRemark) -> list[Fact]:
        return [(_("Remark"), row.text), (_("Signed by"), row.given_by), (_("Dated"), day(row.given_on))]


class RecordCreate(ObjectFormPage):
    model = Person
    nav_key = "unions"
    record_model: type[PersonalRecord]

    def may(self, user: PortalUser) -> bool:
        return units_to_record_for(user, self.object, self.record_model).exists()

    def get_form_kwargs(self) -> dict[str, Any]:
        units = units_to_record_for(self.request.user, self.object, self.record_model)
        return super().get_form_kwargs() | {"units": units}

    def act(self, form: forms.RecordForm) -> Model:
        values = {name: value for name, value in form.cleaned_data.items() if name != "revision"}
        enter_record(self.record_model, actor=self.request.user, person=self.object, **values)
        return self.object


class DisciplineCreate(RecordCreate):
    record_model = Discipline
    form_class = forms.DisciplineForm
    heading = gettext_lazy("Enter a discipline")


class LeaveCreate(RecordCreate):
    record_model = Leave
    form_class = forms.LeaveForm
    heading = gettext_lazy("Enter a leave")


class YearlyGradeCreate(RecordCreate):
    record_model = YearlyGrade
    form_class = forms.YearlyGradeForm
    heading = gettext_lazy("Enter the grade of a year")

    def get_initial(self) -> dict[str, Any]:
        return super().get_initial() | {"year": working_year(self.request)}


class TransferRemarkCreate(RecordCreate):
    record_model = TransferRemark
    form_class = forms.TransferRemarkForm
    heading = gettext_lazy("Enter the remark of the former unit")


class RecordEdit(CorrectionPage):
    nav_key = "unions"

    def act(self, form: forms.RecordForm) -> Model:
        values = {**form.cleaned_data}
        revision = values.pop("revision")
        return correct_record(self.object, actor=self.request.user, expected_revision=revision, **values)


class DisciplineEdit(RecordEdit):
    model = Discipline
    form_class = forms.DisciplineForm


class LeaveEdit(RecordEdit):
    model = Leave
    form_class = forms.LeaveForm


class YearlyGradeEdit(RecordEdit):
    model = YearlyGrade
    form_class = forms.YearlyGradeForm


class TransferRemarkEdit(RecordEdit):
    model = TransferRemark
    form_class = forms.TransferRemarkForm
