from typing import Any

from django.http import HttpRequest
from django.utils.translation import get_language

from core.navigation import NavItem, items_for
from core.period import working_year, year_choices


def frame(request: HttpRequest) -> dict[str, Any]:
    """What base.html draws around every page. A stranger gets no places and no year."""
    language = {"language_code": get_language() or "vi"}
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return {"nav_items": [], "nav_active": None, **language}
    places = items_for(user)
    return {
        "nav_items": places,
        "nav_active": active_place(request, places),
        "phone_items": phone_places(places),
        "working_year": working_year(request),
        "year_choices": year_choices(request),
        "office_name": getattr(user, "office_name", ""),
        **language,
    }


def phone_places(places: list[NavItem]) -> list[NavItem]:
    """Four fit a thumb: all of them, or three and the word “More”."""
    return places if len(places) <= 4 else [item for item in places if item.phone][:3]


def active_place(request: HttpRequest, places: list[NavItem]) -> NavItem | None:
    """By the view's `nav_key`, else the route's namespace or the route itself; a 404 is nowhere.

    Where none fits, it is the only place that leads into the same app: a chair's unit for all pages about units.
    """
    match = request.resolver_match
    if match is None:
        return None
    view = getattr(match.func, "view_class", match.func)
    here = {getattr(view, "nav_key", None) or match.namespace, match.view_name}
    exact = [item for item in places if item.key in here or item.url_name in here]
    near = [item for item in places if match.namespace and item.url_name.startswith(f"{match.namespace}:")]
    return exact[0] if exact else near[0] if len(near) == 1 else None
