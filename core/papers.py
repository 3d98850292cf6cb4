from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Model
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from core.actor import Actor
from core.registry import Registry
from core.text import format_number


@dataclass(frozen=True)
class Paper:
    label: str | Promise
    url: str
    picture_url: str
    remark: str = ""
    docx_url: str = ""
    xlsx_url: str = ""
    is_wide: bool = False  # landscape


PAPERS: Registry[Callable[[Any, Any], Iterable[Paper]]] = Registry()
"""(user, object) → papers beside the page of the object, by model label; only those the user may open."""


def papers_of(user: Actor, obj: Model) -> list[Paper]:
    return [paper for provider in PAPERS.items(obj._meta.label) for paper in provider(user, obj)]


def pages_remark(pages: int | None, *, is_draft: bool = False) -> str:
    """ "Page 1 of 4", once the pages are known."""
    if is_draft:
        return _("Draft, page 1")
    return _("Page 1 of %(pages)s") % {"pages": format_number(pages)} if pages else _("Page 1")
