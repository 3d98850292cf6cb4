from typing import Any, cast

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.invitations.selectors import units_invited, units_without_account
from accounts.users.forms import NewPasswordForm, own_email_field, own_phone_field
from accounts.users.models import User
from core.forms import DateField, ScopedForm, TidyCharField
from core.pickers.fields import EVERYTHING, PickManyField
from unions.access import RoleKind
from unions.tree.models import Union
from unions.units.models import GrassrootsUnion


class JoinForm(NewPasswordForm):
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
        names = ("username", "full_name", "email", "phone")
        return User(**{name: self.cleaned_data.get(name, "") for name in names})


class TakeRoleForm(ScopedForm):
    pass  # no fields: the account exists


class InviteForm(ScopedForm):
    kind = forms.ChoiceField(label=_("Role"))
    full_name = TidyCharField(label=_("Full name"), max_length=100, required=False)
    email = forms.EmailField(
        label=_("E-mail"), required=False, help_text=_("The invitation is sent there. Without it you print a slip.")
    )
    phone = TidyCharField(label=_("Phone"), max_length=20, required=False)
    since = DateField(label=_("Holds the role since"), initial=timezone.localdate)

    def __init__(self, *args: Any, kinds: list[RoleKind], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = cast(forms.ChoiceField, self.fields["kind"])
        field.choices = [(kind.value, kind.label) for kind in kinds]


class SlipsForm(ScopedForm):
    """`cleaned_data["again"]` lists the units to be invited again."""

    units = PickManyField(
        GrassrootsUnion.objects.none(),
        label=_("Units without an account"),
        required=False,
        offers_all=True,
        initial=EVERYTHING,
    )
    also_invited = forms.BooleanField(
        label=_("Also units that were invited and have not joined yet"),
        required=False,
        help_text=_("Their old invitation is withdrawn: the slip they have is worthless, and a new one is printed."),
    )

    def __init__(self, *args: Any, union: Union, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.invited = units_invited(union)
        units = units_without_account(union)
        if units.exists():
            cast(PickManyField, self.fields["units"]).queryset = units
        else:
            del self.fields["units"]
        if not self.invited.exists():
            del self.fields["also_invited"]

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        values["again"] = list(self.invited) if values.get("also_invited") else []
        if not self.errors and not values.get("units") and not values["again"]:
            raise ValidationError(_("Please choose at least one unit."))
        return values


class HandOverForm(ScopedForm):
    since = DateField(
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
        values = self.cleaned_data
        if not values.get("username") and not values.get("full_name"):
            self.add_error("username", _("Please enter the sign-in name, or the full name of whom to invite."))
        return values
