from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.db.models import Model
from django.utils import timezone

from core.actor import Actor
from core.models import Notification
from core.notifications.news import NEWS
from core.registry import Registry

BATCH = 500
LONGEST_NAME = 300


@dataclass(frozen=True)
class Happening:
    kind: str
    rows: tuple[Any, ...]
    actor: Actor | None
    reason: str
    matter: str
    hold: bool


@dataclass(frozen=True)
class Told:
    kind: str
    users: frozenset[int]
    """Some of them may have been told of the matter before."""
    actor: Actor | None
    hold: bool
    matter: str
    at: datetime

    @cached_property
    def lines(self) -> list[Notification]:
        """Read again, because lines that were there already are not written."""
        return list(Notification.objects.filter(matter=self.matter, created_at=self.at).order_by("pk"))


DELIVERIES: Registry[Callable[[Told], None]] = Registry()
"""What carries new lines to people who are not looking, in the transaction of the act."""
_act: ContextVar[list[Happening] | None] = ContextVar("notifications_of_one_act", default=None)


def notify(
    kind: str,
    rows: Iterable[Any],
    *,
    actor: Actor | None,
    reason: str = "",
    matter: str = "",
    hold: bool = False,
) -> None:
    """The `actor` is told nothing, and a `matter` is told a person once. With `hold` the mails wait for a release."""
    if not NEWS.items(kind):
        return
    happening, act = Happening(kind, tuple(rows), actor, reason.strip(), matter, hold), _act.get()
    if act is None:
        _write([happening])
    else:
        act.append(happening)


@contextmanager
def one_act() -> Iterator[None]:
    """Rows of one kind become one notification a person, written at the end of the transaction."""
    if _act.get() is not None:
        yield
        return
    act: list[Happening] = []
    token = _act.set(act)
    try:
        with transaction.atomic():
            yield
            _write(act)
    finally:
        _act.reset(token)


@contextmanager
def untold() -> Iterator[None]:
    """What happens inside is told by the caller, in one sentence for all."""
    token = _act.set([])
    try:
        yield
    finally:
        _act.reset(token)


@transaction.atomic(savepoint=False)
def _write(happenings: Iterable[Happening]) -> None:
    matters: dict[tuple[str, str], list[Happening]] = defaultdict(list)
    for happening in happenings:
        matters[happening.kind, happening.matter].append(happening)
    for same in matters.values():
        _tell(same)


def _tell(happenings: list[Happening]) -> None:
    first, now = happenings[0], timezone.now()
    matter = first.matter or _matter_of(happenings, now)
    lines = list(_lines(happenings, matter, now))
    Notification.objects.bulk_create(lines, batch_size=BATCH, ignore_conflicts=True)
    if users := frozenset(line.user_id for line in lines):
        hold = any(happening.hold for happening in happenings)
        told = Told(first.kind, users, first.actor, hold, matter, now)
        for deliver in DELIVERIES.items():
            deliver(told)


def _matter_of(happenings: list[Happening], now: datetime) -> str:
    first_row = next((row.pk for happening in happenings for row in happening.rows), "")
    return f"{happenings[0].kind}:{first_row}:{now.isoformat()}"


def _lines(happenings: list[Happening], matter: str, now: datetime) -> Iterator[Notification]:
    news = NEWS.items(happenings[0].kind)[0]
    actors = {happening.actor.pk for happening in happenings if happening.actor}
    heard: dict[int, dict[Any, Model]] = defaultdict(dict)
    for user, row in news.told([row for happening in happenings for row in happening.rows]):
        if user not in actors:
            heard[user][row.pk] = row
    for user, rows in heard.items():
        first, *others = rows.values()
        yield Notification(
            user_id=user,
            kind=happenings[0].kind,
            matter=matter,
            content_type=ContentType.objects.get_for_model(first),
            object_id=first.pk,
            name=str(first)[:LONGEST_NAME],
            count=len(rows),
            rows=[*rows] if others else [],
            reason="" if others else happenings[-1].reason,
            url=news.pages([first, *others]),
            created_at=now,
        )
