from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property, partial
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Model, QuerySet
from django.utils.translation import gettext_lazy as _

from core.forms import DateField, ReasonForm, RevisionField, ScopedForm, TidyCharField
from core.pickers.fields import Picker, PickManyField, PickMixin
from core.pickers.searching import MOST, Matches, Option
from core.text import search_key
from core.working_year import this_year
from emulation.campaigns.models import Campaign
from emulation.campaigns.selectors.offers import offered_titles
from emulation.initiatives.selectors import workers_of
from emulation.law.choices import SubjectKind
from emulation.law.forms import TitleChoiceField
from emulation.law.models import Title
from emulation.registrations.models import Registration
from emulation.registrations.rules import SUBJECT_FIELDS, is_drafter
from emulation.registrations.selectors import initiatives_of, teams_of
from unions.access import PortalUser
from unions.people.forms import workers_with_labels
from unions.people.models import Employment, Person
from unions.units.models import Enterprise, GrassrootsUnion
from unions.units.selectors import home_union_id


@dataclass(frozen=True)
class Subject:
    grassroots: GrassrootsUnion
    kind: str
    thing: Any

    @property
    def key(self) -> str:
        return f"{self.kind}:{self.thing.pk}:{self.grassroots.pk}"

    @property
    def facts(self) -> dict[str, Any]:
        """Keyword arguments of the services."""
        field = SUBJECT_FIELDS.get(self.kind)
        return {"subject_kind": self.kind, **({field: self.thing} if field else {})}


MOST_AT_ONCE = 500
Choice = tuple[Subject, str]
Group = tuple[str, list[Choice]]


def people_choices(user: PortalUser, unit: GrassrootsUnion) -> list[Choice]:
    workers = workers_with_labels(user, workers_of(unit))
    return [(Subject(unit, SubjectKind.PERSON, person), label) for person, label in workers]


def choices_for(unit: GrassrootsUnion, kind: str, things: Iterable[Model]) -> list[Choice]:
    return [(Subject(unit, kind, thing), str(thing)) for thing in things]


def groups_of(user: PortalUser, unit: GrassrootsUnion, titles: Iterable[Title]) -> list[Group]:
    """Kinds that none of `titles` is for are left out."""
    offered = list(titles)
    makers = [
        ("for_person", _("People"), lambda: people_choices(user, unit)),
        ("for_collective", _("Collectives"), lambda: choices_for(unit, SubjectKind.COLLECTIVE, teams_of(unit))),
        ("for_grassroots", _("The unit itself"), lambda: choices_for(unit, SubjectKind.GRASSROOTS, [unit])),
        ("for_enterprise", _("The employer"), lambda: choices_for(unit, SubjectKind.ENTERPRISE, employer_of(unit))),
        ("for_work", _("Initiatives"), lambda: choices_for(unit, SubjectKind.WORK, initiatives_of(unit))),
    ]
    groups = [(str(label), make()) for flag, label, make in makers if any(getattr(title, flag) for title in offered)]
    return [group for group in groups if group[1]]


def employer_of(unit: GrassrootsUnion) -> list[Enterprise]:
    return [unit.enterprise] if unit.enterprise else []


class SubjectField(PickMixin, forms.Field):
    """Subjects are read once something is typed or chosen."""

    widget = Picker
    default_error_messages = {"invalid_choice": forms.ChoiceField.default_error_messages["invalid_choice"]}
    make_groups: Callable[[], list[Group]] = list

    @cached_property
    def groups(self) -> list[Group]:
        return self.make_groups()

    @cached_property
    def subjects(self) -> dict[str, Subject]:
        return {subject.key: subject for _name, choices in self.groups for subject, _label in choices}

    @property
    def choices(self) -> list[tuple[str, list[tuple[str, str]]]]:
        return [(name, [(subject.key, label) for subject, label in choices]) for name, choices in self.groups]

    def options(self) -> list[Option]:
        return [Option(key, label, name) for name, choices in self.choices for key, label in choices]

    def matches(self, typed: str) -> Matches:
        words = search_key(typed).split()
        found = [option for option in self.options() if all(word in search_key(option.label) for word in words)]
        found.sort(key=lambda option: not set(words) <= set(search_key(option.label).split()))
        return Matches(found[:MOST], len(found) > MOST)

    def chosen(self, keys: Sequence[str]) -> list[Option]:
        return [option for option in self.options() if option.key in keys] if keys else []

    def validate(self, value: Any) -> None:
        super().validate(value)
        if value and value not in self.subjects:
            raise ValidationError(self.error_messages["invalid_choice"], "invalid_choice", {"value": value})


class CampaignTitleForm(ScopedForm):
    """A single running campaign is filled in and hidden."""

    campaign = forms.ModelChoiceField(
        Campaign.objects.none(), label=_("Campaign"), empty_label=_("Choose a campaign")
    )
    title = TitleChoiceField(Title.objects.none(), label=_("Title"), empty_label=_("Choose a title"))

    title_conditions: dict[str, bool] = {}

    def __init__(
        self, *args: Any, units: list[GrassrootsUnion], campaigns: QuerySet[Campaign], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.units = units
        running = list(campaigns)
        self.offered = offered_titles([campaign.pk for campaign in running], {unit.sector_id for unit in units})
        keys = {key for titles in self.offered.values() for key in titles}
        self.titles = Title.objects.filter(pk__in=keys, **self.title_conditions)
        self.fields["campaign"].queryset, self.fields["title"].queryset = campaigns, self.titles
        if len(running) == 1:
            self.fields["campaign"].initial = running[0].pk
            self.fields["campaign"].widget = forms.HiddenInput()
        elif running:
            self.fields["title"].choices = [("", _("Choose a title")), *self.titles_by_campaign(running)]
        self.fields["title"].name_for(home_union_id(self.user), max((c.year for c in running), default=this_year()))

    def titles_by_campaign(self, campaigns: Iterable[Campaign]) -> list[tuple[str, list[tuple[int, str]]]]:
        offered, label = list(self.titles), self.fields["title"].label_from_instance
        groups = [
            (str(campaign), [title for title in offered if title.pk in self.offered[campaign.pk]])
            for campaign in campaigns
        ]
        return [(name, [(title.pk, label(title)) for title in titles]) for name, titles in groups if titles]


class RegistrationForm(CampaignTitleForm):
    whom = SubjectField(label=_("Whom"))
    note = TidyCharField(label=_("Note"), max_length=300, required=False)
    received_on = DateField(label=_("Received by the federation on"))
    late_reason = TidyCharField(label=_("Why it came late"), max_length=300)
    reason = TidyCharField(label=_("Reason"), max_length=300, help_text=_("The people concerned will read it."))
    revision = RevisionField(required=False)

    def __init__(self, *args: Any, registration: Registration | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["whom"].make_groups = partial(self.subject_groups, registration)
        self.keep_correction(registration)

    def subject_groups(self, registration: Registration | None) -> list[Group]:
        titles = list(self.titles)
        own = [(unit, group) for unit in self.units for group in groups_of(self.user, unit, titles)]
        groups = [self.group_with_unit(unit, group) for unit, group in own]
        return with_current_subject(groups, registration) if registration else groups

    def keep_correction(self, registration: Registration | None) -> None:
        """Only an officer gives a reason."""
        is_officer = registration is not None and not is_drafter(self.user, registration)
        if not is_officer:
            del self.fields["reason"]
        if not (is_officer and registration and registration.submitted_at):
            del self.fields["received_on"]
        if not (is_officer and registration and registration.late_reason):
            del self.fields["late_reason"]

    def group_with_unit(self, unit: GrassrootsUnion, group: Group) -> Group:
        return group if len(self.units) == 1 else (f"{unit} – {group[0]}", group[1])

    @property
    def subject(self) -> Subject:
        subject: Subject = self.fields["whom"].subjects[self.cleaned_data["whom"]]
        return subject


class TakeInForm(ReasonForm):
    reason = TidyCharField(
        label=_("Why they are taken in late"),
        max_length=300,
        widget=forms.Textarea({"rows": 3}),
        help_text=_("The people concerned will read it."),
    )


def subject_of(registration: Registration) -> Subject:
    return Subject(registration.grassroots, registration.subject_kind, registration.subject)


def with_current_subject(groups: list[Group], registration: Registration) -> list[Group]:
    """Keep the registered subject after it has left the unit."""
    keys = {subject.key for _name, choices in groups for subject, _label in choices}
    current = subject_of(registration)
    if current.key in keys:
        return groups
    return [(str(_("Registered now")), [(current, str(current.thing))]), *groups]


class WorkersField(PickManyField):
    def label_from_instance(self, obj: Employment) -> str:
        return str(obj.person)


class BulkRegistrationForm(CampaignTitleForm):
    title_conditions = {"for_person": True}
    people = WorkersField(Employment.objects.none(), label=_("Whom"), offers_all=True, shows_first=True)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["people"].queryset = workers_of(*self.units)

    def clean_people(self) -> QuerySet[Employment]:
        posts: QuerySet[Employment] = self.cleaned_data["people"]
        if posts.count() > MOST_AT_ONCE:
            message = _("At most %(count)s at once; please choose some of them.")
            raise ValidationError(message, params={"count": MOST_AT_ONCE})
        return posts

    def people_by_unit(self) -> dict[GrassrootsUnion, list[Person]]:
        units = {unit.pk: unit for unit in self.units}
        people: dict[GrassrootsUnion, list[Person]] = {}
        for post in self.cleaned_data["people"]:
            people.setdefault(units[post.grassroots_id], []).append(post.person)
        return people
