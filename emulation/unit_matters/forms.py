from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from core.forms import DateField, RevisionField, ScopedForm, TidyCharField
from emulation.unit_matters.choices import MatterKind
from emulation.unit_matters.rules import SUBJECTS
from unions.units.models import GrassrootsUnion, Team


class CorrectMatterForm(ScopedForm):
    kind = forms.ChoiceField(label=_("Kind of matter"), choices=MatterKind.choices)
    valid_from = DateField(label=_("From"))
    valid_to = DateField(label=_("Until"), required=False, help_text=_("Leave it empty while the end is not known."))
    decision = TidyCharField(label=_("Number of the decision"), max_length=100, required=False)
    note = TidyCharField(label=_("Note"), max_length=300, required=False)
    revision = RevisionField(required=False)


class MatterForm(CorrectMatterForm):
    subject_kind = forms.ChoiceField(
        label=_("Subject of the matter"), choices=[(kind.value, kind.label) for kind in SUBJECTS]
    )
    team = forms.ModelChoiceField(Team.objects.none(), label=_("Team"), required=False)

    field_order = ["subject_kind", "team", "kind", "valid_from", "valid_to", "decision", "note"]

    def __init__(self, *args: Any, unit: GrassrootsUnion, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["team"].queryset = unit.teams.order_by("name", "pk")
