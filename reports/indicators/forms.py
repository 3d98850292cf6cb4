from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from core.forms import GroupedDecimalField, ScopedForm, TidyCharField
from reports.indicators.choices import Qualifier


class RemarkForm(ScopedForm):
    qualifier = forms.ChoiceField(label=_("Value in the document"), choices=Qualifier.choices)
    typed_value = GroupedDecimalField(
        label=_("Value on paper"), max_digits=14, decimal_places=2, min_value=0, required=False
    )
    note = TidyCharField(label=_("Note"), max_length=300, required=False)
    is_demo = forms.BooleanField(label=_("This is demo data"), required=False)

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        is_exact = values.get("qualifier", Qualifier.EXACT) == Qualifier.EXACT
        is_empty = "typed_value" in values and values["typed_value"] is None
        if is_empty and not is_exact:
            self.add_error("typed_value", _("Please enter the value the paper gives."))
        return values
