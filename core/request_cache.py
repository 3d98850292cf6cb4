"""Values read once in a request or job; elsewhere each call reads anew."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any, TypeVar

T = TypeVar("T")

_values: ContextVar[dict[tuple[Any, ...], Any] | None] = ContextVar("request_cache", default=None)


def read_once(read: Callable[..., T], *about: Any) -> T:
    values, key = _values.get(), (read, *about)
    if values is None:
        return read(*about)
    if key not in values:
        values[key] = read(*about)
    result: T = values[key]
    return result


@contextmanager
def request_cache() -> Iterator[None]:
    token = _values.set({})
    try:
        yield
    finally:
        _values.reset(token)
