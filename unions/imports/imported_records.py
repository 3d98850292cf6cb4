from collections.abc import Mapping
from typing import Any

from django.apps import apps
from django.db.models import Model

from core.snapshots import editable_columns, fingerprint

# Besides the columns that an import wrote, a change of these means that the record has moved on.
WATCHED = {
    "unions.Person": ("merged_into_id",),
    "unions.Employment": ("person_id", "valid_to"),
    "unions.GrassrootsUnion": ("status",),
}


def model_named(label: str) -> type[Model]:
    model: type[Model] = apps.get_model(label)
    return model


def watched_columns(label: str, before: Mapping[str, Any] | None) -> set[str]:
    """`before` has the changed columns; None means a new record."""
    columns = editable_columns(model_named(label)) if before is None else before
    return {*columns, *WATCHED.get(label, ())}


def record_fingerprint(record: Model, before: Mapping[str, Any] | None) -> str:
    columns = watched_columns(record._meta.label, before)
    return fingerprint({name: getattr(record, name) for name in columns})
