"""A place of the navigation grants no permission."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from core.actor import Actor
from core.links import address, list_url
from core.registry import Registry


@dataclass(frozen=True)
class NavItem:
    key: str
    label: str | Promise
    url_name: str
    position: int
    is_shown: Callable[[Any], bool]
    on_phone: bool = False
    covers: tuple[str, ...] = ()
    """Namespaces and `nav_key`s of pages that belong to this place, besides its own key."""
    is_by_year: bool = False
    """Its address holds the year."""

    def address(self, year: int) -> str:
        return list_url(self.url_name, year=year) if self.is_by_year else address(self.url_name)


def signed_in(user: Actor) -> bool:
    return bool(getattr(user, "is_authenticated", False))


NAVIGATION: Registry[NavItem] = Registry()
TABS: Registry[NavItem] = Registry()
"""By the name of the group of lists ("organisation")."""
NAVIGATION.register(NavItem("home", _("What to do"), "home", 0, signed_in, on_phone=True))


def places_for(user: Actor) -> list[NavItem]:
    return _shown_to(user, NAVIGATION.items())


def tabs_for(user: Actor, group: str) -> list[NavItem]:
    return _shown_to(user, TABS.items(group))


def _shown_to(user: Actor, items: list[NavItem]) -> list[NavItem]:
    return sorted((item for item in items if item.is_shown(user)), key=lambda item: item.position)
