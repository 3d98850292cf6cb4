from typing import Any, Protocol

from django.http import HttpRequest


class Actor(Protocol):
    """Who acts or reads: a user, or a visitor who has not signed in."""

    @property
    def pk(self) -> Any: ...

    @property
    def is_authenticated(self) -> bool: ...


class SignedInRequest(HttpRequest):
    """A request behind the sign-in page."""

    user: Any
