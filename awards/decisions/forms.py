from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from awards.decisions.choices import DecisionBasis, SignCapacity
from awards.decisions.models import Decision
from awards.decisions.services.award_rows import AwardDraft
from awards.nominations.forms import RecipientForm, achievement_field
from awards.nominations.models import Nomination
from awards.sessions.forms import NominationChoices
from core.forms import DateField, DongField, RevisionField, ScopedForm, TidyCharField, YearField
from core.pickers.fields import PickField
from unions.tree.models import Union


def subject_field() -> TidyCharField:
    return TidyCharField(
        label=_("Subject"),
        max_length=400,
        widget=forms.Textarea({"rows": 2}),
        help_text=_("As it stands below the word decision: “On awarding …”."),
    )


def basis_kind_field() -> forms.ChoiceField:
    return forms.ChoiceField(
        label=_("What the decision rests on"), choices=DecisionBasis.choices, widget=forms.RadioSelect
    )


def basis_field() -> TidyCharField:
    return TidyCharField(
        label=_("The basis in words"),
        max_length=300,
        widget=forms.Textarea({"rows": 2}),
        help_text=_("Printed among the grounds, for example: the plan or the result with its number and date."),
    )


class NominationsForm(ScopedForm):
    """Nominations that a draft takes."""

    nominations = NominationChoices(label=_("Approved nominations"))

    def __init__(self, *args: Any, choices: QuerySet[Nomination], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["nominations"].queryset = choices


class DecisionForm(NominationsForm):
    subject_line = subject_field()

    field_order = ["subject_line"]


class DecisionWithoutSessionForm(NominationsForm):
    union = forms.ModelChoiceField(Union.objects.all(), label=_("Federation"), empty_label=None)
    subject_line = subject_field()
    basis_kind = basis_kind_field()
    basis = basis_field()
    year = YearField(label=_("The year it counts for"))

    field_order = ["union", "subject_line", "basis_kind", "basis", "year"]

    def __init__(self, *args: Any, unions: QuerySet[Union], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["union"].queryset = unions
        if len(unions) == 1:
            self.fields["union"].initial = unions[0]
            self.fields["union"].widget = forms.HiddenInput()
        field = self.fields["nominations"]
        field.label, field.required = _("Checked nominations"), False
        field.help_text = _("Others can be added to the draft one by one.")
        if not field.queryset.exists():
            del self.fields["nominations"]


class DraftForm(ScopedForm):
    subject_line = subject_field()
    basis_kind = basis_kind_field()
    basis = basis_field()
    year = YearField(label=_("The year it counts for"))
    dated_on = DateField(label=_("Date"), required=False)
    revision = RevisionField(required=False)

    def __init__(self, *args: Any, decision: Decision, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if decision.session_id:
            del self.fields["basis_kind"], self.fields["basis"]


class SignDecisionForm(ScopedForm):
    dated_on = DateField(label=_("Date of the decision"))
    capacity = forms.ChoiceField(label=_("Who signs"), choices=SignCapacity.choices, widget=forms.RadioSelect)


class HandingOverForm(ScopedForm):
    handed_over_on = DateField(label=_("Handed over on"), required=False)
    handed_over_place = TidyCharField(label=_("Place or ceremony"), max_length=200, required=False)


class RevokeForm(ScopedForm):
    by = PickField(Decision.objects.all(), label=_("Revoked by the decision"))
    reason = forms.CharField(label=_("Reason"), max_length=1000, widget=forms.Textarea({"rows": 3}))

    def __init__(self, *args: Any, later: QuerySet[Decision], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices: Any = self.fields["by"]
        choices.queryset = choices.queryset.filter(pk__in=later)


def amount_field() -> DongField:
    return DongField(
        label=_("Reward in đồng"),
        required=False,
        help_text=_("Leave it empty for the sum of the title on the day of the decision; enter one a plan fixes."),
    )


class AwardForm(ScopedForm):
    achievement = achievement_field()
    amount = amount_field()


class AddRecipientForm(RecipientForm):
    amount = amount_field()

    @property
    def award_draft(self) -> AwardDraft:
        return AwardDraft(amount=self.cleaned_data["amount"], **self.recipient)
