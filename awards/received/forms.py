from collections.abc import Sequence
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from awards.nominations.models import Nomination
from awards.received.choices import NominationResult
from awards.received.models import ReceivedAward
from awards.sessions.forms import NominationChoices
from core.forms import DateField, RevisionField, ScopedForm, TidyCharField, YearField
from core.pickers.fields import PickField
from core.text import plain_number
from core.uploads import ScanUpload
from core.working_year import this_year
from emulation.eligibility.choices import AwardScope
from emulation.initiatives.models import Initiative
from emulation.law.forms import TitleChoiceField
from emulation.law.models import Title
from emulation.registrations.models import Registration
from unions.access import works_for_a_union
from unions.people.models import Employment, Person
from unions.tree.models import Union
from unions.units.models import Enterprise, GrassrootsUnion, Team
from unions.units.selectors import home_union_id

KEPT_IF_EMPTY = ("scope", "proof")
"""An empty field leaves the stored value, or that of the model."""


class ReceivedAwardForm(ScopedForm):
    groups = [
        (_("The award"), ["title", "year", "scope", "achievement"]),
        (_("Who received it"), ["to_federation", "grassroots", "person", "team", "initiative", "enterprise"]),
        (_("The decision"), ["decision_symbol", "decided_on", "decided_by", "proof", "handed_over_on"]),
    ]
    title = TitleChoiceField(
        queryset=Title.objects.filter(is_active=True),
        label=_("Title"),
        help_text=_("A title of the federation itself only where it was decided before the portal."),
    )
    year = YearField(label=_("Year"))
    scope = forms.ChoiceField(
        label=_("Kind of achievement"),
        choices=AwardScope.choices,
        initial=AwardScope.COMPREHENSIVE,
        required=False,
    )
    achievement = TidyCharField(label=_("For what"), max_length=300, required=False)
    to_federation = forms.BooleanField(label=_("Awarded to the union itself"), required=False)
    grassroots = PickField(GrassrootsUnion.objects.all(), label=_("Grassroots union"), required=False)
    person = PickField(
        Person.objects.all(),
        label=_("Person"),
        required=False,
        help_text=_("Somebody of the unit chosen above."),
        depends_on="grassroots",
    )
    team = PickField(Team.objects.all(), label=_("Team"), required=False, depends_on="grassroots")
    initiative = PickField(
        Initiative.objects.not_struck(), label=_("Initiative"), required=False, depends_on="grassroots"
    )
    enterprise = PickField(Enterprise.objects.all(), label=_("Enterprise"), required=False)
    decision_symbol = TidyCharField(label=_("Number of the decision"), max_length=60, required=False)
    decided_on = DateField(label=_("Decided on"), required=False)
    decided_by = TidyCharField(label=_("Decided by"), max_length=200, required=False)
    proof = ScanUpload(label=_("Copy of the decision"), required=False)
    handed_over_on = DateField(label=_("Handed over on"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        home = home_union_id(self.user)
        self.fields["title"].name_for(home, this_year())
        if not works_for_a_union(self.user):
            del self.fields["to_federation"]
            self.fields["grassroots"].required = True
        elif home:
            self.fields["to_federation"].label = _("Awarded to %(union)s") % {"union": Union.objects.get(pk=home)}
        self._narrow_to_unit(plain_number(str(self.data.get("grassroots") or "")))

    def _narrow_to_unit(self, unit: int | None) -> None:
        if unit is None:
            return
        posts = Employment.objects.filter(grassroots=unit)
        self.fields["person"].queryset = self.fields["person"].queryset.filter(pk__in=posts.values("person"))
        for name in ("team", "initiative"):
            self.fields[name].queryset = self.fields[name].queryset.filter(grassroots=unit)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if data.get("person") and not data.get("grassroots") and not self.has_error("grassroots"):
            self.add_error("grassroots", _("Choose the unit in which the person works."))
        return {name: value for name, value in data.items() if value or name not in KEPT_IF_EMPTY}


class CorrectReceivedAwardForm(ReceivedAwardForm):
    """The recipient of a nominated award stays."""

    NOMINATED = ("title", "year", "to_federation", "grassroots", "person", "team", "initiative", "enterprise")
    groups = [*ReceivedAwardForm.groups, (_("Revoked later"), ["revoked_on"])]
    revoked_on = DateField(
        label=_("Revoked on"), required=False, help_text=_("What was revoked is shown, but no longer counted.")
    )
    revision = RevisionField()

    def __init__(self, *args: Any, award: ReceivedAward, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if award.nomination_id:
            for name in self.NOMINATED:
                self.fields.pop(name, None)

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        return {name: value for name, value in data.items() if name in self.fields}


class DecisionCopyForm(ScopedForm):
    file = ScanUpload(label=_("Copy of the decision"))


class ResultForm(ScopedForm):
    """One result for all chosen nominations."""

    nominations = NominationChoices(label=_("Nominations"))
    result = forms.ChoiceField(label=_("Result"), choices=NominationResult.choices, widget=forms.RadioSelect)
    decision_symbol = TidyCharField(label=_("Number of the decision"), max_length=60, required=False)
    decided_on = DateField(label=_("Decided on"), required=False)
    decided_by = TidyCharField(label=_("Decided by"), max_length=200, required=False)
    reason = TidyCharField(
        label=_("Reason, where it was not awarded"),
        max_length=300,
        required=False,
        widget=forms.Textarea({"rows": 2}),
    )

    def __init__(self, *args: Any, choices: QuerySet[Nomination], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["nominations"].queryset = choices


class RegistrationResultsForm(ScopedForm):
    """`won_KEY` ticked with `title_KEY`: what the subject of the registration was given.

    The rows are read from the data as they are: a thousand fields of a form would take seconds to draw.
    """

    decision_symbol = TidyCharField(label=_("Number of the decision"), max_length=60)
    decided_on = DateField(label=_("Decided on"))
    decided_by = TidyCharField(label=_("Decided by"), max_length=200)

    def __init__(
        self, *args: Any, registrations: Sequence[Registration], titles: dict[int, list[Title]], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.registrations, self.titles = registrations, titles

    def given(self) -> dict[Registration, Title | None]:
        return {row: self._title_of(row) for row in self.registrations}

    def _title_of(self, row: Registration) -> Title | None:
        if f"won_{row.pk}" not in self.data:
            return None
        chosen = self.data.get(f"title_{row.pk}", "")
        return next((title for title in self.titles[row.pk] if str(title.pk) == chosen), row.title)
