from typing import Any

from django import forms
from django.utils.translation import gettext as _

from accounts.mailing.selectors import preferences_of
from core.choices import Delivery
from core.forms import ScopedForm
from core.notifications import delivery_of, groups, kinds_of

USUAL = "usual"


class PreferencesForm(ScopedForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        chosen = preferences_of(self.user)
        for group in groups():
            choices = [(USUAL, _as_usual(group.key)), *Delivery.choices]
            self.fields[group.key] = forms.ChoiceField(
                label=str(group.label), choices=choices, initial=chosen.get(group.key, USUAL)
            )

    def clean(self) -> dict[str, Any]:
        return {group: "" if way == USUAL else way for group, way in self.cleaned_data.items()}


def _as_usual(group: str) -> str:
    usual = list(dict.fromkeys(str(Delivery(delivery_of(kind)).label) for kind in kinds_of(group)))
    return _("As usual (%(way)s)") % {"way": usual[0] if len(usual) == 1 else _("differs by the kind of news")}
