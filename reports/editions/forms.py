from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.users.models import Role, User
from core.forms import DateField, RevisionField, ScopedForm
from reports.editions.choices import SECTION_LABELS
from reports.editions.selectors.gaps import Gap


class SectionsForm(ScopedForm):
    revision = RevisionField(required=False)
    as_of = DateField(
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


class GapsForm(ScopedForm):
    gaps = forms.MultipleChoiceField(
        error_messages={
            "required": _("Tick what you have seen."),
            "invalid_choice": _("What is lacking has changed meanwhile. Please look at the list again."),
        }
    )

    def __init__(self, *args: Any, gaps: Iterable[Gap], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["gaps"].choices = [(gap.choice, gap.sentence) for gap in gaps]


class SignForm(ScopedForm):
    signatory = forms.TypedChoiceField(
        label=_("Signatory"),
        coerce=int,
        empty_value=None,
        required=False,
        help_text=_("Under whose name and post the report is printed."),
    )

    def __init__(self, *args: Any, roles: Iterable[Role], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.people = {role.user_id: role.user for role in roles}
        names = [(role.user_id, f"{role.user} – {role.get_kind_display()}") for role in roles]
        self.fields["signatory"].choices = names
        self.fields["signatory"].initial = self.user.pk

    def clean_signatory(self) -> User | None:
        return self.people.get(self.cleaned_data["signatory"])
