from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from awards.nominations.models import Nomination
from core.forms import RowsField, ScopedForm, TidyCharField
from emulation.initiatives.models import Initiative
from emulation.registrations.models import Registration

ACHIEVEMENT_HELP = _("As it will be printed on the certificate; three lines at most.")


def achievement_field() -> TidyCharField:
    return TidyCharField(
        label=_("Achievement"), max_length=300, help_text=ACHIEVEMENT_HELP, widget=forms.Textarea({"rows": 3})
    )


class RegistrationChoices(RowsField):
    def label_from_instance(self, obj: Registration) -> str:
        return f"{obj.subject} – {obj.title}"


class NominateForm(ScopedForm):
    # All registrations chosen are of one unit and share the achievement.
    registrations = RegistrationChoices(
        queryset=Registration.objects.none(), label=_("Registrations"), widget=forms.CheckboxSelectMultiple
    )
    achievement = achievement_field()

    def __init__(self, *args: Any, choices: QuerySet[Registration], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["registrations"].queryset = choices


class NominationForm(ScopedForm):
    achievement = achievement_field()
    initiatives = RowsField(
        queryset=Initiative.objects.all(),
        label=_("Initiatives it rests on"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    revision = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, nomination: Nomination, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices: Any = self.fields["initiatives"]
        choices.queryset = choices.queryset.filter(grassroots=nomination.grassroots_id, year=nomination.year)
        if not choices.queryset.exists():
            del self.fields["initiatives"]
