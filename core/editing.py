from typing import Any, TypeVar

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

M = TypeVar("M", bound=models.Model)
STALE = "stale"  # the error code that a page answers with 409
CHANGED_MEANWHILE = _(
    "Somebody changed this after you opened the page. Please open it again and enter your change anew."
)


class EditConflict(ValidationError):
    """Somebody else saved the row, or the form was sent before."""

    def __init__(self, message: Any = CHANGED_MEANWHILE) -> None:
        super().__init__(message, code=STALE)


def update_fields(obj: M, values: dict[str, Any], *, expected_revision: int | None = None) -> dict[str, list[str]]:
    """Set, validate and save; return {field: [old, new]}. `obj` is locked by the caller.

    A many-to-many value is a list of rows. Raises EditConflict for another revision.
    """
    if expected_revision is not None and expected_revision != obj.revision:  # type: ignore[attr-defined]
        raise EditConflict
    many = {field.name for field in obj._meta.many_to_many}
    own = {name: value for name, value in values.items() if name not in many}
    changed = {
        name: [str(getattr(obj, name)), str(value)] for name, value in own.items() if getattr(obj, name) != value
    }
    for name, value in own.items():
        setattr(obj, name, value)
    if hasattr(obj, "revision"):
        obj.revision += 1
    obj.full_clean()
    obj.save()
    for name in values.keys() & many:
        changed |= _set_rows(obj, name, list(values[name]))
    return changed


def _set_rows(obj: models.Model, name: str, rows: list[models.Model]) -> dict[str, list[str]]:
    related = getattr(obj, name)
    before = list(related.all())
    if set(before) == set(rows):
        return {}
    related.set(rows)
    return {name: [", ".join(map(str, before)), ", ".join(map(str, rows))]}
