from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from core.forms import ScopedForm
from core.text import nfc
from emulation.monitoring.wording import DAY, STEPS, UNIT

MARKS = _("Each unit reads its own name, what it lacks and its last day at %(unit)s, %(steps)s and %(day)s.")


class RemindForm(ScopedForm):
    text = forms.CharField(label=_("Wording"), max_length=1000, widget=forms.Textarea({"rows": 4}))
    hold = forms.BooleanField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["text"].help_text = MARKS % {"unit": UNIT, "steps": STEPS, "day": DAY}

    def clean_text(self) -> str:
        return nfc(self.cleaned_data["text"])
