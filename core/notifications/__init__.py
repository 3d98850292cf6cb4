"""News about one's own records. `notify` is called in the transaction of the act; `News` says whom and how."""

from core.notifications.due import DUE_MESSAGES
from core.notifications.news import (
    NEWS,
    News,
    NewsGroup,
    Words,
    delivery_of,
    group_of,
    groups,
    kinds_of,
    own_page,
    page_or_list,
    register_news,
    sentence_of,
    subject_of,
)
from core.notifications.reading import (
    MOST_LINES,
    NEWS_PARAMETER,
    UnreadNews,
    address_of_news,
    mark_read,
    read_about,
    reads_for_oneself,
    unread_news,
)
from core.notifications.telling import DELIVERIES, Told, notify, one_act

__all__ = [
    "DELIVERIES",
    "DUE_MESSAGES",
    "MOST_LINES",
    "NEWS",
    "NEWS_PARAMETER",
    "News",
    "NewsGroup",
    "Told",
    "UnreadNews",
    "Words",
    "address_of_news",
    "delivery_of",
    "group_of",
    "groups",
    "kinds_of",
    "mark_read",
    "notify",
    "one_act",
    "own_page",
    "page_or_list",
    "read_about",
    "reads_for_oneself",
    "register_news",
    "sentence_of",
    "subject_of",
    "unread_news",
]
