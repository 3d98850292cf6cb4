"""Form fields that choose among many rows without sending them all.

Text without a chosen row is searched on submit, and the form comes back with the matches. `<name>-q` is the text,
`<name>-for` the text that was searched.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Model
from django.forms.boundfield import BoundField
from django.utils.translation import gettext as _

from core.forms import RowsField
from core.pickers.searching import Matches, Option, find_matches, options_for
from core.text import format_number, plain_number


@dataclass
class Typed:
    text: str
    keys: list[str]
    field: "PickMixin"

    @cached_property
    def matches(self) -> Matches:
        return self.field.matches(self.text)

    @property
    def objection(self) -> str:
        if not self.matches.options:
            return _("Nothing was found for “%(typed)s”. Please type another part of it.") % {"typed": self.text}
        return _("Please choose what you mean by “%(typed)s”.") % {"typed": self.text}


@dataclass(frozen=True)
class Everything:
    """All rows of the field, as counted on the page."""

    count: int = 0


EVERYTHING = Everything()


class Picker(forms.Widget):
    template_name = "components/picker.html"
    several = False
    field: "PickMixin"
    text = ""

    def value_from_datadict(self, data: Any, files: Any, name: str) -> Any:
        keys = data.getlist(name) if hasattr(data, "getlist") else _as_list(data.get(name))
        keys = [str(key) for key in keys if key not in (None, "")]
        self.text = (data.get(f"{name}-q") or "").strip()
        is_open = self.text and (self.text != (data.get(f"{name}-for") or "").strip() or not keys)
        return (
            Typed(self.text, keys, self.field)
            if is_open
            else self.resolved(keys, is_cleared=self.is_cleared(data, name))
        )

    def is_cleared(self, data: Any, name: str) -> bool:
        return f"{name}-q" in data and not self.text and bool(data.get(f"{name}-for"))

    def resolved(self, keys: list[str], *, is_cleared: bool) -> Any:
        return "" if is_cleared or not keys else keys[0]

    def value_omitted_from_data(self, data: Any, files: Any, name: str) -> bool:
        return name not in data and f"{name}-q" not in data

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        whole = self.whole(value)
        keys = value.keys if isinstance(value, Typed) else whole.pop("only", _as_list(value))
        chosen = self.field.chosen([str(key) for key in keys])
        is_typed = isinstance(value, Typed)
        first = chosen[0] if chosen and not self.several and not is_typed else None
        text = value.text if is_typed else first.label if first else "" if self.several else self.text
        context["picker"] = {
            "text": text,
            "searched": text if is_typed or first else "",
            "one": first,
            "chosen": chosen if self.several else [],
            "matches": value.matches if is_typed else self.field.first_rows(keys),
            "several": self.several,
            "depends_on": self.field.depends_on,
            "address": self.field.address,
            **whole,
        }
        return context

    def whole(self, value: Any) -> dict[str, Any]:
        return {}


class SeveralPicker(Picker):
    several = True

    def value_from_datadict(self, data: Any, files: Any, name: str) -> Any:
        count = plain_number(str(data.get(f"{name}-all") or ""))
        return Everything(count) if count is not None else super().value_from_datadict(data, files, name)

    def value_omitted_from_data(self, data: Any, files: Any, name: str) -> bool:
        return f"{name}-all" not in data and super().value_omitted_from_data(data, files, name)

    def whole(self, value: Any) -> dict[str, Any]:
        if not self.field.offers_all:
            return {}
        takes_all, count = isinstance(value, Everything), self.field.queryset.count()
        if count > 1:
            return {"count": count, "takes_all": takes_all}
        return {"only": list(self.field.queryset.values_list("pk", flat=True))} if takes_all else {}

    def resolved(self, keys: list[str], *, is_cleared: bool) -> Any:
        return keys


class PickMixin:
    """`depends_on` names the field that narrows the rows; the form narrows the queryset."""

    widget: Any
    queryset: Any
    user: Any = None
    depends_on = ""
    offers_all = False
    address = ""
    """Where the search is answered, if not by the page of the form."""

    def __init__(self, *args: Any, depends_on: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.depends_on = depends_on
        self.widget.field = self

    def __deepcopy__(self, memo: dict[int, Any]) -> Any:
        copied = super().__deepcopy__(memo)  # type: ignore[misc]
        copied.widget.field = copied
        return copied

    def get_bound_field(self, form: Any, field_name: str) -> BoundField:
        self.user = getattr(form, "user", self.user)
        return super().get_bound_field(form, field_name)  # type: ignore[misc]

    def clean(self, value: Any) -> Any:
        if isinstance(value, Typed):
            raise ValidationError(value.objection, "unchosen")
        return super().clean(value)  # type: ignore[misc]

    def has_changed(self, initial: Any, data: Any) -> bool:
        return isinstance(data, Typed | Everything) or bool(super().has_changed(initial, data))  # type: ignore[misc]

    def prepare_value(self, value: Any) -> Any:
        return value if isinstance(value, Typed | Everything) else super().prepare_value(value)  # type: ignore[misc]

    def label_of(self, row: Any) -> str:
        return str(self.label_from_instance(row))  # type: ignore[attr-defined]

    def matches(self, typed: str) -> Matches:
        return find_matches(self.user, self.queryset.all(), typed, self.label_of)

    def first_rows(self, keys: Sequence[Any]) -> Matches | None:
        """Offered before anything is typed, besides the rows with `keys`."""
        return None

    def chosen(self, keys: Sequence[str]) -> list[Option]:
        wanted = [number for key in keys if (number := plain_number(key)) is not None]
        rows = list(self.queryset.all().filter(pk__in=wanted)) if wanted else []
        return options_for(self.user, rows, self.label_of)


class PickField(PickMixin, forms.ModelChoiceField):
    widget = Picker


class PickManyField(PickMixin, RowsField):
    """`offers_all` adds a box for all rows, ticked by `initial=EVERYTHING`; `shows_first` a few boxes."""

    widget = SeveralPicker

    def __init__(self, *args: Any, offers_all: bool = False, shows_first: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offers_all, self.shows_first = offers_all, shows_first

    def first_rows(self, keys: Sequence[Any]) -> Matches | None:
        if not self.shows_first:
            return None
        known = {number for key in keys if (number := plain_number(str(key))) is not None}
        return find_matches(self.user, self.queryset.exclude(pk__in=known), "", self.label_of)

    def clean(self, value: Any) -> Any:
        if not isinstance(value, Everything):
            return super().clean(value)
        rows = self.queryset.all()
        count = rows.count()
        if not self.offers_all or not count or count != value.count:
            raise ValidationError(
                _("There are %(count)s by now; please look again.") % {"count": format_number(count)}, "changed"
            )
        return rows


def chosen_rows(form: Any) -> list[Model]:
    rows: list[Model] = []
    for name, field in form.fields.items():
        is_of_rows = isinstance(field, PickMixin) and isinstance(field, forms.ModelChoiceField)
        if is_of_rows and (value := form.cleaned_data.get(name)):
            rows += [value] if isinstance(value, Model) else list(value)
    return rows


def _as_list(value: Any) -> list[Any]:
    if value in (None, "") or isinstance(value, Everything):
        return []
    return list(value) if isinstance(value, list | tuple) else [value]
