from typing import Any

from django import forms
from django.db.models import Q, QuerySet
from django.forms.boundfield import BoundField
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.forms import (
    DateField,
    DongField,
    RevisionField,
    ScopedForm,
    ShareField,
    TidyCharField,
    WholeNumberField,
    YearField,
)
from core.pickers.fields import PickField
from core.uploads import ScanUpload
from core.working_year import this_year
from emulation.campaigns.models import Campaign
from emulation.initiatives.choices import InitiativeKind, RecognitionLevel
from emulation.initiatives.choices import InitiativeState as S
from emulation.initiatives.models import Initiative
from emulation.initiatives.rules import author_objections, is_counted
from emulation.initiatives.selectors import campaigns_to_choose, workers_among
from emulation.law.forms import level_choices
from unions.access import PortalUser
from unions.people.models import Employment, Person
from unions.tree.models import Union
from unions.units.models import GrassrootsUnion
from unions.units.selectors import home_union_id

ROWS = range(1, 6)
MOST = 1000  # members of a council
BELOW = ("person_", "share_", "reason")  # fields that stand below the facts
RECOGNISED = {S.RECOGNISED}
VOTES = ("council_votes", "council_members")
NOTED: dict[str, set[S]] = {
    "reported_on": {S.REPORTED, S.REVIEWED, S.RECOGNISED, S.NOT_RECOGNISED},
    "reviewed_on": {S.REVIEWED, S.RECOGNISED, S.NOT_RECOGNISED},
    **dict.fromkeys(("recognition_level", "recognition_decision", "recognised_on", *VOTES), RECOGNISED),
    "recognised_by": set(),
}
"""The facts that are noted on the way, and the states in which they are known."""
OF_HISTORY = ("recognition_level", "recognition_decision", "recognised_on", "recognised_by", *VOTES)


class InitiativeForm(ScopedForm):
    """Up to five author rows (person_1, share_1, …); the first is the lead."""

    name = TidyCharField(label=_("Name of the initiative"), max_length=300)
    kind = forms.ChoiceField(label=_("Kind"), choices=InitiativeKind.choices)
    campaign = forms.ModelChoiceField(
        Campaign.objects.none(), label=_("Campaign"), required=False, empty_label=_("No campaign")
    )
    field = TidyCharField(
        label=_("Field"),
        max_length=150,
        required=False,
        help_text=_("For example: teaching of mathematics in grade 4, labour safety."),
    )
    summary = forms.CharField(
        label=_("What is new and how it works"),
        required=False,
        max_length=5000,
        widget=forms.Textarea({"rows": 5}),
        help_text=_("How it was done before, what is new, under which conditions it can be used."),
    )
    document = ScanUpload(label=_("Description"), required=False)
    revision = RevisionField(required=False)

    def __init__(
        self,
        *args: Any,
        grassroots: GrassrootsUnion,
        union: Union,
        year: int,
        initiative: Initiative | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        chosen = initiative.campaign_id if initiative else None
        self.fields["campaign"].queryset = campaigns_to_choose(self.user, union, grassroots, year, chosen)
        self.grassroots = grassroots
        self._add_rows(self.authors_offered(grassroots, initiative))

    def _add_rows(self, people: QuerySet[Person]) -> None:
        for row in ROWS:
            label = _("Lead author") if row == 1 else _("Co-author %(number)s") % {"number": row}
            self.fields[f"person_{row}"] = PickField(people, label=label, required=row == 1)
            self.fields[f"share_{row}"] = ShareField(
                label=_("Share (%)"), min_value=1, max_value=100, required=row == 1
            )

    def authors_offered(self, grassroots: GrassrootsUnion, initiative: Initiative | None) -> QuerySet[Person]:
        """Earlier authors who left the unit are included."""
        posts = Employment.objects.filter(grassroots=grassroots).open_ended()
        return people_of(posts, initiative)

    def workers_chosen(self, people: list[Person]) -> set[int]:
        return workers_among(people, self.grassroots)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        for row in ROWS:
            self._check_half_row(row, data.get(f"person_{row}"), data.get(f"share_{row}"))
        filled = [row for row in ROWS if data.get(f"person_{row}")]
        data["authors"] = [(data[f"person_{row}"], data.get(f"share_{row}") or 0) for row in filled]
        data["lead"] = data.get("person_1")
        if not any(name.startswith(("person_", "share_")) for name in self.errors):
            self._place_objections(filled, data)
        return data

    def _check_half_row(self, row: int, person: Person | None, share: int | None) -> None:
        if person and not share and not self.has_error(f"share_{row}"):
            self.add_error(f"share_{row}", _("Give the share of this author."))
        if share and not person and not self.has_error(f"person_{row}"):
            self.add_error(f"person_{row}", _("Choose the author of this share."))

    def _place_objections(self, filled: list[int], data: dict[str, Any]) -> None:
        # An objection to a row stands at its person, an objection to the sum at the last share.
        pairs = [(person.pk, share) for person, share in data["authors"]]
        workers = self.workers_chosen([person for person, _share in data["authors"]])
        for index, message in author_objections(pairs, data["lead"].pk, workers):
            self.add_error(f"share_{filled[-1]}" if index is None else f"person_{filled[index]}", message)

    @property
    def facts(self) -> list[BoundField]:
        return [field for field in self.visible_fields() if not field.name.startswith(BELOW)]

    @property
    def author_rows(self) -> list[dict[str, Any]]:
        rows = [{"person": self[f"person_{row}"], "share": self[f"share_{row}"]} for row in ROWS]
        return [row | {"in_use": bool(row["person"].value() or row["share"].value())} for row in rows]

    @property
    def more_rows_in_use(self) -> bool:
        return any(row["in_use"] for row in self.author_rows[2:])


class VotesForm(ScopedForm):
    """Of the council of initiatives, where they are known."""

    council_votes = WholeNumberField(label=_("Votes of the council of initiatives"), required=False, max_value=MOST)
    council_members = WholeNumberField(
        label=_("Members of the council of initiatives"), required=False, max_value=MOST
    )


class CorrectInitiativeForm(VotesForm, InitiativeForm):
    """The year is typed, since it may be wrong. A unit needs no reason for what is not confirmed yet."""

    year = YearField(label=_("Year"))
    reported_on = DateField(label=_("Reported on"), required=False)
    reviewed_on = DateField(label=_("Reviewed on"), required=False)
    recognition_level = forms.ChoiceField(label=_("Recognised at"), choices=RecognitionLevel.choices)
    recognition_decision = TidyCharField(label=_("Recognising decision"), max_length=100)
    recognised_on = DateField(label=_("Date of the decision"))
    recognised_by = TidyCharField(label=_("Decided by"), max_length=200, required=False)
    reason = TidyCharField(label=_("Reason"), max_length=300, help_text=_("The people concerned will read it."))

    field_order = [
        *("name", "kind", "year", "campaign", "field", "summary", "document", "reported_on", "reviewed_on"),
        *OF_HISTORY,
    ]

    def __init__(self, *args: Any, initiative: Initiative, **kwargs: Any) -> None:
        super().__init__(*args, initiative=initiative, **kwargs)
        self.fields["recognition_level"].choices = recognition_levels(self.user)
        known: tuple[str, ...] = OF_HISTORY if initiative.is_history else ()
        for name in [name for name, states in NOTED.items() if initiative.state not in states and name not in known]:
            del self.fields[name]
        if initiative.is_history:  # it was neither reported nor judged here
            for name in ("campaign", "reported_on", "reviewed_on"):
                self.fields.pop(name, None)
        if not is_counted(initiative):
            del self.fields["reason"]

    def authors_offered(self, grassroots: GrassrootsUnion, initiative: Initiative | None) -> QuerySet[Person]:
        """Former workers are included: a past year is corrected too."""
        return people_of(Employment.objects.filter(grassroots=grassroots), initiative)

    def workers_chosen(self, people: list[Person]) -> set[int]:
        return {person.pk for person in people}


def people_of(posts: QuerySet[Employment], initiative: Initiative | None) -> QuerySet[Person]:
    earlier = Q(pk__in=initiative.authors.values("person")) if initiative else Q()
    people: QuerySet[Person] = Person.objects.not_merged().filter(Q(pk__in=posts.values("person")) | earlier)
    return people


class ApplicationForm(ScopedForm):
    """Empty fields take the note back."""

    applied_on = DateField(label=_("First applied on"), initial=timezone.localdate)
    applied_where = TidyCharField(
        label=_("Where it is applied"),
        max_length=300,
        help_text=_("For example: all classes of grade 4; workshop 2."),
    )
    benefit_amount = DongField(label=_("Benefit in đồng"), required=False)
    benefit_basis = TidyCharField(
        label=_("How the benefit was computed"),
        max_length=300,
        required=False,
        help_text=_("Needed where an amount is given."),
    )
    revision = RevisionField(required=False)

    def __init__(self, *args: Any, is_noted: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if is_noted:
            self.fields["applied_on"].help_text = _("Leave all fields empty if it is not applied after all.")
            self.fields["applied_on"].required = self.fields["applied_where"].required = False


def recognition_levels(user: PortalUser) -> list[tuple[Any, str]]:
    return level_choices(RecognitionLevel.choices, home_union_id(user), this_year())


class RecognitionForm(VotesForm):
    level = forms.ChoiceField(label=_("Recognised at"), choices=RecognitionLevel.choices)
    decision = TidyCharField(
        label=_("Recognising decision"), max_length=100, help_text=_("Number and symbol, for example 45/QĐ-THCVA.")
    )
    recognised_on = DateField(label=_("Date of the decision"), initial=timezone.localdate)

    field_order = ["level", "decision", "recognised_on", *VOTES]

    def __init__(self, *args: Any, by_employer: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if by_employer:
            grassroots = RecognitionLevel.GRASSROOTS
            self.fields["level"].choices = [(grassroots.value, grassroots.label)]
        else:
            self.fields["level"].choices = recognition_levels(self.user)
