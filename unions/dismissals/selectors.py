from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any, NamedTuple, TypeVar

from django.db.models import Exists, Model, OuterRef, Q, QuerySet
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.http import urlencode

from core.registry import Registry
from unions.access import PortalUser
from unions.dismissals.models import Dismissal

Rows = TypeVar("Rows", bound=QuerySet[Any])


class Office(NamedTuple):
    """The responsible union, and the unit concerned."""

    union_id: int
    grassroots_id: int | None = None


@dataclass(frozen=True)
class DismissibleTodo:
    """`candidates` are the rows of the year that `user` could do, dismissed ones included; `done` what was done."""

    code: str
    heading: str | Promise
    roles: frozenset[str]
    candidates: Callable[[PortalUser, int], QuerySet[Any]]
    done: Callable[[int], QuerySet[Any]]
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


def undismissed(rows: Rows, code: str, year: int) -> Rows:
    return rows.exclude(pk__in=dismissed_keys(code, year))


def is_dismissed(code: str, years: Iterable[int]) -> Exists:
    return Exists(Dismissal.objects.filter(code=code, year__in=years, object_id=OuterRef("pk")))


def standing_dismissals(user: PortalUser, kinds: Iterable[DismissibleTodo], year: int) -> QuerySet[Dismissal]:
    """Those whose rows were not done afterwards."""
    stands = Q()
    for kind in kinds:
        stands |= Q(~Exists(kind.done(year).filter(pk=OuterRef("object_id"))), code=kind.code)
    rows: QuerySet[Dismissal] = Dismissal.objects.visible_to(user).filter(stands, year=year)
    return rows


def dismissals_of(user: PortalUser, kind: DismissibleTodo, year: int) -> QuerySet[Dismissal]:
    return standing_dismissals(user, [kind], year).select_related("dismissed_by", "grassroots")


def dismissal_counts(user: PortalUser, year: int) -> list[tuple[DismissibleTodo, int]]:
    """Only kinds that the user's offices dismissed are returned."""
    kinds = [kind for kind in DISMISSIBLE.all_items() if user.access.holds_any(kind.roles)]
    if not kinds:
        return []
    counts = Counter(standing_dismissals(user, kinds, year).order_by().values_list("code", flat=True))
    return [(kind, counts[kind.code]) for kind in sorted(kinds, key=lambda kind: kind.code) if counts[kind.code]]
