"""What is told to whom, as a page of the docs."""

from collections.abc import Iterator

from django.utils.translation import override

from core.notifications import AUDIENCES, News, PageOrList, groups, kinds_of, news_of

HEAD = """# Messages

What the portal tells people of their own records: on the page "Thông báo", and by mail to a proven address in the way
that is given last, unless its owner has chosen another for the group. Written by `manage.py messages` from the
declarations in the code; a test holds this page to them.
"""
COLUMNS = ("act", "subject", "sentence", "who is told, besides whoever acts", "opens", "reaches them by")
OWN_PAGE = "its page"


def messages_page() -> str:
    """Return docs/messages.md."""
    with override("en"):
        return "\n".join([HEAD, *_lines()])


def _lines() -> Iterator[str]:
    for group in sorted(groups(), key=lambda group: group.key):
        yield f"## {group.label}\n"
        yield from (f"| {' | '.join(COLUMNS)} |", "|---" * len(COLUMNS) + "|")
        for kind in sorted(kinds_of(group.key)):
            if news := news_of(kind):
                yield f"| `{kind}` | {' | '.join(_cells(news))} |"
        yield ""


def _cells(news: News) -> Iterator[str]:
    yield str(news.subject)
    yield str(news.one).replace("%(name)s", "…").replace("%(reason)s", "(reason)")
    yield AUDIENCES[news.told]
    yield f"{OWN_PAGE}, or the list `{news.pages.url_name}`" if isinstance(news.pages, PageOrList) else OWN_PAGE
    yield str(news.delivery.label)
