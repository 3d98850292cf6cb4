"""News about one's own records. `notify` is called in the transaction of the act; `News` says whom and how."""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.db.models import Model
from django.http import HttpRequest
from django.utils import timezone
from django.utils.functional import Promise

from core.actor import Actor
from core.links import list_url
from core.models import Notification, NotificationQuerySet
from core.registry import Registry
from core.text import format_number, nested_quotes

Words = str | Promise
BATCH = 500
LONGEST_NAME = 300
MOST_LINES = 5  # on the first page


def own_page(row: Any) -> str:
    return str(row.get_absolute_url())


def page_or_list(url_name: str, *fields: str) -> Callable[[Sequence[Any]], str]:
    """The list is narrowed by `fields`, which all rows share."""

    def pages(rows: Sequence[Any]) -> str:
        first, *others = rows
        return list_url(url_name, **{name: getattr(first, name) for name in fields}) if others else own_page(first)

    return pages


@dataclass(frozen=True)
class News:
    """`one` contains %(name)s and perhaps %(reason)s, `many` %(count)s."""

    one: Words
    many: Words
    told: Callable[[Sequence[Any]], Iterable[tuple[int, Any]]]
    """The rows of one act → (key of a user, the row that user hears of)."""
    pages: Callable[[Sequence[Any]], str] = lambda rows: own_page(rows[0])
    """The address of the rows one user hears of: of one row, or of the list that holds all."""

    def sentence(self, notification: Notification) -> str:
        words = self.one if notification.count == 1 else self.many
        return str(words) % {
            "name": notification.name,
            "count": format_number(notification.count),
            "reason": notification.reason,
        }


NEWS: Registry[News] = Registry()
"""By action code ("registration.return")."""


def register_news(news: Mapping[str, News]) -> None:
    for kind, told in news.items():
        NEWS.register(told, to=kind)


@dataclass(frozen=True)
class Happening:
    kind: str
    rows: tuple[Any, ...]
    actor: Actor | None
    reason: str


_act: ContextVar[list[Happening] | None] = ContextVar("notifications_of_one_act", default=None)


def notify(kind: str, rows: Iterable[Any], *, actor: Actor | None, reason: str = "") -> None:
    """The `actor` is told nothing."""
    if not NEWS.items(kind):
        return
    happening, act = Happening(kind, tuple(rows), actor, reason.strip()), _act.get()
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


@dataclass(frozen=True)
class UnreadNews:
    latest: list[Notification]
    more: int
    is_any: bool  # read or not


def unread_news(user: Actor, *, told: Collection[str] = ()) -> UnreadNews:
    """`told` are addresses that the page shows already as things to do."""
    own = Notification.objects.visible_to(user)
    unread = own.unread().exclude(url__in=told).order_by("-created_at", "-pk")
    latest = list(unread[: MOST_LINES + 1])
    more = unread.count() - MOST_LINES if len(latest) > MOST_LINES else 0
    return UnreadNews(latest[:MOST_LINES], more, bool(latest) or own.exists())


def sentence_of(notification: Notification) -> str:
    """An action without `News` is told by the name of its row."""
    news = next(iter(NEWS.items(notification.kind)), None)
    return nested_quotes(news.sentence(notification) if news else notification.name)


def reads_for_oneself(request: HttpRequest) -> bool:
    """An impersonating administrator marks nothing as read."""
    return getattr(request, "impersonator", None) is None


def read_about(user: Actor, row: Model) -> None:
    kind = ContentType.objects.get_for_model(row)
    own = Notification.objects.visible_to(user).unread().filter(content_type=kind, object_id=row.pk, count=1)
    if own.exists():
        mark_read(own)


def mark_read(notifications: NotificationQuerySet) -> int:
    return notifications.unread().update(read_at=timezone.now())


def _write(happenings: Iterable[Happening]) -> None:
    by_kind: dict[str, list[Happening]] = defaultdict(list)
    for happening in happenings:
        by_kind[happening.kind].append(happening)
    for kind, same in by_kind.items():
        Notification.objects.bulk_create(_notifications(kind, same), batch_size=BATCH)


def _notifications(kind: str, happenings: list[Happening]) -> Iterator[Notification]:
    news, now = NEWS.items(kind)[0], timezone.now()
    actors = {happening.actor.pk for happening in happenings if happening.actor}
    heard: dict[int, dict[Any, Model]] = defaultdict(dict)
    for user, row in news.told([row for happening in happenings for row in happening.rows]):
        if user not in actors:
            heard[user][row.pk] = row
    for user, rows in heard.items():
        first, *others = rows.values()
        yield Notification(
            user_id=user,
            kind=kind,
            content_type=ContentType.objects.get_for_model(first),
            object_id=first.pk,
            name=str(first)[:LONGEST_NAME],
            count=len(rows),
            reason="" if others else happenings[-1].reason,
            url=news.pages([first, *others]),
            created_at=now,
        )
