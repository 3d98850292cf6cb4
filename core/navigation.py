"""The places of the frame: each app registers its own in `AppConfig.ready()`, so core need not know them.

A place is shown by the predicate it brings; it grants nothing, every page checks for itself.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class NavItem:
    key: str
    label: str | Promise
    url_name: str
    position: int
    shown: Callable[[Any], bool]
    phone: bool = False


_items: dict[str, NavItem] = {}


def register(item: NavItem) -> None:
    """Registering a key again replaces the place: an app may move one without a second entry."""
    _items[item.key] = item


def items_for(user: Any) -> list[NavItem]:
    return sorted(
        (item for item in _items.values() if item.shown(user)),
        key=lambda item: item.position,
    )


def signed_in(user: Any) -> bool:
    return bool(getattr(user, "is_authenticated", False))


register(NavItem("home", _("What to do"), "home", 0, signed_in, phone=True))
