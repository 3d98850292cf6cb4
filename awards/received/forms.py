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
from core.working_year import this_year
from emulation.law.choices import TitleAuthority
from emulation.law.forms import TitleChoiceField
from emulation.law.models import Title
from unions.people.models import Employment, Person
from unions.tree.models import Union
from unions.units.models import Enterprise, GrassrootsUnion
from unions.units.selectors import home_union_id


class ReceivedAwardForm(ScopedForm):
    groups = [
        (_("The award"), ["title", "year", "achievement"]),
        (_("Who received it"), ["to_federation", "grassroots", "person", "enterprise"]),
        (_("The decision"), ["decision_symbol", "decided_on", "decided_by", "handed_over_on"]),
    ]
    title = TitleChoiceField(
        queryset=Title.objects.filter(is_active=True).exclude(authority=TitleAuthority.OWN), label=_("Title")
    )
    year = YearField(label=_("Year"))
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
    enterprise = PickField(Enterprise.objects.all(), label=_("Enterprise"), required=False)
    decision_symbol = TidyCharField(label=_("Number of the decision"), max_length=60, required=False)
    decided_on = DateField(label=_("Decided on"), required=False)
    decided_by = TidyCharField(label=_("Decided by"), max_length=200, required=False)
    handed_over_on = DateField(label=_("Handed over on"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        home = home_union_id(self.user)
        self.fields["title"].name_for(home, this_year())
        if home:
            self.fields["to_federation"].label = _("Awarded to %(union)s") % {"union": Union.objects.get(pk=home)}
        unit = plain_number(str(self.data.get("grassroots") or ""))
        if unit is not None:
            posts = Employment.objects.filter(grassroots=unit)
            self.fields["person"].queryset = self.fields["person"].queryset.filter(pk__in=posts.values("person"))

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if data.get("person") and not data.get("grassroots") and not self.has_error("grassroots"):
            self.add_error("grassroots", _("Choose the unit in which the person works."))
        return data


class CorrectReceivedAwardForm(ReceivedAwardForm):
    """The recipient of a nominated award stays."""

    NOMINATED = ("title", "year", "to_federation", "grassroots", "person", "enterprise")
    revision = RevisionField()

    def __init__(self, *args: Any, award: ReceivedAward, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if award.nomination_id:
            for name in self.NOMINATED:
                del self.fields[name]

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        return {name: value for name, value in data.items() if name in self.fields}


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
