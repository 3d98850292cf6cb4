from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from core.choices import Delivery
from core.links import list_url
from core.models import Notification
from core.registry import Registry
from core.text import format_number, nested_quotes

Words = str | Promise


@dataclass(frozen=True)
class NewsGroup:
    key: str
    label: Words


OTHER = NewsGroup("other", _("Other news"))


Audience = Callable[[Sequence[Any]], Iterable[tuple[int, Any]]]
"""The rows of one act → (key of a user, the row that user hears of)."""
AUDIENCES: dict[Callable[..., Any], str] = {}
A = TypeVar("A", bound=Callable[..., Any])


def audience(words: str) -> Callable[[A], A]:
    """Say whom the decorated function returns, for docs/messages.md."""

    def name(told: A) -> A:
        AUDIENCES[told] = words
        return told

    return name


def own_page(row: Any) -> str:
    return str(row.get_absolute_url())


@dataclass(frozen=True)
class PageOrList:
    """The list is narrowed by `fields`, which all rows share."""

    url_name: str
    fields: tuple[str, ...]

    def __call__(self, rows: Sequence[Any]) -> str:
        first, *others = rows
        narrowed = {name: getattr(first, name) for name in self.fields}
        return list_url(self.url_name, **narrowed) if others else own_page(first)


def page_or_list(url_name: str, *fields: str) -> PageOrList:
    return PageOrList(url_name, fields)


@dataclass(frozen=True)
class News:
    """`one` contains %(name)s and perhaps %(reason)s, `many` %(count)s."""

    one: Words
    many: Words
    told: Audience
    pages: Callable[[Sequence[Any]], str] = lambda rows: own_page(rows[0])
    """The address of the rows one user hears of: of one row, or of the list that holds all."""
    subject: Words = ""
    """Of the mail."""
    group: NewsGroup = OTHER
    delivery: Delivery = Delivery.AT_ONCE
    """For a person who has not chosen for the group."""

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


def news_of(kind: str) -> News | None:
    return next(iter(NEWS.items(kind)), None)


def group_of(kind: str) -> NewsGroup:
    news = news_of(kind)
    return news.group if news else OTHER


def delivery_of(kind: str) -> Delivery:
    news = news_of(kind)
    return news.delivery if news else Delivery.INBOX


def groups() -> list[NewsGroup]:
    """In the order of registration."""
    return list(dict.fromkeys(group_of(kind) for kind in NEWS.names()))


def kinds_of(group: str) -> list[str]:
    return [kind for kind in NEWS.names() if group_of(kind).key == group]


def sentence_of(notification: Notification) -> str:
    """An action without `News` is told by the name of its row."""
    news = news_of(notification.kind)
    return nested_quotes(news.sentence(notification) if news else notification.name)


def subject_of(notification: Notification) -> str:
    news = news_of(notification.kind)
    return str(news.subject) if news and news.subject else sentence_of(notification)
