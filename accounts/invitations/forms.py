"""What people type on the way to an account and around its safety."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.invitations.selectors import units_invited, units_without_account
from accounts.users.forms import NewPasswordFields, own_email_field, own_phone_field
from accounts.users.models import User
from core.forms import RowsField, ScopedForm, TidyCharField
from unions.access import RoleKind
from unions.units.models import GrassrootsUnion

MOST_SLIPS = 2000


class JoinForm(NewPasswordFields):
    """Opens the account of somebody who was invited."""

    full_name = TidyCharField(label=_("Full name"), max_length=100)
    username = forms.CharField(
        label=_("Sign-in name"),
        max_length=150,
        validators=[User.username_validator],
        help_text=_("Choose one that you remember, such as yen.chuvanan: letters without marks, digits, dots."),
        widget=forms.TextInput(attrs={"autocomplete": "username", "autocapitalize": "none"}),
    )
    phone = own_phone_field()
    email = own_email_field()
    field_order = ["full_name", "username", "phone", "email", "password1", "password2"]

    def account(self) -> User:
        said = self.cleaned_data
        names = ("username", "full_name", "email", "phone")
        return User(**{name: said.get(name, "") for name in names})


class TakeRoleForm(ScopedForm):
    """Nothing to type: the account is there."""


class InviteForm(ScopedForm):
    """An invitation to one of the roles this page offers."""

    kind = forms.ChoiceField(label=_("Role"))
    full_name = TidyCharField(label=_("Full name"), max_length=100, required=False)
    email = forms.EmailField(
        label=_("E-mail"), required=False, help_text=_("The invitation is sent there. Without it you print a slip.")
    )
    phone = TidyCharField(label=_("Phone"), max_length=20, required=False)
    since = forms.DateField(label=_("Holds the role since"), initial=timezone.localdate)

    def __init__(self, *args: Any, kinds: list[RoleKind], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kind: Any = self.fields["kind"]
        kind.choices = [(kind.value, kind.label) for kind in kinds]


class SlipsForm(ScopedForm):
    """Units whose chair is to be invited; those invited before only where somebody says so."""

    units = RowsField(
        GrassrootsUnion.objects.none(),
        label=_("Units without an account"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    also_invited = forms.BooleanField(
        label=_("Also units that were invited and have not joined yet"),
        required=False,
        help_text=_("Their old invitation is withdrawn: the slip they have is worthless, and a new one is printed."),
    )

    def __init__(self, *args: Any, union: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.invited = units_invited(union)
        units: Any = self.fields["units"]
        units.queryset = units_without_account(union)
        units.initial = list(units.queryset.values_list("pk", flat=True)[:MOST_SLIPS])
        if not units.initial:
            del self.fields["units"]
        if not self.invited.exists():
            del self.fields["also_invited"]

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        said["again"] = list(self.invited) if said.get("also_invited") else []
        if not self.errors and not said.get("units") and not said["again"]:
            raise ValidationError(_("Please choose at least one unit."))
        return said


class HandOverForm(ScopedForm):
    """Who takes the chair over, and from which day on."""

    since = forms.DateField(
        label=_("First day of the new chair"),
        initial=timezone.localdate,
        help_text=_("The role of the present chair ends the day before."),
    )
    username = forms.CharField(
        label=_("Sign-in name of the new chair"),
        max_length=150,
        required=False,
        help_text=_("If she or he has an account in your federation already, such as a board member."),
    )
    full_name = TidyCharField(
        label=_("Full name"), max_length=100, required=False, help_text=_("Otherwise: who is to be invited.")
    )
    email = forms.EmailField(label=_("E-mail"), required=False)
    phone = TidyCharField(label=_("Phone"), max_length=20, required=False)
    groups = [
        (_("When"), ["since"]),
        (_("The new chair has an account"), ["username"]),
        (_("The new chair has none yet"), ["full_name", "email", "phone"]),
    ]

    def clean(self) -> dict[str, Any] | None:
        said = self.cleaned_data
        if not said.get("username") and not said.get("full_name"):
            self.add_error("username", _("Please enter the sign-in name, or the full name of whom to invite."))
        return said
