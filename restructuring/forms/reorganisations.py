"""What is typed about a reorganisation: the decision, and the units it names."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.forms import RowsField, ScopedForm, TidyCharField
from core.spreadsheets.reading import KINDS, Row, read_rows
from core.text import comparison_key
from restructuring.choices import ReorganisationKind as Kind
from restructuring.models import Reorganisation
from restructuring.selectors.reorganisations import unions_to_receive, units_to_choose
from unions.people.models import Person
from unions.tree.models import Union
from unions.units.models import GrassrootsUnion

MOST_PASTED = 500_000


class DecisionForm(ScopedForm):
    kind = forms.ChoiceField(label=gettext_lazy("What happens"), choices=Kind.choices, widget=forms.RadioSelect)
    decision_number = TidyCharField(
        label=gettext_lazy("Number of the decision"), max_length=60, help_text=gettext_lazy("Such as 1906/QĐ-LĐLĐ.")
    )
    decision_date = forms.DateField(label=gettext_lazy("Date of the decision"))
    effective_on = forms.DateField(
        label=gettext_lazy("In force from"),
        initial=timezone.localdate,
        help_text=gettext_lazy("The first day of the new state; the old one ends the day before."),
    )
    note = TidyCharField(label=gettext_lazy("Note"), max_length=500, required=False)
    source_ends = forms.BooleanField(
        label=gettext_lazy("The unit that is split ends"),
        required=False,
        help_text=gettext_lazy("For a split only: all its people go to the new units."),
    )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("kind") != Kind.SPLIT:
            data["source_ends"] = False
        return data


class ChangeDecisionForm(DecisionForm):
    """The same of a draft; what happens stays, because the list was made for it."""

    kind = None  # type: ignore[assignment]
    revision = forms.IntegerField(widget=forms.HiddenInput)

    def clean(self) -> dict[str, Any]:
        return forms.Form.clean(self) or {}


class DraftForm(ScopedForm):
    """A form that puts units on the list of `reorganisation`."""

    def __init__(self, *args: Any, reorganisation: Reorganisation, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.reorganisation = reorganisation
        units = units_to_choose(self.user, reorganisation)
        for name in ("units", "grassroots"):
            if name in self.fields:
                self.fields[name].queryset = units
        if "to_union" in self.fields:
            self.fields["to_union"].queryset = unions_to_receive(reorganisation)
        if "into" in self.fields:
            self.fields["into"].queryset = units.order_by("sort_key", "pk")

    def wishes(self) -> list[dict[str, Any]]:
        """Return what is asked of each unit, for the service."""
        data = dict(self.cleaned_data)
        return [{"grassroots": unit, **data} for unit in data.pop("units")]


class UnitsField(RowsField):
    widget = forms.CheckboxSelectMultiple

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(GrassrootsUnion.objects.none(), **kwargs)

    def label_from_instance(self, obj: Any) -> str:
        return f"{obj.name} ({obj.code})"


def one_unit(label: Any) -> forms.ModelChoiceField:
    return forms.ModelChoiceField(GrassrootsUnion.objects.none(), label=label)


class UnitsForm(DraftForm):
    """Units that end."""

    units = UnitsField(label=gettext_lazy("Units"))


class MoveForm(UnitsForm):
    to_union = forms.ModelChoiceField(Union.objects.none(), label=gettext_lazy("New union above"))


class MergeForm(UnitsForm):
    into = one_unit(gettext_lazy("Merged into"))


class RenameForm(DraftForm):
    grassroots = one_unit(gettext_lazy("Unit"))
    new_name = TidyCharField(label=gettext_lazy("New name"), max_length=200)

    def wishes(self) -> list[dict[str, Any]]:
        return [self.cleaned_data]


class SplitForm(RenameForm):
    """One new unit that is formed from an old one."""

    new_name = TidyCharField(label=gettext_lazy("Name of the new unit"), max_length=200)
    new_code = forms.SlugField(label=gettext_lazy("Code of the new unit"), max_length=30)
    people = forms.CharField(
        label=gettext_lazy("Who goes there"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 8}),
        help_text=gettext_lazy("One a line: the full name, or the member number where two have the same name."),
    )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        unit = data.get("grassroots")
        if unit is not None and "people" in data:
            data["people"] = self._named(unit, data["people"])
        return data

    def _named(self, unit: GrassrootsUnion, typed: str) -> list[Person]:
        lines = [line.strip() for line in typed.splitlines() if line.strip()]
        known: dict[str, list[Person]] = {}
        for person in Person.objects.visible_to(self.user).working_in(unit):
            known.setdefault(person.marked_key, []).append(person)
            if person.member_number:
                known[person.member_number] = [person]
        found = [(line, known.get(line) or known.get(comparison_key(line), [])) for line in lines]
        wrong = [line for line, people in found if len(people) != 1]
        if wrong:
            said = _("Not exactly one person of the unit is called so: %(names)s.") % {"names": "; ".join(wrong[:10])}
            self.add_error("people", said)
        return [people[0] for _line, people in found if len(people) == 1]


CHOOSING: dict[str, type[DraftForm]] = {
    Kind.RENAME: RenameForm,
    Kind.TRANSFER: MoveForm,
    Kind.MERGE: MergeForm,
    Kind.SPLIT: SplitForm,
    Kind.DISSOLVE: UnitsForm,
    Kind.REACTIVATE: MoveForm,
}


class PasteListForm(ScopedForm):
    """A table of units, pasted or as a file."""

    pasted = forms.CharField(
        label=gettext_lazy("Rows copied from a spreadsheet"),
        required=False,
        max_length=MOST_PASTED,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 12}),
    )
    sheet = forms.FileField(label=gettext_lazy("Or a file"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["sheet"].widget.attrs["accept"] = ",".join(KINDS)

    def clean(self) -> dict[str, Any]:
        """Read the rows here: what is no list is said at the field it came by."""
        data = super().clean() or {}
        sheet, pasted = data.get("sheet"), data.get("pasted") or ""
        if not sheet and not pasted.strip():
            raise ValidationError(_("Paste the rows, or choose a file."))
        name = "sheet" if sheet else "pasted"
        try:
            data["rows"] = self._read(sheet, pasted)
        except ValidationError as refused:
            self.add_error(name, refused)
        return data

    def _read(self, sheet: Any, pasted: str) -> list[Row]:
        return read_rows(sheet.read(), sheet.name) if sheet else read_rows(pasted.encode(), "pasted.txt")
