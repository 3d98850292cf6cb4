import json
import tomllib
from collections.abc import Mapping
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from core.forms import DateField, ReasonForm
from emulation.eligibility.choices import Severity
from emulation.law.choices import LegalMark

LINES = forms.Textarea({"rows": 4})


class ValuesField(forms.CharField):
    """One value a line, as in the reference file: `months = 6`."""

    widget = forms.Textarea({"rows": 6, "spellcheck": "false"})

    def prepare_value(self, value: Any) -> Any:
        if not isinstance(value, Mapping):
            return value
        return "\n".join(f"{key} = {_as_toml(part)}" for key, part in value.items())

    def to_python(self, value: Any) -> Any:
        try:
            return tomllib.loads(super().to_python(value) or "")
        except (tomllib.TOMLDecodeError, RecursionError) as error:
            raise ValidationError(_("Please write one value a line, such as: months = 6")) from error


def _as_toml(value: Any) -> str:
    if isinstance(value, Mapping):
        return "{ " + ", ".join(f"{key} = {_as_toml(part)}" for key, part in value.items()) + " }"
    return json.dumps(value, ensure_ascii=False)


class ChangeRuleForm(ReasonForm):
    valid_from = DateField(label=_("In force from"))
    severity = forms.ChoiceField(label=_("Severity"), choices=Severity.choices)
    is_active = forms.BooleanField(label=_("Is applied"), required=False)
    values = ValuesField(label=_("Values"), required=False)
    condition = forms.CharField(label=_("Condition in words"), widget=LINES, max_length=2000)
    legal_basis = forms.CharField(label=_("Legal basis"), max_length=300)
    mark = forms.ChoiceField(label=_("Certainty"), choices=LegalMark.choices)
    note = forms.CharField(label=_("Note"), widget=LINES, required=False, max_length=2000)

    field_order = [
        "valid_from",
        "severity",
        "is_active",
        "values",
        "condition",
        "legal_basis",
        "mark",
        "note",
        "reason",
    ]
