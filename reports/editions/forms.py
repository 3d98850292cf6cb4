from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.forms import ScopedForm, TidyCharField

SECTION_LABELS = {
    "strengths": _("Strengths"),
    "weaknesses": _("Weaknesses"),
    "causes": _("Causes"),
    "lessons": _("Lessons"),
    "tasks": _("Tasks of the next year"),
    "proposals": _("Proposals"),
}


class SectionsForm(ScopedForm):
    revision = forms.IntegerField(widget=forms.HiddenInput, required=False)
    as_of = forms.DateField(
        label=_("Figures as of"),
        required=False,
        help_text=_(
            "What happened after this day is not counted. 31 December stands for the whole year, "
            "with what was decided later about it."
        ),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, label in SECTION_LABELS.items():
            self.fields[name] = forms.CharField(label=label, required=False, widget=forms.Textarea({"rows": 5}))

    @property
    def sections(self) -> dict[str, str]:
        return {name: self.cleaned_data[name] for name in SECTION_LABELS}


class IssueForm(ScopedForm):
    dated_on = forms.DateField(label=_("Date of the report"), initial=timezone.localdate)
    signatory = TidyCharField(
        label=_("Name of the signatory"), max_length=100, required=False, help_text=_("Your own name if left empty.")
    )
