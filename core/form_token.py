"""A token in each form stops a double save."""

import uuid

from django.utils.translation import gettext_lazy as _

from core.editing import EditConflict
from core.models import UsedFormToken

SAVED_ALREADY = _("This form has been saved already; nothing was entered twice.")


def new_token() -> str:
    return uuid.uuid4().hex


def is_used(token: str) -> bool:
    key = _key(token)
    return key is not None and UsedFormToken.objects.filter(token=key).exists()


def consume(token: str) -> None:
    """Use up `token` with the transaction; raise EditConflict the second time. Malformed ones are ignored."""
    key = _key(token)
    if key is None:
        return
    _row, is_new = UsedFormToken.objects.get_or_create(token=key)
    if not is_new:
        raise EditConflict(SAVED_ALREADY)


def _key(token: str) -> uuid.UUID | None:
    try:
        return uuid.UUID(hex=token)
    except ValueError:
        return None
