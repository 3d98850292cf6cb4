"""Changing a row that others may be changing too."""

from typing import Any, TypeVar

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

M = TypeVar("M", bound=models.Model)


class EditConflict(ValidationError):
    """Somebody else saved the same thing after this page was opened."""

    def __init__(self) -> None:
        super().__init__(
            _("Somebody changed this after you opened the page. Please open it again and enter your change anew."),
            code="stale",
        )


def update_fields(obj: M, values: dict[str, Any], *, expected_revision: int | None = None) -> dict[str, list[str]]:
    """Set `values` on a locked `obj`, check and save it; return what changed as {field: [old, new]}.

    `seen` is the revision the person's page showed; another one raises StalePage.
    """
    if expected_revision is not None and expected_revision != obj.revision:  # type: ignore[attr-defined]
        raise EditConflict
    changed = {
        name: [str(getattr(obj, name)), str(value)] for name, value in values.items() if getattr(obj, name) != value
    }
    for name, value in values.items():
        setattr(obj, name, value)
    if hasattr(obj, "revision"):
        obj.revision += 1
    obj.full_clean()
    obj.save()
    return changed
