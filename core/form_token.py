"""A form is saved once: the second click of a double click is told so and changes nothing."""

import uuid

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from core.models import UsedFormToken


class TokenAlreadyUsed(ValidationError):
    """The same form was sent before."""

    def __init__(self) -> None:
        super().__init__(_("This form has been saved already; nothing was entered twice."), code="stale")


def new_token() -> str:
    return uuid.uuid4().hex


def is_used(token: str) -> bool:
    """Say whether the form with this token has been saved."""
    key = _key(token)
    return key is not None and UsedFormToken.objects.filter(token=key).exists()


def _key(token: str) -> uuid.UUID | None:
    try:
        return uuid.UUID(hex=token)
    except ValueError:
        return None


def consume(token: str) -> None:
    """Use up `token` in the caller's transaction; raise AlreadySaved the second time.

    An empty or misshapen token (a command, an old page) is not counted.
    """
    key = _key(token)
    if key is None:
        return
    _spent, new = UsedFormToken.objects.get_or_create(token=key)
    if not new:
        raise TokenAlreadyUsed
