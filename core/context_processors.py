from typing import Any

from django.http import HttpRequest
from django.utils.translation import get_language

from core.links import address_of_page
from core.navigation import NavItem, places_for
from core.theme import theme_of
from core.working_year import working_year, year_choices


def frame(request: HttpRequest) -> dict[str, Any]:
    """Return what base.html draws around a page; a visitor gets no places and no year."""
    looks = {"here": address_of_page(request), "language_code": get_language() or "vi", "theme": theme_of(request)}
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return {"nav_items": [], "nav_active": None, **looks}
    places, current = places_for(user), working_year(request)
    return {
        "nav_items": places,
        "nav_active": active_place(request, places),
        "phone_items": phone_places(places),
        "working_year": current,
        "year_choices": [(str(year), year == current) for year in year_choices(request)],
        "unread_news": getattr(user, "unread_news", 0),
        "office_name": getattr(user, "office_name", ""),
        **looks,
    }


def phone_places(places: list[NavItem]) -> list[NavItem]:
    """A phone has room for four places, or three and "More"."""
    return places if len(places) <= 4 else [item for item in places if item.on_phone][:3]


def active_place(request: HttpRequest, places: list[NavItem]) -> NavItem | None:
    match = request.resolver_match
    if match is None:
        return None
    view = getattr(match.func, "view_class", match.func)
    current = {getattr(view, "nav_key", None) or match.namespace, match.view_name}
    return next((item for item in places if current & {item.key, item.url_name, *item.covers}), None)
