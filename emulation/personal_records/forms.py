from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from core.forms import DateField, RevisionField, ScopedForm, TidyCharField, WholeNumberField, YearField
from emulation.classification.choices import Grade
from emulation.personal_records.choices import DisciplineLevel, LeaveKind
from unions.units.models import GrassrootsUnion

MOST_DAYS = 366


class RecordForm(ScopedForm):
    """`units` are chosen from as a record is entered; its correction has none."""

    grassroots = forms.ModelChoiceField(GrassrootsUnion.objects.none(), label=_("Grassroots union"), empty_label=None)
    decision = TidyCharField(label=_("Number of the decision"), max_length=100, required=False)
    note = TidyCharField(label=_("Note"), max_length=300, required=False)
    revision = RevisionField(required=False)

    def __init__(
        self, *args: Any, units: QuerySet[GrassrootsUnion, GrassrootsUnion] | None = None, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        if units is None:
            del self.fields["grassroots"]
        else:
            self.fields["grassroots"].queryset = units


class DisciplineForm(RecordForm):
    level = forms.ChoiceField(label=_("Level"), choices=DisciplineLevel.choices)
    valid_from = DateField(label=_("From"))
    valid_to = DateField(label=_("Until"), required=False, help_text=_("Leave it empty while the end is not known."))

    field_order = ["grassroots", "level", "valid_from", "valid_to", "decision", "note"]


class LeaveForm(RecordForm):
    kind = forms.ChoiceField(label=_("Kind of leave"), choices=LeaveKind.choices)
    valid_from = DateField(label=_("First day"))
    valid_to = DateField(
        label=_("Last day"), required=False, help_text=_("Leave it empty while the end is not known.")
    )
    absent_days = WholeNumberField(
        label=_("Working days absent"), required=False, max_value=MOST_DAYS, help_text=_("For other leave alone.")
    )

    field_order = ["grassroots", "kind", "valid_from", "valid_to", "absent_days", "decision", "note"]


class YearlyGradeForm(RecordForm):
    year = YearField(label=_("Year"))
    grade = forms.ChoiceField(label=_("Grade"), choices=Grade.choices)
    decided_on = DateField(label=_("Decided on"), required=False)

    field_order = ["grassroots", "year", "grade", "decision", "decided_on", "note"]


class TransferRemarkForm(RecordForm):
    text = forms.CharField(label=_("Remark"), max_length=2000, widget=forms.Textarea({"rows": 5}))
    given_by = TidyCharField(label=_("Signed by"), max_length=100, required=False)
    given_on = DateField(label=_("Dated"))

    field_order = ["grassroots", "text", "given_by", "given_on", "decision", "note"]
