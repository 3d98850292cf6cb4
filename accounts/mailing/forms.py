from typing import Any

from django import forms
from django.utils.translation import gettext as _

from accounts.mailing.selectors import preferences_of
from core.choices import Delivery
from core.forms import ScopedForm
from core.notifications import delivery_of, groups, kinds_of


class PreferencesForm(ScopedForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        chosen = preferences_of(self.user)
        for group in groups():
            choices = [("", _as_usual(group.key)), *Delivery.choices]
            self.fields[group.key] = forms.ChoiceField(
                label=str(group.label), choices=choices, required=False, initial=chosen.get(group.key, "")
            )


def _as_usual(group: str) -> str:
    usual = list(dict.fromkeys(str(Delivery(delivery_of(kind)).label) for kind in kinds_of(group)))
    return _("As usual (%(way)s)") % {"way": " / ".join(usual)}
