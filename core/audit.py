"""The audit log: who did what, when, from which state to which. An entry is written with the change itself."""

import hashlib
import json
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db import models, transaction
from django.utils import timezone

from core.actor import Actor
from core.models import AuditEntry, AuditHead

START = "0" * 64
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
    """Append one entry; `act` is an action code ("registration.submit"), `actor` None is the system itself.

    Each entry carries the hash of the entry before, so that a removed entry shows.
    """
    facts = {"before": before, "after": after, "reason": reason.strip(), "detail": detail or {}}
    return _append([_entry(act, obj, actor, **facts)])[0]


def record_many(
    act: str, details: Iterable[tuple[models.Model, dict[str, Any]]], *, actor: Actor | None, reason: str = ""
) -> list[AuditEntry]:
    """Append one entry for each (object, detail) in a constant number of statements."""
    return _append([_entry(act, obj, actor, detail=detail, reason=reason.strip()) for obj, detail in details])


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
    """Collect the entries appended meanwhile, so that a page can say what was done."""
    entries: list[AuditEntry] = []
    token = _watched.set(entries)
    try:
        yield entries
    finally:
        _watched.reset(token)


@transaction.atomic
def _append(entries: list[AuditEntry]) -> list[AuditEntry]:
    head, _created = AuditHead.objects.select_for_update().get_or_create(pk=1, defaults={"hash": START})
    for entry in entries:
        entry.previous_hash = head.hash
        entry.hash = head.hash = fingerprint(entry)
    AuditEntry.objects.bulk_create(entries, batch_size=500)
    head.save()
    if (watched := _watched.get()) is not None:
        watched.extend(entries)
    return entries


def fingerprint(entry: AuditEntry) -> str:
    """Return the SHA-256 (hex) over the previous hash and all values of the entry."""
    values = [
        entry.previous_hash,
        entry.at.astimezone(timezone.get_default_timezone()).isoformat(),
        entry.act,
        entry.actor_name,
        entry.content_type_id,
        entry.object_id,
        entry.object_name,
        entry.before,
        entry.after,
        entry.reason,
        entry.detail,
    ]
    return hashlib.sha256(json.dumps(values, ensure_ascii=False, sort_keys=True).encode()).hexdigest()


def history_of(obj: models.Model) -> models.QuerySet[AuditEntry]:
    """Return the entries about `obj`, newest first."""
    kind = ContentType.objects.get_for_model(obj)
    return AuditEntry.objects.filter(content_type=kind, object_id=obj.pk).order_by("-pk")


def broken_links() -> Iterator[AuditEntry]:
    """Yield the entries that do not fit the chain: altered, or following a removed one."""
    previous = START
    for entry in AuditEntry.objects.order_by("pk").iterator():
        if entry.previous_hash != previous or fingerprint(entry) != entry.hash:
            yield entry
        previous = entry.hash
