from django import forms
from django.utils.translation import gettext_lazy as _

from core.forms import ScopedForm

CODE = {"autocomplete": "one-time-code", "inputmode": "text", "autofocus": True}


class CodeForm(ScopedForm):
    code = forms.CharField(label=_("Code"), max_length=20, widget=forms.TextInput(attrs=CODE))
