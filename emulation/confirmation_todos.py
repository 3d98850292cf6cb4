from collections.abc import Callable
from typing import Any, NamedTuple

from django.db.models import Count, F, Q, QuerySet, Value
from django.db.models.expressions import Combinable

from core.choices import ConfirmationState
from core.links import list_url
from core.registry import Registry
from core.request_cache import read_once
from core.text import format_number
from core.todo import Todo
from unions.access import CHAIRING, PortalUser, RoleKind

Words = Callable[[int], str]
CONFIRMABLE: Registry[Callable[[PortalUser, int], QuerySet[Any, Any]]] = Registry()
"""(user, year) → `counted_rows` of what waits for the user."""


class Waiting(NamedTuple):
    label: str
    state: str
    key: int
    name: str
    number: int


def waits_for(user: PortalUser, union: str = "union") -> Q:
    """Officers confirm what waits."""
    unions = user.access.unions_where({RoleKind.OFFICER})
    return Q(state=ConfirmationState.SUBMITTED, **{f"{union}__in": unions})


def came_back_to(user: PortalUser) -> Q:
    """Chairs correct what came back."""
    return Q(state=ConfirmationState.RETURNED, grassroots__in=user.access.units_where(CHAIRING))


def counted_rows(rows: QuerySet[Any], under: str = "", *, state: Combinable | None = None) -> QuerySet[Any, Any]:
    """Rows of `Waiting`, one for each row `under` which they stand, if any."""
    about: dict[str, Any] = {"label": Value(rows.model._meta.label)}
    about |= {"key": F(under), "thing": F(f"{under}__name")} if under else {"key": Value(0), "thing": Value("")}
    about["confirmation"] = state or F("state")
    named = rows.order_by().annotate(**about).values_list("label", "confirmation", "key", "thing")
    return named.annotate(Count("pk"))


def waiting_rows(user: PortalUser, year: int) -> list[Waiting]:
    if not user.access.holds_any(CHAIRING | {RoleKind.OFFICER}):
        return []
    first, *others = (rows(user, year) for rows in CONFIRMABLE.items())
    return sorted(Waiting(*row) for row in first.union(*others, all=True))


def waiting_of(user: PortalUser, year: int, label: str) -> list[Waiting]:
    return [row for row in read_once(waiting_rows, user, year) if row.label == label]


def confirmation_todos(
    user: PortalUser,
    year: int,
    label: str,
    list_name: str,
    *,
    waiting: Words,
    returned: Words,
    state_filter: str = "state",
) -> list[Todo]:
    counts = {row.state: row.number for row in waiting_of(user, year, label)}
    words = {ConfirmationState.SUBMITTED: waiting, ConfirmationState.RETURNED: returned}
    return [
        _todo(list_url(list_name, **{state_filter: state}, year=year), counts[state], words[state], state)
        for state in words
        if counts.get(state)
    ]


def _todo(url: str, count: int, words: Words, state: ConfirmationState) -> Todo:
    is_returned = state == ConfirmationState.RETURNED
    return Todo(words(count) % {"count": format_number(count)}, url, count, urgent=is_returned, returned=is_returned)
