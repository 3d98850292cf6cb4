from typing import Any

from django import forms
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from awards.nominations.models import Nomination
from awards.received.choices import NominationResult
from awards.received.models import ReceivedAward
from awards.sessions.forms import NominationChoices
from core.forms import DateField, ScopedForm, TidyCharField
from core.text import comparison_key, search_key
from core.working_year import this_year
from emulation.law.choices import TitleAuthority
from emulation.law.forms import TitleChoiceField
from emulation.law.models import Title
from unions.people.models import Person
from unions.people.selectors import survivors_by_number
from unions.units.models import Enterprise, GrassrootsUnion
from unions.units.selectors import home_union_id

AMBIGUOUS_NAME = _("Several people of this name work in the unit; please enter the member number.")


class ReceivedAwardForm(ScopedForm):
    groups = [
        (_("The award"), ["title", "year", "achievement"]),
        (_("Who received it"), ["to_federation", "grassroots", "person", "enterprise"]),
        (_("The decision"), ["decision_symbol", "decided_on", "decided_by", "handed_over_on"]),
    ]
    title = TitleChoiceField(
        queryset=Title.objects.filter(is_active=True).exclude(authority=TitleAuthority.OWN), label=_("Title")
    )
    year = forms.IntegerField(label=_("Year"), min_value=2000, max_value=2100)
    achievement = TidyCharField(label=_("For what"), max_length=300, required=False)
    to_federation = forms.BooleanField(label=_("Awarded to the federation itself"), required=False)
    grassroots = forms.ModelChoiceField(
        queryset=GrassrootsUnion.objects.all(), label=_("Grassroots union"), required=False
    )
    person = forms.CharField(
        label=_("Full name or member number of the person"),
        max_length=100,
        required=False,
        help_text=_("Choose the unit above as well; the person is looked up in it."),
    )
    enterprise = forms.ModelChoiceField(queryset=Enterprise.objects.all(), label=_("Enterprise"), required=False)
    decision_symbol = TidyCharField(label=_("Number of the decision"), max_length=60, required=False)
    decided_on = DateField(label=_("Decided on"), required=False)
    decided_by = TidyCharField(label=_("Decided by"), max_length=200, required=False)
    handed_over_on = DateField(label=_("Handed over on"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["title"].name_for(home_union_id(self.user), this_year())

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        name = data.get("person")
        data["person"] = self._person(name, data.get("grassroots")) if name else None
        return data

    def _person(self, name: str, unit: GrassrootsUnion | None) -> Person | None:
        if unit is None:
            self.add_error("grassroots", _("Choose the unit in which the person works."))
            return None
        matches = self._people_called(name.strip(), unit)
        if not matches:
            self.add_error("person", _("Nobody of this name works in the unit."))
        elif len(matches) > 1:
            self.add_error("person", AMBIGUOUS_NAME)
        else:
            return matches[0]
        return None

    def _people_called(self, name_or_number: str, unit: GrassrootsUnion) -> list[Person]:
        by_name = Q(search_key=search_key(name_or_number), marked_key=comparison_key(name_or_number))
        merged = survivors_by_number([name_or_number]).values()
        by_number = Q(member_number=name_or_number) | Q(pk__in=merged)
        people = Person.objects.visible_to(self.user).working_in(unit)
        return list(people.filter(by_name | by_number)[:2])


class CorrectReceivedAwardForm(ReceivedAwardForm):
    """The recipient of a nominated award is the nominated one."""

    NOMINATED = ("title", "year", "to_federation", "grassroots", "person", "enterprise")
    revision = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, award: ReceivedAward, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if award.nomination_id:
            for name in self.NOMINATED:
                del self.fields[name]

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        return {name: value for name, value in data.items() if name in self.fields}


class ResultForm(ScopedForm):
    """What another authority decided, the same for all nominations chosen."""

    nominations = NominationChoices(
        queryset=Nomination.objects.none(), label=_("Nominations"), widget=forms.CheckboxSelectMultiple
    )
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
