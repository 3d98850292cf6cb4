import re
from collections import Counter
from collections.abc import Iterable
from datetime import date
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.forms import DateField, RevisionField, ScopedForm, TidyCharField
from core.pickers.fields import PickField
from unions.access import PortalUser, may_see_personal_data
from unions.people.choices import Gender
from unions.people.models import Employment, Person
from unions.people.posts import readable_people
from unions.people.rules import PERSONAL_FIELDS, birth_fields, short_birth
from unions.units.forms import narrow
from unions.units.models import GrassrootsUnion, Team
from unions.units.rules import future_day_error


def workers_with_labels(user: PortalUser, posts: Iterable[Employment]) -> list[tuple[Person, str]]:
    """Namesakes get telling facts where `user` may read personal data."""
    posts = list(posts)
    counts = Counter(post.person.search_key for post in posts)
    namesakes = [post.person for post in posts if counts[post.person.search_key] > 1]
    readable = readable_people(user, namesakes) if namesakes else set()
    return [
        (post.person, _label(post.person, with_facts=post.person_id in readable, position=post.position))
        for post in posts
    ]


def _label(person: Person, *, with_facts: bool, position: str = "") -> str:
    facts = (short_birth(person.born), person.member_number) if with_facts else ()
    return " – ".join(part for part in (str(person), *facts, position) if part)


class BornField(DateField):
    """A date, or four digits for a year alone."""

    def to_python(self, value: Any) -> Any:
        typed = value.strip() if isinstance(value, str) else value
        return int(typed) if isinstance(typed, str) and re.fullmatch(r"[0-9]{4}", typed) else super().to_python(typed)

    def prepare_value(self, value: Any) -> Any:
        return str(value) if isinstance(value, int) else value


class PersonFields(ScopedForm):
    full_name = TidyCharField(label=_("Full name"), max_length=100)
    gender = forms.ChoiceField(label=_("Gender"), choices=Gender.choices, initial=Gender.UNKNOWN)
    birth_date = BornField(
        label=_("Birth date"),
        required=False,
        help_text=_("Where the day is not known, only the year, such as 1988."),
    )
    member_number = TidyCharField(label=_("Member number"), max_length=20, required=False)
    phone = TidyCharField(label=_("Phone"), max_length=20, required=False)
    position = TidyCharField(label=_("Position"), max_length=100, required=False)
    team = forms.ModelChoiceField(Team.objects.all(), label=_("Team"), required=False)
    is_leader = forms.BooleanField(label=_("Leads the unit or a part of it"), required=False)
    is_direct_worker = forms.BooleanField(label=_("Works directly in production"), required=False)

    FACTS = ("full_name", "gender", "birth_date", "birth_year", "member_number", "phone")
    POST = ("position", "team", "is_leader", "is_direct_worker")
    groups = [(_("The person"), list(FACTS)), (_("The work"), [*POST, "since"])]

    def __init__(self, *args: Any, grassroots: GrassrootsUnion | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        narrow(self, "team", grassroots=grassroots)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        return data | birth_fields(data["birth_date"]) if "birth_date" in data else data

    def clean_member_number(self) -> str | None:
        # All people count, not only the visible ones: a member number is unique in the country.
        number = self.cleaned_data["member_number"] or None
        person = getattr(self, "person", None)
        if number and Person.objects.filter(member_number=number).exclude(pk=person and person.pk).exists():
            raise forms.ValidationError(_("This member number belongs to somebody else already."))
        return number


class NewPersonForm(PersonFields):
    since = DateField(label=_("Works here since"), initial=timezone.localdate)

    def clean_since(self) -> date:
        since: date = self.cleaned_data["since"]
        if message := future_day_error(since, timezone.localdate()):
            raise forms.ValidationError(str(message))
        return since


class PersonForm(PersonFields):
    revision = RevisionField()
    post_revision = RevisionField(required=False)

    def __init__(self, *args: Any, person: Person, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.person = person
        if not may_see_personal_data(self.user, person):
            for name in self.fields.keys() & {*PERSONAL_FIELDS}:
                del self.fields[name]

    def cleaned(self, names: tuple[str, ...]) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in names if name in self.cleaned_data}


class EmploymentFields(ScopedForm):
    valid_from = DateField(label=_("Works here since"))
    valid_to = DateField(
        label=_("Last day"), required=False, help_text=_("Empty as long as the person works in the unit.")
    )
    position = TidyCharField(label=_("Position"), max_length=100, required=False)
    is_leader = forms.BooleanField(label=_("Leads the unit or a part of it"), required=False)
    is_direct_worker = forms.BooleanField(label=_("Works directly in production"), required=False)


class NewEmploymentForm(EmploymentFields):
    grassroots = PickField(GrassrootsUnion.objects.all(), label=_("Grassroots union"))

    field_order = ["grassroots"]

    def __init__(self, *args: Any, units: QuerySet[GrassrootsUnion], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["grassroots"].queryset = units


class CorrectEmploymentForm(EmploymentFields):
    team = forms.ModelChoiceField(Team.objects.all(), label=_("Team"), required=False)
    revision = RevisionField()

    field_order = ["valid_from", "valid_to", "position", "team"]

    def __init__(self, *args: Any, grassroots: GrassrootsUnion, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        narrow(self, "team", grassroots=grassroots)
