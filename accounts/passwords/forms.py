from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.users.forms import ResetPasswordForm
from core.forms import ReasonForm, ScopedForm


class ForgottenPasswordForm(ScopedForm):
    email = forms.EmailField(label=_("The e-mail address of your account"), max_length=254)


class GivePasswordForm(ResetPasswordForm, ReasonForm):
    field_order = ["password1", "password2", "reason"]
