"""Cached labels: Django's `get_NAME_display` translates all choices at each call."""

from functools import lru_cache
from typing import Any

from django.core.exceptions import FieldDoesNotExist
from django.db.models import Model


@lru_cache(maxsize=256)
def choice_labels(model: type[Model], name: str) -> dict[Any, Any]:
    try:
        field = model._meta.get_field(name)
    except FieldDoesNotExist:
        return {}
    return dict(getattr(field, "flatchoices", ()) or ())


def choice_label(record: Model, name: str) -> str:
    value = getattr(record, name)
    return str(choice_labels(type(record), name).get(value, value))
