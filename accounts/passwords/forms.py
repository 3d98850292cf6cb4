from django import forms
from django.contrib.auth.forms import PasswordChangeForm
from django.utils.translation import gettext_lazy as _

from core.forms import ScopedForm


class ForgottenForm(ScopedForm):
    email = forms.EmailField(label=_("The e-mail address of your account"), max_length=254)


class OwnPasswordForm(PasswordChangeForm):
    """The old password, the new one twice; FormPage names the person as `user`."""
