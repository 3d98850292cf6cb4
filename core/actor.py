from typing import Any, Protocol

from django.http import HttpRequest


class Actor(Protocol):
    @property
    def pk(self) -> Any: ...

    @property
    def is_authenticated(self) -> bool: ...


class SignedInRequest(HttpRequest):
    user: Any
