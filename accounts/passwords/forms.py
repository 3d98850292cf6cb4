from django import forms
from django.utils.translation import gettext_lazy as _

from core.forms import ScopedForm


class ForgottenPasswordForm(ScopedForm):
    email = forms.EmailField(label=_("The e-mail address of your account"), max_length=254)
