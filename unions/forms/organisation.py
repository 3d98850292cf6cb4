"""What people type about units, people and accounts."""

from typing import Any

from django import forms
from django.contrib.auth.forms import AuthenticationForm, PasswordChangeForm
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.forms import ScopedForm, TidyCharField
from unions.choices import Gender, GrassrootsKind, Ownership, RoleKind
from unions.models import Cluster, Enterprise, GrassrootsUnion, Person, Sector, Team, Union
from unions.selectors.accounts import sign_in_name_of

MOST_PEOPLE = 1_000_000
WRONG = _("The name or the password is not right. Please check both and try again.")


def narrow(form: forms.Form, name: str, **lookup: Any) -> None:
    """Cut the choices of a field down further than to what one may see."""
    field: Any = form.fields[name]
    field.queryset = field.queryset.filter(**lookup)


class SignInForm(AuthenticationForm):
    """One field for three names; one answer to every failure, so that nobody learns which accounts exist."""

    error_messages = {"invalid_login": WRONG, "inactive": WRONG}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["username"].label = _("Sign-in name, e-mail or phone number")

    def clean_username(self) -> str:
        return sign_in_name_of(self.cleaned_data["username"])


class OwnPasswordForm(PasswordChangeForm):
    """The old password, the new one twice; FormPage names the person as `user`."""


class UnitForm(ScopedForm):
    """A grassroots union that comes under `union`."""

    code = forms.SlugField(
        label=_("Code"), max_length=30, help_text=_("Letters without marks, digits and hyphens, such as TAYHO-0123.")
    )
    name = TidyCharField(label=_("Name of the unit"), max_length=200)
    kind = forms.ChoiceField(label=_("Kind"), choices=GrassrootsKind.choices)
    ownership = forms.ChoiceField(label=_("Ownership"), choices=Ownership.choices)
    sector = forms.ModelChoiceField(Sector.objects.all(), label=_("Sector"))
    cluster = forms.ModelChoiceField(Cluster.objects.all(), label=_("Cluster"), required=False)
    enterprise = forms.ModelChoiceField(Enterprise.objects.all(), label=_("Employer"), required=False)
    address = TidyCharField(label=_("Address"), max_length=200, required=False)
    since = forms.DateField(label=_("Belongs to the union since"), help_text=_("The day of the decision."))

    def __init__(self, *args: Any, union: Union, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("sector", "cluster", "enterprise"):
            narrow(self, name, union=union)


class EnterpriseForm(ScopedForm):
    name = TidyCharField(label=_("Name of the enterprise"), max_length=200)
    tax_code = TidyCharField(label=_("Tax code"), max_length=20, required=False)
    founded_on = forms.DateField(label=_("Founded on"), required=False)


class HeadcountForm(ScopedForm):
    workers = forms.IntegerField(label=_("Workers"), min_value=0, max_value=MOST_PEOPLE)
    women = forms.IntegerField(label=_("Women among the workers"), min_value=0, max_value=MOST_PEOPLE)
    members = forms.IntegerField(label=_("Union members"), min_value=0, max_value=MOST_PEOPLE)
    women_members = forms.IntegerField(label=_("Women among the members"), min_value=0, max_value=MOST_PEOPLE)


class TeamForm(ScopedForm):
    name = TidyCharField(
        label=_("Name of the team"), max_length=200, help_text=_("For example: the grade 4 teachers.")
    )


class PersonFields(ScopedForm):
    """Who somebody is, and the post held in one unit."""

    full_name = TidyCharField(label=_("Full name"), max_length=100)
    gender = forms.ChoiceField(label=_("Gender"), choices=Gender.choices, initial=Gender.UNKNOWN)
    birth_date = forms.DateField(label=_("Birth date"), required=False)
    member_number = TidyCharField(label=_("Member number"), max_length=20, required=False)
    phone = TidyCharField(label=_("Phone"), max_length=20, required=False)
    position = TidyCharField(label=_("Position"), max_length=100, required=False)
    team = forms.ModelChoiceField(Team.objects.all(), label=_("Team"), required=False)
    is_leader = forms.BooleanField(label=_("Leads the unit or a part of it"), required=False)
    is_direct_worker = forms.BooleanField(label=_("Works directly in production"), required=False)

    FACTS = ("full_name", "gender", "birth_date", "member_number", "phone")
    POST = ("position", "team", "is_leader", "is_direct_worker")
    groups = [(_("The person"), list(FACTS)), (_("The work"), [*POST, "since"])]

    def __init__(self, *args: Any, grassroots: GrassrootsUnion | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        narrow(self, "team", grassroots=grassroots)

    def clean_member_number(self) -> str | None:
        """Asked of all people, not only those in sight: a number belongs to one person in the country."""
        number = self.cleaned_data["member_number"] or None
        person = getattr(self, "person", None)
        if number and Person.objects.filter(member_number=number).exclude(pk=person and person.pk).exists():
            raise forms.ValidationError(_("This member number belongs to somebody else already."))
        return number


class NewPersonForm(PersonFields):
    since = forms.DateField(label=_("Works here since"), initial=timezone.localdate)


class PersonForm(PersonFields):
    """The same, of somebody who is there; `revision` tells what the page showed."""

    revision = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, person: Person, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.person = person

    def cleaned(self, names: tuple[str, ...]) -> dict[str, Any]:
        """Return the entered values of `names`, for the service."""
        return {name: self.cleaned_data[name] for name in names if name in self.cleaned_data}


class AppointForm(ScopedForm):
    kind = forms.ChoiceField(
        label=_("Role"),
        choices=[(kind.value, kind.label) for kind in (RoleKind.GRASSROOTS_CHAIR, RoleKind.GRASSROOTS_BOARD)],
    )
    username = forms.CharField(
        label=_("Sign-in name"),
        max_length=150,
        help_text=_("Of an account that exists, or a new one, such as chair.chuvanan."),
    )
    full_name = TidyCharField(
        label=_("Full name"), max_length=100, required=False, help_text=_("For a new account only.")
    )
    phone = TidyCharField(label=_("Phone"), max_length=20, required=False, help_text=_("For a new account only."))
    since = forms.DateField(label=_("Holds the role since"), initial=timezone.localdate)


class EndRoleForm(ScopedForm):
    until = forms.DateField(label=_("Last day of the role"), initial=timezone.localdate)
