"""What is typed about registrations. Whom is one choice: people, teams, the unit, its employer, initiatives."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from core.forms import ScopedForm, TidyCharField
from core.text import short_date
from emulation.campaigns.models import Campaign
from emulation.law.choices import SubjectKind
from emulation.law.models import Title
from emulation.registrations.models import Registration
from emulation.registrations.rules import SUBJECT_FIELD
from emulation.registrations.selectors import initiatives_of, teams_of, titles_offered, workers_of
from unions.people.models import Employment
from unions.units.models import GrassrootsUnion


@dataclass(frozen=True)
class Subject:
    """Whom a registration is about, and the unit that registers."""

    grassroots: GrassrootsUnion
    kind: str
    thing: Any

    @property
    def key(self) -> str:
        return f"{self.kind}:{self.thing.pk}:{self.grassroots.pk}"

    @property
    def facts(self) -> dict[str, Any]:
        """The arguments by which a service names it."""
        field = SUBJECT_FIELD.get(self.kind)
        return {"subject_kind": self.kind, **({field: self.thing} if field else {})}


Labelled = tuple[Subject, str]
Group = tuple[str, list[Labelled]]


def people_of(unit: GrassrootsUnion) -> list[Labelled]:
    """Homonyms are told apart by the day of birth, which the unit's own chair and board may see."""
    posts: list[Employment] = list(workers_of(unit))
    same = Counter(post.person.search_key for post in posts)
    return [
        (Subject(unit, SubjectKind.PERSON, post.person), worker_label(post, same[post.person.search_key] > 1))
        for post in posts
    ]


def worker_label(post: Employment, is_homonym: bool) -> str:
    born = short_date(post.person.birth_date) if is_homonym and post.person.birth_date else ""
    return " – ".join(part for part in (str(post.person), born, post.position) if part)


def groups_of(unit: GrassrootsUnion, titles: Iterable[Title]) -> list[Group]:
    """Whom the unit can register for any of `titles`, kind by kind; kinds no title is for are left out."""
    offered = list(titles)
    makers = [
        ("for_person", _("People"), lambda: people_of(unit)),
        ("for_collective", _("Collectives"), lambda: plain_label(unit, SubjectKind.COLLECTIVE, teams_of(unit))),
        ("for_grassroots", _("The unit itself"), lambda: plain_label(unit, SubjectKind.GRASSROOTS, [unit])),
        ("for_enterprise", _("The employer"), lambda: plain_label(unit, SubjectKind.ENTERPRISE, employer_of(unit))),
        ("for_work", _("Initiatives"), lambda: plain_label(unit, SubjectKind.WORK, initiatives_of(unit))),
    ]
    groups = [(str(label), make()) for flag, label, make in makers if any(getattr(one, flag) for one in offered)]
    return [group for group in groups if group[1]]


def plain_label(unit: GrassrootsUnion, kind: str, things: Iterable[Any]) -> list[Labelled]:
    return [(Subject(unit, kind, thing), str(thing)) for thing in things]


def employer_of(unit: GrassrootsUnion) -> list[Any]:
    return [unit.enterprise] if unit.enterprise else []


class GoalForm(ScopedForm):
    """A campaign and one of the titles it offers; with one campaign running there is nothing to choose."""

    campaign = forms.ModelChoiceField(
        Campaign.objects.none(), label=_("Campaign"), empty_label=_("Choose a campaign")
    )
    title = forms.ModelChoiceField(Title.objects.none(), label=_("Title"), empty_label=_("Choose a title"))

    only_titles: dict[str, bool] = {}

    def __init__(self, *args: Any, units: list[GrassrootsUnion], campaigns: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.units = units
        self.titles = titles_offered(campaigns).filter(**self.only_titles)
        self.choices("campaign").queryset, self.choices("title").queryset = campaigns, self.titles
        running = list(campaigns)
        if len(running) == 1:
            self.fields["campaign"].initial = running[0].pk
            self.fields["campaign"].widget = forms.HiddenInput()
        elif running:
            self.choices("title").choices = [("", _("Choose a title")), *self.titles_by_campaign(running)]
        self.subjects: dict[str, Subject] = {}

    def choices(self, name: str) -> Any:
        """The field as what it is: one of choices."""
        return self.fields[name]

    def titles_by_campaign(self, campaigns: Iterable[Campaign]) -> list[tuple[str, list[tuple[int, str]]]]:
        there = set(self.titles)
        groups = [
            (str(campaign), [title for title in campaign.titles.all() if title in there]) for campaign in campaigns
        ]
        return [(name, [(title.pk, str(title)) for title in titles]) for name, titles in groups if titles]

    def choices_of(self, groups: list[Group]) -> list[tuple[str, list[tuple[str, str]]]]:
        self.subjects |= {subject.key: subject for _label, rows in groups for subject, _name in rows}
        return [(label, [(subject.key, name) for subject, name in rows]) for label, rows in groups]


class RegistrationForm(GoalForm):
    whom = forms.ChoiceField(label=_("Whom"))
    note = TidyCharField(label=_("Note"), max_length=300, required=False)
    revision = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, registration: Registration | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        titles = list(self.titles)
        groups = [self.named(unit, group) for unit in self.units for group in groups_of(unit, titles)]
        if registration:
            groups = remember_subject(groups, registration)
        self.choices("whom").choices = [("", _("Choose whom you register")), *self.choices_of(groups)]

    def named(self, unit: GrassrootsUnion, group: Group) -> Group:
        """With several units, each group says whose it is."""
        return group if len(self.units) == 1 else (f"{unit} – {group[0]}", group[1])

    @property
    def subject(self) -> Subject:
        return self.subjects[self.cleaned_data["whom"]]


def subject_of(registration: Registration) -> Subject:
    return Subject(registration.grassroots, registration.subject_kind, registration.subject)


def remember_subject(groups: list[Group], registration: Registration) -> list[Group]:
    """Whoever is registered stays a choice, though they may have left the unit since."""
    there = {subject.key for _label, rows in groups for subject, _name in rows}
    now = subject_of(registration)
    return groups if now.key in there else [(str(_("Registered now")), [(now, str(now.thing))]), *groups]


class BulkRegistrationForm(GoalForm):
    """One title for many people: tick them in a list."""

    only_titles = {"for_person": True}
    people = forms.MultipleChoiceField(label=_("Whom"), widget=forms.CheckboxSelectMultiple)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        groups = [(str(unit), people_of(unit)) for unit in self.units]
        choices = self.choices_of([group for group in groups if group[1]])
        one_unit = [row for _label, rows in choices for row in rows]
        self.choices("people").choices = choices if len(choices) > 1 else one_unit

    def chosen(self) -> dict[GrassrootsUnion, list[Any]]:
        """The people ticked, by unit."""
        found: dict[GrassrootsUnion, list[Any]] = {}
        for key in self.cleaned_data["people"]:
            found.setdefault(self.subjects[key].grassroots, []).append(self.subjects[key].thing)
        return found
