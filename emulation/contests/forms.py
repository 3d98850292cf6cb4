from collections.abc import Collection
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.forms import DateField, RevisionField, ScopedForm, TidyCharField, YearField
from core.pickers.fields import PickField
from emulation.campaigns.models import Campaign
from emulation.contests.choices import ContestKind, PrizeRank, ResultKind, ResultLevel
from emulation.contests.models import ContestEntry, ExternalResult
from emulation.contests.rules import IN_UNITS, may_award_prize
from emulation.law.forms import level_choices
from unions.people.models import Employment, Person
from unions.tree.models import Union
from unions.units.models import GrassrootsUnion
from unions.units.selectors import home_union_id


class ContestForm(ScopedForm):
    name = TidyCharField(label=_("Name of the contest"), max_length=250)
    kind = forms.ChoiceField(label=_("Kind"), choices=ContestKind.choices)
    held_on = DateField(label=_("Held on"))
    campaign = forms.ModelChoiceField(
        Campaign.objects.none(), label=_("Campaign"), required=False, empty_label=_("No campaign")
    )
    co_organisers = TidyCharField(label=_("Co-organisers"), max_length=300, required=False)
    results_decision = TidyCharField(label=_("Decision on the results"), max_length=100, required=False)

    def __init__(self, *args: Any, unions: Collection[Union] | QuerySet[Union], year: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["campaign"].queryset = Campaign.objects.filter(union__in=unions, year=year)
        self.fields["held_on"].initial = today if (today := timezone.localdate()).year == year else None


class NewContestForm(ContestForm):
    union = forms.ModelChoiceField(Union.objects.none(), label=_("Union"), empty_label=None)

    field_order = ["union"]

    def __init__(self, *args: Any, unions: QuerySet[Union], **kwargs: Any) -> None:
        super().__init__(*args, unions=unions, **kwargs)
        self.fields["union"].queryset = unions


class CorrectContestForm(ContestForm):
    """The year is typed, since it may be wrong."""

    year = YearField(label=_("Year"))
    revision = RevisionField()

    field_order = ["name", "kind", "year"]


class ContestantForm(ScopedForm):
    person = PickField(
        Person.objects.none(),
        label=_("Person"),
        required=False,
        help_text=_("Leave it empty for the unit as a whole."),
    )

    def __init__(self, *args: Any, grassroots: GrassrootsUnion, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["person"].queryset = Person.objects.working_in(grassroots).visible_to(self.user)


class PrizeForm(ScopedForm):
    rank = forms.ChoiceField(
        label=_("Prize"), required=False, choices=[("", _("No prize")), *PrizeRank.choices], initial=""
    )
    revision = RevisionField(required=False)


class CorrectEntryForm(ContestantForm, PrizeForm):
    grassroots = PickField(GrassrootsUnion.objects.none(), label=_("Grassroots union"))
    person = PickField(
        Person.objects.none(),
        label=_("Person"),
        required=False,
        help_text=_("Somebody of the unit chosen above. Leave it empty for the unit as a whole."),
        depends_on="grassroots",
    )

    field_order = ["grassroots", "person", "rank"]

    def __init__(self, *args: Any, entry: ContestEntry, units: QuerySet[GrassrootsUnion], **kwargs: Any) -> None:
        super().__init__(*args, grassroots=entry.grassroots, **kwargs)
        self.fields["grassroots"].queryset = units
        typed = str(self.data.get("grassroots", ""))
        chosen = units.filter(pk=typed).first() if typed.isdecimal() else None
        self.fields["person"].queryset = people_once_in(chosen or entry.grassroots).visible_to(self.user)
        if not may_award_prize(self.user, entry):
            del self.fields["rank"]


class ContestResultForm(ScopedForm):
    contest_name = TidyCharField(label=_("Contest"), max_length=250)
    level = forms.ChoiceField(label=_("Level"), choices=ResultLevel.choices)
    rank = forms.ChoiceField(
        label=_("Prize"), required=False, choices=[("", _("Prize not ranked")), *PrizeRank.choices]
    )
    organiser = TidyCharField(label=_("Organiser"), max_length=200, required=False)

    def __init__(self, *args: Any, year: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["level"].choices = level_choices(ResultLevel.choices, home_union_id(self.user), year)


class UnitResultForm(ContestResultForm):
    kind = forms.ChoiceField(
        label=_("Whose result"),
        choices=[(kind.value, kind.label) for kind in ResultKind if kind in IN_UNITS],
    )
    person = PickField(
        Person.objects.none(), label=_("Teacher"), required=False, help_text=_("For a teacher's result.")
    )
    holder_name = TidyCharField(
        label=_("Name of the pupil"),
        max_length=100,
        required=False,
        help_text=_("Only for a pupil's result. Read by the school's chair and the federation's staff alone."),
    )

    field_order = ["kind", "person", "holder_name", "contest_name", "level", "rank", "organiser"]

    def __init__(self, *args: Any, grassroots: GrassrootsUnion, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["person"].queryset = people_once_in(grassroots).visible_to(self.user)


class FederationResultForm(ContestResultForm):
    union = forms.ModelChoiceField(Union.objects.none(), label=_("Union"), empty_label=None)
    cluster_name = TidyCharField(label=_("Cluster"), max_length=100, required=False)

    field_order = ["union", "contest_name", "level", "cluster_name", "rank", "organiser"]

    def __init__(self, *args: Any, unions: QuerySet[Union], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["union"].queryset = unions


class CorrectResultForm(ContestResultForm):
    """The year is typed, since it may be wrong."""

    year = YearField(label=_("Year"))
    person = PickField(Person.objects.none(), label=_("Teacher"))
    holder_name = TidyCharField(label=_("Name of the pupil"), max_length=100)
    cluster_name = TidyCharField(label=_("Cluster"), max_length=100, required=False)
    revision = RevisionField()

    field_order = ["person", "holder_name", "contest_name", "level", "cluster_name", "rank", "organiser", "year"]
    ONLY_OF = {
        "person": ResultKind.TEACHER,
        "holder_name": ResultKind.PUPIL,
        "cluster_name": ResultKind.FEDERATION,
    }

    def __init__(self, *args: Any, result: ExternalResult, **kwargs: Any) -> None:
        super().__init__(*args, year=result.year, **kwargs)
        for name in [name for name, kind in self.ONLY_OF.items() if kind != result.kind]:
            del self.fields[name]
        if result.kind == ResultKind.TEACHER:
            self.fields["person"].queryset = people_once_in(result.grassroots).visible_to(self.user)


def people_once_in(grassroots: GrassrootsUnion | None) -> Any:
    return Person.objects.filter(pk__in=Employment.objects.filter(grassroots=grassroots).values("person"))
