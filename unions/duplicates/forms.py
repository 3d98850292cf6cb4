"""Which of two records stays, and what holds where they differ."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from core.forms import ScopedForm, TidyCharField
from core.text import short_date
from unions.duplicates.models import DuplicateCandidate
from unions.people.choices import Gender
from unions.people.models import Person

LABELS = {
    "full_name": _("Full name"),
    "gender": _("Gender"),
    "birth_date": _("Birth date"),
    "member_number": _("Member number"),
    "phone": _("Phone"),
}


def said(name: str, value: Any) -> str:
    """A fact of a person in words."""
    if name == "gender":
        return str(Gender(value).label)
    return short_date(value) if name == "birth_date" and value else str(value or "")


class MergeForm(ScopedForm):
    """Each choice is the key of one of the two records: the one that stays, and the one whose word holds."""

    keep = forms.TypedChoiceField(label=_("The record that stays"), coerce=int, widget=forms.RadioSelect)

    def __init__(
        self, *args: Any, likeness: DuplicateCandidate, units: dict[int, str], differ: list[str], **kwargs: Any
    ):
        super().__init__(*args, **kwargs)
        self.people = {person.pk: person for person in likeness.people}
        self.differ = differ
        places = zip((_("One record"), _("The other record")), self.people, strict=True)
        self.fields["keep"].choices = [(pk, f"{place}: {units[pk]}") for place, pk in places]
        for name in differ:
            self.fields[name] = self._either(name)

    def _either(self, name: str) -> forms.ChoiceField:
        choices = [(pk, said(name, getattr(person, name))) for pk, person in self.people.items()]
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
        """The facts that hold as the record says them that goes."""
        return [name for name in self.differ if self.cleaned_data[name] != self.cleaned_data["keep"]]


class ConfirmMergeForm(MergeForm):
    """The same, out of sight, with the revisions the page showed."""

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        for pk in self.people:
            self.fields[f"revision_{pk}"] = forms.IntegerField()
        for field in self.fields.values():
            field.widget = forms.HiddenInput()

    @property
    def seen(self) -> dict[int, int]:
        return {pk: self.cleaned_data[f"revision_{pk}"] for pk in self.people}


class FindRecordForm(ScopedForm):
    """What is known of the other record."""

    q = TidyCharField(label=_("Name, member number or phone"), max_length=100, required=False)
    unit = TidyCharField(label=_("Unit"), max_length=200, required=False)


class NameRecordForm(ScopedForm):
    """The key of the record that was chosen."""

    WORDS = {name: _("Please choose the other record in the list.") for name in ("required", "invalid", "min_value")}
    other = forms.IntegerField(min_value=1, widget=forms.HiddenInput, error_messages=WORDS)
