from typing import Any

from django import forms
from django.contrib.auth.password_validation import password_validators_help_text_html, validate_password
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.users.models import User
from core.forms import DateField, RevisionField, ScopedForm, TidyCharField
from unions.access import RoleKind


def own_phone_field() -> forms.CharField:
    widget = forms.TextInput(attrs={"autocomplete": "tel", "inputmode": "tel"})
    help_text = _("You can sign in with it too, once your officer has confirmed it.")
    return TidyCharField(label=_("Phone"), max_length=20, required=False, help_text=help_text, widget=widget)


def own_email_field() -> forms.EmailField:
    widget = forms.EmailInput(attrs={"autocomplete": "email"})
    help_text = _(
        "Once you have opened the link that is sent there, you can sign in with it, and renew a forgotten password."
    )
    return forms.EmailField(label=_("E-mail"), required=False, help_text=help_text, widget=widget)


def password_field(label: Any, autocomplete: str, **kwargs: Any) -> forms.CharField:
    widget = forms.PasswordInput(attrs={"autocomplete": autocomplete})
    return forms.CharField(label=label, strip=False, max_length=128, widget=widget, **kwargs)


class NewPasswordForm(ScopedForm):
    password1 = password_field(_("New password"), "new-password", help_text=password_validators_help_text_html)
    password2 = password_field(_("The same password again"), "new-password")

    def account(self) -> User:
        """The account, perhaps unsaved, that the password must not resemble."""
        return self.user

    def clean(self) -> dict[str, Any] | None:
        first, second = self.cleaned_data.get("password1"), self.cleaned_data.get("password2")
        if first and second and first != second:
            self.add_error("password2", _("The two passwords are not the same."))
        elif first and second:
            try:
                validate_password(first, self.account())
            except ValidationError as error:
                self.add_error("password1", error)
        return self.cleaned_data


class ResetPasswordForm(NewPasswordForm):
    def __init__(self, *args: Any, owner: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.owner = owner

    def account(self) -> User:
        return self.owner


class ConfirmPasswordForm(ScopedForm):
    password = password_field(_("Your password"), "current-password")

    def clean_password(self) -> str:
        password = str(self.cleaned_data["password"])
        if not self.user.check_password(password):
            raise ValidationError(_("This is not your password."))
        return password


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
    since = DateField(label=_("Holds the role since"), initial=timezone.localdate)


class EndRoleForm(ScopedForm):
    until = DateField(label=_("Last day of the role"), initial=timezone.localdate)


class CorrectRoleForm(ScopedForm):
    valid_from = DateField(label=_("Holds the role since"))
    valid_to = DateField(
        label=_("Last day of the role"), required=False, help_text=_("Empty as long as the role is held.")
    )
    revision = RevisionField()


class CorrectAccountForm(ScopedForm):
    full_name = TidyCharField(label=_("Full name"), max_length=100)
    username = forms.CharField(label=_("Sign-in name"), max_length=150)
    revision = RevisionField()
