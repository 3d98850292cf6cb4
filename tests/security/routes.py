"""Every named address of the portal, as the resolver knows it; the tests about access walk it."""

from collections.abc import Iterator
from functools import cache

from django.urls import URLPattern, URLResolver, get_resolver, resolve, reverse

ADMIN_OPEN = frozenset({"index", "login", "logout", "jsi18n"})
"""Of Django's admin the table of rights names these; the pages of its models are tested by their one door."""

PUBLIC = frozenset({"verify-entry", "verify", "honours", "robots"})
"""The same for every visitor. A new route is private until it is named here and marked as a public page."""


def _patterns(resolver: URLResolver, spaces: tuple[str, ...] = ()) -> Iterator[tuple[str, URLPattern]]:
    for each in resolver.url_patterns:
        if isinstance(each, URLResolver):
            yield from _patterns(each, (*spaces, each.namespace) if each.namespace else spaces)
        elif each.name:
            yield ":".join((*spaces, each.name)), each


def _is_inside_admin(name: str) -> bool:
    return name.startswith("admin:") and name.removeprefix("admin:") not in ADMIN_OPEN


@cache
def named_routes() -> dict[str, URLPattern]:
    """Return the named routes, those behind Django's admin but its first page left out."""
    return {name: pattern for name, pattern in _patterns(get_resolver()) if not _is_inside_admin(name)}


@cache
def admin_routes() -> dict[str, URLPattern]:
    """Return the routes behind Django's admin."""
    return {name: pattern for name, pattern in _patterns(get_resolver()) if _is_inside_admin(name)}


def pattern_of(route: str) -> URLPattern:
    return named_routes().get(route) or admin_routes()[route]


def arguments(pattern: URLPattern) -> dict[str, str]:
    """Return the arguments of a route, with the kind of each."""
    kinds = {name: type(converter).__name__ for name, converter in pattern.pattern.converters.items()}
    return kinds or dict.fromkeys(pattern.pattern.regex.groupindex, "")


def example_path(route: str, **known: object) -> str:
    """Return an address of `route`; what is not known is made up."""
    pattern = pattern_of(route)
    made_up: dict[str, object] = {
        name: "unions" if name == "app_label" else 1 if kind == "IntConverter" else "x"
        for name, kind in arguments(pattern).items()
    }
    return reverse(route, kwargs=made_up | known)


def page_behind(answer: object) -> str:
    """Return the name of the route a redirect leads to."""
    return resolve(answer.url.split("?")[0]).view_name  # type: ignore[attr-defined]
