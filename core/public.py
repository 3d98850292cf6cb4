"""Pages for everybody: the only ones a browser or a proxy may keep."""

from collections.abc import Callable
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http.response import HttpResponseBase

View = Callable[..., HttpResponseBase]


def public_page(view: View) -> View:
    """Mark a view whose answer is the same for every visitor, and asks for no sign-in."""
    login_not_required(view)
    view.is_public = True  # type: ignore[attr-defined]
    return view


def is_public(view: Any) -> bool:
    return getattr(view, "is_public", False) is True
