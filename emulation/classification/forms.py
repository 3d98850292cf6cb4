from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.forms import DateField, GroupedDecimalField, RevisionField, ScopedForm
from core.pickers.fields import PickField
from emulation.classification.choices import Grade
from unions.units.models import GrassrootsUnion


class GradeForm(ScopedForm):
    grade = forms.ChoiceField(label=_("Grade"), choices=Grade.choices)
    score = GroupedDecimalField(
        label=_("Score"), required=False, min_value=0, max_value=100, max_digits=5, decimal_places=2
    )
    decided_on = DateField(label=_("Decided on"), initial=timezone.localdate)


class CorrectGradeForm(GradeForm):
    revision = RevisionField()


class ClassificationForm(GradeForm):
    grassroots = PickField(GrassrootsUnion.objects.none(), label=_("Grassroots union"))

    field_order = ["grassroots", "grade", "score", "decided_on"]

    def __init__(self, *args: Any, units: QuerySet[GrassrootsUnion], year: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["grassroots"].queryset = units
