from collections.abc import Collection
from dataclasses import dataclass
from urllib.parse import urlencode, urlsplit

from django.contrib.contenttypes.models import ContentType
from django.db.models import Model
from django.http import HttpRequest, QueryDict
from django.utils import timezone

from core.actor import Actor
from core.models import Notification, NotificationQuerySet
from core.working_year import PARAMETER

MOST_LINES = 5  # on the first page
NEWS_PARAMETER = "news"


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


def address_of_news(news: Notification) -> str:
    """Of several rows the list of just these, whatever became of them; those of long ago are not known."""
    if not news.rows:
        return news.url
    parts = urlsplit(news.url)
    year = QueryDict(parts.query).get(PARAMETER)
    query = {PARAMETER: year, NEWS_PARAMETER: news.pk} if year else {NEWS_PARAMETER: news.pk}
    return parts._replace(query=urlencode(query)).geturl()


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
