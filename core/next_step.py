from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db.models import Model, QuerySet
from django.utils.html import format_html
from django.utils.translation import gettext as _

from core.actor import Actor
from core.registry import Registry
from core.text import format_number


@dataclass(frozen=True)
class NextStep:
    label: str
    url: str
    left: int
    """How many rows are still to do, this one among them."""


NEXT_STEPS: Registry[Callable[[Any, Any], NextStep | None]] = Registry()
"""(user, row that was just done) → what comes next; by the label of the row's model ("emulation.Registration")."""


def next_step(user: Actor, done: object) -> NextStep | None:
    """The first answer of the features counts."""
    if not isinstance(done, Model):
        return None
    steps = (provider(user, done) for provider in NEXT_STEPS.items(done._meta.label))
    return next((step for step in steps if step), None)


def with_next_step(said: str, user: Actor, done: object) -> str:
    step = next_step(user, done)
    if step is None:
        return said
    left = _("(%(count)s left)") % {"count": format_number(step.left)}
    return format_html('{} {} <a href="{}">{}</a> {}', said, _("Next:"), step.url, step.label, left)


def next_in_queue(waiting: QuerySet[Any], done: Model) -> NextStep | None:
    """The next older row follows; after the oldest the newest."""
    rows = waiting.exclude(pk=done.pk).order_by("-pk")
    row = rows.filter(pk__lt=done.pk).first() or rows.first()
    return NextStep(str(row), row.get_absolute_url(), rows.count()) if row else None
