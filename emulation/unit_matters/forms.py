from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from core.forms import DateField, RevisionField, ScopedForm, TidyCharField
from emulation.law.choices import SubjectKind
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
    subject_kind = forms.ChoiceField(label=_("Subject of the matter"))
    team = forms.ModelChoiceField(
        Team.objects.none(), label=_("Team"), required=False, help_text=_("Only for a matter of a team.")
    )

    field_order = ["subject_kind", "team", "kind", "valid_from", "valid_to", "decision", "note"]

    def __init__(self, *args: Any, unit: GrassrootsUnion, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        teams = unit.teams.order_by("name", "pk")
        missing = {SubjectKind.COLLECTIVE: not teams, SubjectKind.ENTERPRISE: unit.enterprise_id is None}
        self.fields["subject_kind"].choices = [
            (kind.value, kind.label) for kind in SUBJECTS if not missing.get(kind, False)
        ]
        self.fields["team"].queryset = teams
        if not teams:
            del self.fields["team"]
