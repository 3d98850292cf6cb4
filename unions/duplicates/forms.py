from collections.abc import Collection
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from core.forms import ScopedForm, TidyCharField, WholeNumberField
from unions.duplicates.models import DuplicateCandidate
from unions.people.choices import Gender
from unions.people.models import Person
from unions.people.rules import Born, short_birth

LABELS = {
    "full_name": _("Full name"),
    "gender": _("Gender"),
    "born": _("Birth date"),
    "member_number": _("Member number"),
    "phone": _("Phone"),
}


def displayed_fact(name: str, value: str | Born | None) -> str:
    if name == "gender":
        return str(Gender(str(value)).label)
    return short_birth(value) if isinstance(value, date | int) else value or ""


class MergePeopleForm(ScopedForm):
    """Each choice is the key of the record whose value is used."""

    keep = forms.TypedChoiceField(label=_("The record that stays"), coerce=int, widget=forms.RadioSelect)

    def __init__(
        self,
        *args: Any,
        candidate: DuplicateCandidate,
        units: dict[int, str],
        differ: list[str],
        shown: Collection[str],
        **kwargs: Any,
    ):
        super().__init__(*args, **kwargs)
        self.shown = shown  # the facts whose values the user may read
        self.people = {person.pk: person for person in candidate.people}
        self.differ = differ
        self.records = dict(zip(self.people, (_("One record"), _("The other record")), strict=True))
        self.fields["keep"].choices = [(pk, f"{label}: {units[pk]}") for pk, label in self.records.items()]
        for name in differ:
            self.fields[name] = self._choice_field(name)

    def _choice_field(self, name: str) -> forms.ChoiceField:
        choices = [
            (pk, displayed_fact(name, getattr(person, name)) if name in self.shown else self.records[pk])
            for pk, person in self.people.items()
        ]
        help_text = _("The other number stays with the other record; lists that name it find this person.")
        return forms.TypedChoiceField(
            label=LABELS[name],
            choices=choices,
            coerce=int,
            widget=forms.RadioSelect,
            help_text=help_text if name == "member_number" else "",
        )

    @property
    def kept(self) -> Person:
        return self.people[self.cleaned_data["keep"]]

    @property
    def gone(self) -> Person:
        return next(person for pk, person in self.people.items() if pk != self.cleaned_data["keep"])

    @property
    def taken(self) -> list[str]:
        return [name for name in self.differ if self.cleaned_data[name] != self.cleaned_data["keep"]]


class ConfirmMergeForm(MergePeopleForm):
    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        for pk in self.people:
            self.fields[f"revision_{pk}"] = WholeNumberField()
        for field in self.fields.values():
            field.widget = forms.HiddenInput()

    @property
    def expected_revisions(self) -> dict[int, int]:
        return {pk: self.cleaned_data[f"revision_{pk}"] for pk in self.people}


class FindRecordForm(ScopedForm):
    q = TidyCharField(label=_("Name, member number or phone"), max_length=100, required=False)
    unit = TidyCharField(label=_("Unit"), max_length=200, required=False)


class ProposePairForm(ScopedForm):
    ERRORS = {name: _("Please choose the other record in the list.") for name in ("required", "invalid", "min_value")}
    other = WholeNumberField(min_value=1, widget=forms.HiddenInput, error_messages=ERRORS)
