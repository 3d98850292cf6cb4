from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from core.forms import GroupedDecimalField, ScopedForm, TidyCharField
from reports.indicators.choices import Qualifier


class RemarkForm(ScopedForm):
    qualifier = forms.ChoiceField(label=_("The paper says"), choices=Qualifier.choices)
    typed_value = GroupedDecimalField(
        label=_("Value on paper"), max_digits=14, decimal_places=2, min_value=0, required=False
    )
    note = TidyCharField(label=_("Note"), max_length=300, required=False)
    is_demo = forms.BooleanField(label=_("This is demo data"), required=False)

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        if (
            said.get("qualifier", Qualifier.EXACT) != Qualifier.EXACT
            and "typed_value" in said
            and said["typed_value"] is None
        ):
            self.add_error("typed_value", _("Please enter the value the paper gives."))
        return said
