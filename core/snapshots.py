"""Column values of a row, to detect changes and restore them."""

import hashlib
import json
from collections.abc import Iterable, Mapping
from datetime import date
from functools import cache
from typing import Any

from django.db.models import Model

Columns = dict[str, Any]


def plain(value: Any) -> Any:
    """JSON values; a record is its key."""
    if isinstance(value, Model):
        return value.pk
    return value.isoformat() if isinstance(value, date) else value


def columns_of(row: Model, fields: Iterable[str]) -> Columns:
    columns = [row._meta.get_field(name).attname for name in fields]  # type: ignore[union-attr]
    return {name: plain(getattr(row, name)) for name in columns}


def changed_columns(before: Mapping[str, Any], row: Model) -> Columns:
    """Return {column: old value}."""
    now = columns_of(row, before)
    return {name: value for name, value in before.items() if now[name] != value}


def set_columns(row: Model, values: Mapping[str, Any]) -> None:
    for name, value in values.items():
        field: Any = row._meta.get_field(name)
        setattr(row, field.attname, getattr(field, "target_field", field).to_python(value))


def fingerprint(columns: Mapping[str, Any]) -> str:
    """The hash does not reveal the values."""
    plain_columns = {name: plain(value) for name, value in columns.items()}
    values = json.dumps(plain_columns, ensure_ascii=False, sort_keys=True, default=str)
    return hashlib.blake2b(values.encode(), digest_size=16).hexdigest()


@cache
def editable_columns(model: type[Model]) -> tuple[str, ...]:
    return tuple(field.attname for field in model._meta.concrete_fields if field.editable and not field.primary_key)
