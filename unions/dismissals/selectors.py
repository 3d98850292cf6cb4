from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any, NamedTuple, TypeVar

from django.db.models import Exists, Model, OuterRef, QuerySet
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.http import urlencode

from core.registry import Registry
from unions.access import PortalUser
from unions.dismissals.models import Dismissal

Q = TypeVar("Q", bound=QuerySet[Any])


class Office(NamedTuple):
    """The responsible union, and the unit concerned."""

    union_id: int
    grassroots_id: int | None = None


@dataclass(frozen=True)
class DismissibleTodo:
    """`candidates` returns the rows of the year that `user` could do, dismissed ones included."""

    code: str
    heading: str | Promise
    roles: frozenset[str]
    candidates: Callable[[PortalUser, int], QuerySet[Any]]
    office: Callable[[Any], Office]
    name: Callable[[Any], str] = str


DISMISSIBLE: Registry[DismissibleTodo] = Registry()
"""By the code of the thing to do ("nomination")."""


def dismissible(code: str) -> DismissibleTodo | None:
    return next(iter(DISMISSIBLE.items(code)), None)


def dismiss_url(code: str, year: int, row: Model | None = None) -> str:
    """`row` is ticked on the page."""
    chosen = {"row": row.pk} if row else {}
    return f"{reverse('unions:dismissals', args=[code])}?{urlencode({**chosen, 'year': year})}"


def dismissed_keys(code: str, year: int) -> QuerySet[Dismissal, int]:
    return Dismissal.objects.filter(code=code, year=year).order_by().values_list("object_id", flat=True)


def undismissed(rows: Q, code: str, year: int) -> Q:
    return rows.exclude(pk__in=dismissed_keys(code, year))


def is_dismissed(code: str, years: Iterable[int]) -> Exists:
    return Exists(Dismissal.objects.filter(code=code, year__in=years, object_id=OuterRef("pk")))


def dismissals_of(user: PortalUser, code: str, year: int) -> QuerySet[Dismissal]:
    rows: QuerySet[Dismissal] = Dismissal.objects.visible_to(user).filter(code=code, year=year)
    return rows.select_related("dismissed_by", "grassroots")


def dismissal_counts(user: PortalUser, year: int) -> list[tuple[DismissibleTodo, int]]:
    """Only kinds that the user's offices dismissed are returned."""
    visible = Dismissal.objects.visible_to(user).filter(year=year)
    counts = Counter(visible.order_by().values_list("code", flat=True))
    kinds = [(dismissible(code), count) for code, count in sorted(counts.items())]
    return [(kind, count) for kind, count in kinds if kind and user.access.holds_any(kind.roles)]
