from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.forms import DateField, ScopedForm


class ReviewForm(ScopedForm):
    held_on = DateField(label=_("Held on"), initial=timezone.localdate)
    text = forms.CharField(
        label=_("Assessment"),
        max_length=20_000,
        widget=forms.Textarea({"rows": 10}),
        help_text=_("What was achieved, what is lacking, who stands out, what comes next."),
    )
