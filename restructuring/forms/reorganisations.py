from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.forms import DateField, RevisionField, ScopedForm, TidyCharField
from core.pickers.fields import PickField, PickManyField
from core.spreadsheets.reading import KINDS, read_rows
from core.spreadsheets.sheets import Row
from core.text import comparison_key
from core.uploads import UploadField
from restructuring.choices import ReorganisationKind as Kind
from restructuring.choices import ReorganisationState
from restructuring.models import PAPER_FIELDS, Reorganisation
from restructuring.selectors.reorganisations import unions_to_receive, units_to_choose
from restructuring.services.drafting import LineInput
from unions.people.models import Person
from unions.tree.models import Union
from unions.units.models import GrassrootsUnion

MAX_PASTED = 500_000


class ReorganisationDecisionForm(ScopedForm):
    kind = forms.ChoiceField(label=gettext_lazy("What happens"), choices=Kind.choices, widget=forms.RadioSelect)
    decision_number = TidyCharField(
        label=gettext_lazy("Number of the decision"), max_length=60, help_text=gettext_lazy("Such as 1906/QĐ-LĐLĐ.")
    )
    decision_date = DateField(label=gettext_lazy("Date of the decision"))
    effective_on = DateField(
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


class ChangeDecisionForm(ReorganisationDecisionForm):
    kind = None  # type: ignore[assignment]  # the lines of the draft depend on the kind
    revision = RevisionField()

    def __init__(self, *args: Any, reorganisation: Reorganisation, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if reorganisation.state == ReorganisationState.CONFIRMED:
            for name in self.fields.keys() - {*PAPER_FIELDS, "revision"}:
                del self.fields[name]

    def clean(self) -> dict[str, Any]:
        return forms.Form.clean(self) or {}


class LinesForm(ScopedForm):
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

    def line_inputs(self) -> list[LineInput]:
        data = dict(self.cleaned_data)
        return [LineInput(grassroots=unit, **data) for unit in data.pop("units")]


class UnitsForm(LinesForm):
    units = PickManyField(GrassrootsUnion.objects.none(), label=gettext_lazy("Units"))


class MoveForm(UnitsForm):
    to_union = PickField(Union.objects.none(), label=gettext_lazy("New union above"))


class MergeUnitsForm(UnitsForm):
    into = PickField(GrassrootsUnion.objects.none(), label=gettext_lazy("Merged into"))


class RenameForm(LinesForm):
    grassroots = PickField(GrassrootsUnion.objects.none(), label=gettext_lazy("Unit"))
    new_name = TidyCharField(label=gettext_lazy("New name"), max_length=200)

    def line_inputs(self) -> list[LineInput]:
        return [LineInput(**self.cleaned_data)]


class SplitForm(RenameForm):
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
            data["people"] = self._find_people(unit, data["people"])
        return data

    def _find_people(self, unit: GrassrootsUnion, text: str) -> list[Person]:
        names = [line.strip() for line in text.splitlines() if line.strip()]
        known: dict[str, list[Person]] = {}
        for person in Person.objects.visible_to(self.user).working_in(unit):
            known.setdefault(person.marked_key, []).append(person)
            if person.member_number:
                known[person.member_number] = [person]
        matches = [(name, known.get(name) or known.get(comparison_key(name), [])) for name in names]
        if unclear := [name for name, people in matches if len(people) != 1]:
            message = _("Not exactly one person of the unit is called so: %(names)s.")
            self.add_error("people", message % {"names": "; ".join(unclear[:10])})
        return [people[0] for _name, people in matches if len(people) == 1]


FORM_OF_KIND: dict[str, type[LinesForm]] = {
    Kind.RENAME: RenameForm,
    Kind.TRANSFER: MoveForm,
    Kind.MERGE: MergeUnitsForm,
    Kind.SPLIT: SplitForm,
    Kind.DISSOLVE: UnitsForm,
    Kind.REACTIVATE: MoveForm,
}


class PasteListForm(ScopedForm):
    pasted = forms.CharField(
        label=gettext_lazy("Rows copied from a spreadsheet"),
        required=False,
        max_length=MAX_PASTED,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 12}),
    )
    sheet = UploadField(label=gettext_lazy("Or a file"), required=False, kinds=KINDS)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        sheet, pasted = data.get("sheet"), data.get("pasted") or ""
        if not sheet and not pasted.strip():
            raise ValidationError(_("Paste the rows, or choose a file."))
        name = "sheet" if sheet else "pasted"
        try:
            data["rows"] = self._read(sheet, pasted)
        except ValidationError as error:
            self.add_error(name, error)
        return data

    def _read(self, sheet: UploadedFile | None, pasted: str) -> list[Row]:
        return read_rows(sheet.read(), sheet.name or "") if sheet else read_rows(pasted.encode(), "pasted.txt")
