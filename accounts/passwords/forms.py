from typing import Any

from django import forms
from django.contrib.auth.forms import PasswordChangeForm
from django.utils.translation import gettext_lazy as _

from accounts.users.forms import ResetPasswordForm
from core.forms import ReasonForm, ScopedForm


class ChangePasswordForm(PasswordChangeForm):
    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        if values.get("new_password1") and values["new_password1"] == values.get("old_password"):
            self.add_error("new_password1", _("This is the password you have; please choose another."))
        return values


class ForgottenPasswordForm(ScopedForm):
    email = forms.EmailField(label=_("The e-mail address of your account"), max_length=254)


class GivePasswordForm(ResetPasswordForm, ReasonForm):
    field_order = ["password1", "password2", "reason"]
