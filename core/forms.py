import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.scoping import ScopedQuerySet
from core.sequence import LARGEST_NUMBER
from core.text import (
    LARGEST_STORED,
    UnreadableDay,
    format_number,
    parse_day,
    parse_whole_number,
    plain_number,
    tidy,
)

NUMBER_HELP = _(
    "Leave it empty for the next number of the portal, %(number)d. "
    "Where the federation numbers all its papers in one book, enter the number from the book."
)


class TidyCharField(forms.CharField):
    def to_python(self, value: Any) -> str:
        return tidy(super().to_python(value) or "")


GROUPED = re.compile(r"\d{1,3}(\.\d{3})+(,\d*)?")
DIGITS = re.compile(r"^([0-9]{2})([0-9]{2})([0-9]{4}|[0-9]{2})$")
YEARS = range(1900, 2101)
FIRST_YEAR, LAST_YEAR = 2000, 2100
LONGEST_SHOWN = 40
"""So much of a wrong key is repeated in the sentence about it."""
UNLIKELY_YEAR = _("Please look at the year again: %(year)04d.")


class GroupedDecimalField(forms.DecimalField):
    """Accepts 1.350.000 and 1350000; a comma begins the fraction."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(localize=True, **kwargs)
        self.widget.attrs.setdefault("inputmode", "decimal")

    def to_python(self, value: Any) -> Any:
        typed = value.strip() if isinstance(value, str) else value
        is_grouped = isinstance(typed, str) and GROUPED.fullmatch(typed)
        return super().to_python(typed.replace(".", "") if is_grouped else typed)


class DateInput(forms.DateInput):
    """dd/mm/yyyy with a calendar button. A native date field follows the computer's language."""

    template_name = "components/date_input.html"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__({"placeholder": "dd/mm/yyyy", "inputmode": "numeric", **(attrs or {})}, format="%d/%m/%Y")


class DateField(forms.DateField):
    """Digits alone are accepted: the keypad of a phone has no slash."""

    widget = DateInput

    def to_python(self, value: Any) -> Any:
        typed = value.strip() if isinstance(value, str) else value
        if not isinstance(typed, str) or typed in self.empty_values:
            return super().to_python(typed)
        try:
            day = parse_day(DIGITS.sub(r"\1/\2/\3", typed))
        except UnreadableDay as unreadable:
            raise ValidationError(str(unreadable.message), "invalid") from unreadable
        if day.year not in YEARS:
            raise ValidationError(UNLIKELY_YEAR, "invalid", {"year": day.year})
        return day


class WholeNumberField(forms.IntegerField):
    def __init__(self, *, min_value: int = 0, max_value: int = LARGEST_STORED, **kwargs: Any) -> None:
        super().__init__(min_value=min_value, max_value=max_value, **kwargs)


class RevisionField(WholeNumberField):
    widget = forms.HiddenInput


class YearField(WholeNumberField):
    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{"min_value": FIRST_YEAR, "max_value": LAST_YEAR, **kwargs})


class RowsField(forms.ModelMultipleChoiceField):
    def clean(self, value: Any) -> Any:
        for key in value if isinstance(value, list | tuple) else ():
            if isinstance(key, str) and plain_number(key) is None:
                raise ValidationError(
                    self.error_messages["invalid_choice"], "invalid_choice", {"value": key[:LONGEST_SHOWN]}
                )
        return super().clean(value)


class ScopedFormMixin:
    def __init__(self, *args: Any, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user
        for field in self.fields.values():  # type: ignore[attr-defined]
            if isinstance(field, forms.ModelChoiceField) and isinstance(field.queryset, ScopedQuerySet):
                field.queryset = field.queryset.visible_to(user)


class ScopedForm(ScopedFormMixin, forms.Form):
    fields: dict[str, Any]


class ReasonForm(ScopedForm):
    reason = forms.CharField(label=_("Reason"), widget=forms.Textarea({"rows": 3}), max_length=1000)


class NumberForm(ScopedForm):
    """An empty number means the next one of the portal."""

    number = WholeNumberField(label=_("Number"), required=False, min_value=1, max_value=LARGEST_NUMBER)

    def __init__(self, *args: Any, upcoming: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["number"].widget.attrs["placeholder"] = upcoming
        self.fields["number"].help_text = NUMBER_HELP % {"number": upcoming}


class DatedNumberForm(NumberForm):
    dated_on = DateField(label=_("Date of the paper"), initial=timezone.localdate)


class ScopedModelForm(ScopedFormMixin, forms.ModelForm):
    """Services save, never the form."""

    def save(self, commit: bool = True) -> Any:
        raise TypeError("A form does not save; pass cleaned_data to a service.")


class GroupedIntegerField(WholeNumberField):
    """1.200 is accepted, ambiguous input refused."""

    widget = forms.TextInput
    default_error_messages = {"invalid": _("Write a whole number, for example 1.200.")}

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.widget.attrs.setdefault("inputmode", "numeric")

    def to_python(self, value: Any) -> int | None:
        if value in self.empty_values:
            return None
        try:
            return parse_whole_number(str(value))
        except ValueError as wrong:
            raise ValidationError(self.error_messages["invalid"], "invalid") from wrong

    def prepare_value(self, value: Any) -> Any:
        return format_number(value) if isinstance(value, int) else value


class ShareField(GroupedIntegerField):
    default_error_messages = {"invalid": _("Write whole percent, for example 60.")}

    def to_python(self, value: Any) -> int | None:
        return super().to_python(value.strip().removesuffix("%") if isinstance(value, str) else value)


MOST_DONG = 10**15


class DongField(GroupedIntegerField):
    default_error_messages = {"invalid": _("Write whole đồng, for example 1.520.000.")}

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(min_value=0, max_value=MOST_DONG, **kwargs)
