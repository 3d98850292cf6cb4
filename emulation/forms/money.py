"""Amounts in đồng as people type them."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from core.text import format_number, parse_whole_number

MOST = 10**15


class DongField(forms.IntegerField):
    """1520000 or 1.520.000; what could be read in two ways is asked again."""

    widget = forms.TextInput

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(min_value=0, max_value=MOST, **kwargs)
        self.widget.attrs.setdefault("inputmode", "numeric")

    def to_python(self, value: Any) -> int | None:
        if value in self.empty_values:
            return None
        try:
            return parse_whole_number(str(value))
        except ValueError as wrong:
            raise ValidationError(_("Write whole đồng, for example 1.520.000.")) from wrong

    def prepare_value(self, value: Any) -> Any:
        return format_number(value) if isinstance(value, int) else value
