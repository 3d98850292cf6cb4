from typing import Any

from django.apps import apps
from django.db.models import Model

from core.snapshots import editable_fields, fingerprint

# Besides the columns that an import wrote, a change of these means that the record has moved on.
WATCHED = {
    "unions.Person": ("merged_into",),
    "unions.Employment": ("person", "valid_to"),
    "unions.GrassrootsUnion": ("status",),
}


def model_named(label: str) -> type[Model]:
    model: type[Model] = apps.get_model(label)
    return model


def record_fingerprint(record: Model, before: dict[str, Any] | None) -> str:
    """`before` has the columns that the import changed; None: all of a new record."""
    columns = editable_fields(type(record)) if before is None else before
    return fingerprint(record, (*columns, *WATCHED.get(record._meta.label, ())))
