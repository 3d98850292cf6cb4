from typing import Any, Protocol

from django.http import HttpRequest


class Actor(Protocol):
    """A signed-in user or a visitor."""

    @property
    def pk(self) -> Any: ...

    @property
    def is_authenticated(self) -> bool: ...


class SignedInRequest(HttpRequest):
    user: Any
