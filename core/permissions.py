from collections.abc import Callable
from typing import Any

from django.core.exceptions import PermissionDenied

from core.actor import Actor


def require(actor: Actor | None, rule: Callable[..., bool], *args: Any, **kwargs: Any) -> None:
    """Raise PermissionDenied unless `rule(actor, …)` holds; actor None is the system."""
    if actor is not None and not rule(actor, *args, **kwargs):
        raise PermissionDenied
