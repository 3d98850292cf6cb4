from collections.abc import Callable
from typing import Any, NamedTuple

from django.db.models import Count, F, Q, QuerySet, Value
from django.db.models.expressions import Combinable
from django.utils.translation import gettext as _

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


def counted_rows(
    rows: QuerySet[Any], under: str = "", *, state: Combinable | None = None, is_by_year: bool = False
) -> QuerySet[Any, Any]:
    """Rows of `Waiting`, one for each row `under` which they stand, if any; or one a year, which is the key."""
    about: dict[str, Any] = {"label": Value(rows.model._meta.label)}
    own_key = F("year") if is_by_year else Value(0)
    about |= {"key": F(under), "thing": F(f"{under}__name")} if under else {"key": own_key, "thing": Value("")}
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
    """What is of an earlier year says so."""
    words = {ConfirmationState.SUBMITTED.value: waiting, ConfirmationState.RETURNED.value: returned}
    states = [*words]
    rows = sorted(waiting_of(user, year, label), key=lambda row: (states.index(row.state), -row.key))
    return [
        _todo(
            list_url(list_name, **{state_filter: row.state}, year=row.key or year),
            row,
            of_year(words[row.state](row.number), row.key, year),
        )
        for row in rows
    ]


def of_year(words: str, of: int, year: int) -> str:
    return words if of in (0, year) else f"{words} ({_('year %(year)s') % {'year': of}})"


def _todo(url: str, row: Waiting, words: str) -> Todo:
    is_returned = row.state == ConfirmationState.RETURNED
    text = words % {"count": format_number(row.number)}
    return Todo(text, url, row.number, urgent=is_returned, returned=is_returned)
