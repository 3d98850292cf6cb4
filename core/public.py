from collections.abc import Callable
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http.response import HttpResponseBase

View = Callable[..., HttpResponseBase]


def public_page(view: View) -> View:
    """The view needs no sign-in and answers every visitor alike."""
    login_not_required(view)
    view.is_public = True  # type: ignore[attr-defined]
    return view


def is_public(view: Any) -> bool:
    return getattr(view, "is_public", False) is True
