from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.forms import DateField, RevisionField, ScopedForm, TidyCharField
from core.uploads import ScansUpload
from emulation.eligibility.choices import EvidenceKind
from emulation.evidence.models import HTTPS

KIND = _("Kind of evidence")


class EvidenceForm(ScopedForm):
    kind = forms.ChoiceField(label=KIND, choices=[("", _("Choose what it is")), *EvidenceKind.choices])
    scans = ScansUpload(label=_("Files"), required=False)
    link = forms.URLField(
        label=_("Or a link"),
        max_length=500,
        required=False,
        assume_scheme="https",
        validators=[HTTPS],
        help_text=_("To a page that every reader can open, for example a video. The portal does not open it."),
    )
    note = TidyCharField(
        label=_("Note"),
        max_length=200,
        required=False,
        help_text=_("What it shows, for example number and date of the decision."),
    )

    def clean(self) -> dict[str, Any]:
        values: dict[str, Any] = super().clean() or {}
        if not self.errors and bool(values["scans"]) == bool(values["link"]):
            raise ValidationError({"scans": _("Choose files, or enter a link.")})
        return values


class EvidenceNoteForm(ScopedForm):
    kind = forms.ChoiceField(label=KIND, choices=EvidenceKind)
    note = TidyCharField(label=_("Note"), max_length=200, required=False)
    revision = RevisionField()


class PaperReceivedForm(ScopedForm):
    received_on = DateField(
        label=_("Paper original received on"),
        required=False,
        help_text=_("Leave it empty where it was not received after all."),
    )
    revision = RevisionField()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial.setdefault("received_on", timezone.localdate())
