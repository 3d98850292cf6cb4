from collections.abc import Callable
from typing import Any

from django.db.models import QuerySet

from core.choices import ConfirmationState
from core.links import list_url
from core.text import format_number
from core.todo import Todo
from unions.access import CHAIRING, PortalUser, RoleKind

Words = Callable[[int], str]


def confirmation_todos(
    user: PortalUser, rows: QuerySet[Any], year: int, list_name: str, *, waiting: Words, returned: Words
) -> list[Todo]:
    """Officers confirm what waits, chairs correct what came back."""
    unions, units = user.access.unions_where({RoleKind.OFFICER}), user.access.units_where(CHAIRING)
    to_confirm = rows.filter(state=ConfirmationState.SUBMITTED, union__in=unions).count() if unions else 0
    to_correct = rows.filter(state=ConfirmationState.RETURNED, grassroots__in=units).count() if units else 0
    return [
        *_todo(list_name, year, ConfirmationState.SUBMITTED, to_confirm, waiting),
        *_todo(list_name, year, ConfirmationState.RETURNED, to_correct, returned, returned=True),
    ]


def _todo(list_name: str, year: int, state: str, count: int, words: Words, *, returned: bool = False) -> list[Todo]:
    if not count:
        return []
    text = words(count) % {"count": format_number(count)}
    return [Todo(text, list_url(list_name, state=state, year=year), count, urgent=returned, returned=returned)]
