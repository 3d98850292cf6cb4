"""An entry is written in the transaction of its change."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any, NamedTuple

from django.contrib.contenttypes.models import ContentType
from django.db import models, transaction
from django.utils import timezone

from core.actor import Actor
from core.audit_chain import START, append_to_chain
from core.models import AuditEntry, AuditHead

_watched: ContextVar[list[AuditEntry] | None] = ContextVar("watched", default=None)


def record(
    act: str,
    obj: models.Model,
    *,
    actor: Actor | None,
    before: str = "",
    after: str = "",
    reason: str = "",
    detail: dict[str, Any] | None = None,
) -> AuditEntry:
    """`act` is an action code ("registration.submit"); `actor` None is the system itself."""
    facts = {"before": before, "after": after, "reason": reason.strip(), "detail": detail or {}}
    return _append([_entry(act, obj, actor, **facts)])[0]


def record_many(
    act: str, details: Iterable[tuple[models.Model, dict[str, Any]]], *, actor: Actor | None, reason: str = ""
) -> list[AuditEntry]:
    """The number of statements is constant."""
    return _append([_entry(act, obj, actor, detail=detail, reason=reason.strip()) for obj, detail in details])


class Moved(NamedTuple):
    obj: models.Model
    before: str
    after: str
    detail: dict[str, Any]


def record_moves(act: str, moved: Iterable[Moved], *, actor: Actor | None, reason: str = "") -> list[AuditEntry]:
    """One entry a row; the number of statements is constant."""
    facts = [(row.obj, {"before": row.before, "after": row.after, "detail": row.detail}) for row in moved]
    return _append([_entry(act, obj, actor, reason=reason.strip(), **values) for obj, values in facts])


def _entry(act: str, obj: models.Model, actor: Actor | None, **facts: Any) -> AuditEntry:
    return AuditEntry(
        at=timezone.now(),
        act=act,
        actor_id=actor.pk if actor else None,
        actor_name=str(actor) if actor else "",
        content_type=ContentType.objects.get_for_model(obj),
        object_id=obj.pk,
        object_name=str(obj)[:300],
        **facts,
    )


@contextmanager
def watched_entries() -> Iterator[list[AuditEntry]]:
    """The list gains the entries appended inside the block, and so does that of a block around it."""
    entries: list[AuditEntry] = []
    around = _watched.get()
    token = _watched.set(entries)
    try:
        yield entries
    finally:
        _watched.reset(token)
        if around is not None:
            around.extend(entries)


@transaction.atomic
def _append(entries: list[AuditEntry]) -> list[AuditEntry]:
    head, _created = AuditHead.objects.select_for_update().get_or_create(pk=1, defaults={"hash": START})
    append_to_chain(entries, head)
    AuditEntry.objects.bulk_create(entries, batch_size=500)
    head.save()
    if (watched := _watched.get()) is not None:
        watched.extend(entries)
    return entries


def history_of(obj: models.Model) -> models.QuerySet[AuditEntry]:
    kind = ContentType.objects.get_for_model(obj)
    return AuditEntry.objects.filter(content_type=kind, object_id=obj.pk).order_by("-pk")
