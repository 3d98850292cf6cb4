"""The trail: who did what, when, from which state to which; written with the change, never changed after."""

import hashlib
import json
from collections.abc import Iterable
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db import models, transaction
from django.utils import timezone

from core.actor import Actor
from core.models import AuditEntry, AuditHead

START = "0" * 64


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
    """Append one entry; `act` is the code of the deed ("registration.submit"), `actor` None for the system.

    Entries form a chain: each carries the hash of the one before, so that a removed line shows.
    """
    told = {"before": before, "after": after, "reason": reason.strip(), "detail": detail or {}}
    return _append([_entry(act, obj, actor, **told)])[0]


def record_many(
    act: str, details: Iterable[tuple[models.Model, dict[str, Any]]], *, actor: Actor | None
) -> list[AuditEntry]:
    """Append one entry for each (object, detail), in two statements however many they are."""
    return _append([_entry(act, obj, actor, detail=detail) for obj, detail in details])


def _entry(act: str, obj: models.Model, actor: Actor | None, **told: Any) -> AuditEntry:
    return AuditEntry(
        at=timezone.now(),
        act=act,
        actor_id=actor.pk if actor else None,
        actor_name=str(actor) if actor else "",
        content_type=ContentType.objects.get_for_model(obj),
        object_id=obj.pk,
        object_name=str(obj)[:300],
        **told,
    )


@transaction.atomic
def _append(entries: list[AuditEntry]) -> list[AuditEntry]:
    head, _created = AuditHead.objects.select_for_update().get_or_create(pk=1, defaults={"hash": START})
    for entry in entries:
        entry.previous_hash = head.hash
        entry.hash = head.hash = fingerprint(entry)
    AuditEntry.objects.bulk_create(entries, batch_size=500)
    head.save()
    return entries


def fingerprint(entry: AuditEntry) -> str:
    """Return the SHA-256 (hex) over the previous hash and all that the entry says."""
    said = [
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
    return hashlib.sha256(json.dumps(said, ensure_ascii=False, sort_keys=True).encode()).hexdigest()


def history_of(obj: models.Model) -> models.QuerySet[AuditEntry]:
    """Return the entries about `obj`, newest first."""
    kind = ContentType.objects.get_for_model(obj)
    return AuditEntry.objects.filter(content_type=kind, object_id=obj.pk).order_by("-pk")


def broken_links() -> list[int]:
    """Return the keys of entries that do not fit the chain: altered, or following a removed one."""
    broken, previous = [], START
    for entry in AuditEntry.objects.order_by("pk").iterator():
        if entry.previous_hash != previous or fingerprint(entry) != entry.hash:
            broken.append(entry.pk)
        previous = entry.hash
    return broken
