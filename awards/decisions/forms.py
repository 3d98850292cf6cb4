from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from awards.decisions.choices import SignCapacity
from awards.decisions.models import Decision
from awards.nominations.models import Nomination
from awards.sessions.forms import NominationChoices
from core.forms import DongField, ScopedForm, TidyCharField


def subject_field() -> TidyCharField:
    return TidyCharField(
        label=_("Subject"),
        max_length=400,
        widget=forms.Textarea({"rows": 2}),
        help_text=_("As it stands below the word decision: “On awarding …”."),
    )


class DecisionForm(ScopedForm):
    subject_line = subject_field()
    nominations = NominationChoices(
        queryset=Nomination.objects.none(), label=_("Approved nominations"), widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: Any, choices: QuerySet[Nomination], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["nominations"].queryset = choices


class DraftForm(ScopedForm):
    subject_line = subject_field()
    year = forms.IntegerField(label=_("The year it counts for"), min_value=2000, max_value=2100)
    dated_on = forms.DateField(label=_("Date"), required=False)
    revision = forms.IntegerField(widget=forms.HiddenInput, required=False)


class SignDecisionForm(ScopedForm):
    dated_on = forms.DateField(label=_("Date of the decision"))
    capacity = forms.ChoiceField(label=_("Who signs"), choices=SignCapacity.choices, widget=forms.RadioSelect)


class RevokeForm(ScopedForm):
    by = forms.ModelChoiceField(queryset=Decision.objects.all(), label=_("Revoked by the decision"))
    reason = forms.CharField(label=_("Reason"), max_length=1000, widget=forms.Textarea({"rows": 3}))

    def __init__(self, *args: Any, later: QuerySet[Decision], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices: Any = self.fields["by"]
        choices.queryset = choices.queryset.filter(pk__in=later)


class AmountForm(ScopedForm):
    amount = DongField(label=_("Reward in đồng"))
