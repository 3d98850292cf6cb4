from collections.abc import Iterator
from datetime import date
from typing import Any

from django.db.models import Model
from django.utils.translation import gettext as _

from core.text import short_date


def active_filters(filterset: Any) -> list[dict[str, str]]:
    """Each entry has label, value in words and the address without the filter."""
    return [
        {"label": str(field.label), "value": words, "url": _without(filterset, name)}
        for name, field, words in _in_use(filterset)
        if not field.widget.is_hidden
    ]


def filters_in_words(filterset: Any) -> list[str]:
    """Filters of a link are included, though the form hides them."""
    return [f"{field.label}: {words}" for _name, field, words in _in_use(filterset)]


def _in_use(filterset: Any) -> Iterator[tuple[str, Any, str]]:
    if not filterset.is_bound or not filterset.form.is_valid():
        return
    for name, field in filterset.form.fields.items():
        value = filterset.form.cleaned_data.get(name)
        if not _is_empty(value):
            yield name, field, _in_words(field, value)


def _is_empty(value: Any) -> bool:
    return value is None or (hasattr(value, "__len__") and len(value) == 0)


def _without(filterset: Any, name: str) -> str:
    query = filterset.data.copy()
    prefixed = filterset.form.add_prefix(name)
    for key in [
        key for key in query if key in {prefixed, "page"} or key.startswith((f"{prefixed}_", f"{prefixed}-"))
    ]:
        del query[key]
    return f"?{query.urlencode()}"


def _in_words(field: Any, value: Any) -> str:
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, slice):
        return " – ".join(_in_words(field, end) for end in (value.start, value.stop) if end is not None)
    if isinstance(value, date):
        return short_date(value)
    if isinstance(value, str | int | Model):
        return _choice_label(field, value)
    return ", ".join(_choice_label(field, each) for each in value) if hasattr(value, "__iter__") else str(value)


def _choice_label(field: Any, value: Any) -> str:
    if isinstance(value, Model):
        return str(value)
    for key, label in getattr(field, "choices", ()):
        if isinstance(label, list | tuple):
            for inner, inner_label in label:
                if str(inner) == str(value):
                    return str(inner_label)
        elif str(key) == str(value):
            return str(label)
    return str(value)
