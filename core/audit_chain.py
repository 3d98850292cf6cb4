import hmac
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import Any

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.utils import timezone

from core.fingerprints import fingerprint
from core.models import AuditEntry, AuditHead, IntegrityCheck

START = "0" * 64
VERSION = 2
FINGERPRINTED = {
    1: (
        *("previous_hash", "at", "act", "actor_name", "content_type_id", "object_id", "object_name"),
        *("before", "after", "reason", "detail"),
    ),
    2: (
        *("version", "previous_hash", "at", "act", "actor_id", "actor_name", "content_type_id", "object_id"),
        *("object_name", "before", "after", "reason", "detail"),
    ),
}
"""The fields under the fingerprint, by version: an entry is verified by the rule it was written with."""


def append_to_chain(entries: Sequence[AuditEntry], head: AuditHead) -> None:
    """`head` is locked by the caller. Raises ImproperlyConfigured where a sealed log has no key."""
    if head.seal and not settings.AUDIT_KEY:
        raise ImproperlyConfigured("AUDIT_KEY must be set: the audit log is sealed with it.")
    for entry in entries:
        entry.version, entry.previous_hash = VERSION, head.hash
        entry.hash = head.hash = fingerprint_of(entry)
        entry.seal = seal(entry.hash)
    head.count += len(entries)
    head.seal = seal(_state(head))


def fingerprint_of(entry: AuditEntry) -> str:
    """Return the SHA-256 (hex) over the previous hash and all values; "" for an unknown version."""
    if entry.version not in FINGERPRINTED:
        return ""
    values = [_plain(getattr(entry, name)) for name in FINGERPRINTED[entry.version]]
    return fingerprint(values)


def _plain(value: Any) -> Any:
    is_moment = isinstance(value, datetime)
    return value.astimezone(timezone.get_default_timezone()).isoformat() if is_moment else value


def seal(text: str, key: str | None = None) -> str:
    """Return the HMAC-SHA-256 (hex), or "" without a key."""
    key = settings.AUDIT_KEY if key is None else key
    return hmac.new(key.encode(), text.encode(), sha256).hexdigest() if key else ""


def is_sealed(text: str, given: str) -> bool:
    keys = [settings.AUDIT_KEY, *settings.AUDIT_KEY_FALLBACKS]
    return any(hmac.compare_digest(seal(text, key), given) for key in keys)


def _state(head: AuditHead) -> str:
    return f"{head.count} {head.hash}"


def broken_links() -> Iterator[AuditEntry]:
    """Altered entries, and those after a removed one."""
    previous = START
    for entry in AuditEntry.objects.order_by("pk").iterator():
        if not _fits(entry, previous):
            yield entry
        previous = entry.hash


def _fits(entry: AuditEntry, previous: str) -> bool:
    return entry.previous_hash == previous and fingerprint_of(entry) == entry.hash


@dataclass
class LogState:
    count: int = 0
    hash: str = START
    sealed: int = 0
    problem: str = ""

    @property
    def unsealed(self) -> int:
        return self.count - self.sealed


def verify_log(before: IntegrityCheck | None = None) -> LogState:
    """Read the log up to the first problem. `before` is an earlier check that found none."""
    head, state = _head(), LogState()
    known = {check.count: check.hash for check in (head, before) if check is not None and check.count}
    for entry in AuditEntry.objects.order_by("pk").iterator():
        state.problem = _problem_of(entry, state)
        if state.problem:
            return state
        state.count, state.hash, state.sealed = state.count + 1, entry.hash, state.sealed + bool(entry.seal)
        if known.pop(state.count, entry.hash) != entry.hash:
            state.problem = f"{_name(entry)} is not the one that was last: the log was written anew."
            return state
    state.problem = _problem_of_end(head, known, state)
    return state


def _head() -> AuditHead:
    return AuditHead.objects.filter(pk=1).first() or AuditHead(hash=START)


def _name(entry: AuditEntry) -> str:
    return f"Entry {entry.pk} of {entry.at:%d/%m/%Y %H:%M} ({entry.act}, {entry.object_name})"


def _problem_of(entry: AuditEntry, state: LogState) -> str:
    if not _fits(entry, state.hash):
        return f"{_name(entry)} is broken: it was altered, or an entry before it was removed."
    if not entry.seal and state.sealed:
        return f"{_name(entry)} has no seal, but entries before it have: it was written without AUDIT_KEY."
    if entry.seal and settings.AUDIT_KEY and not is_sealed(entry.hash, entry.seal):
        return _problem_of_seal(entry, state)
    return ""


def _problem_of_seal(entry: AuditEntry, state: LogState) -> str:
    later = AuditEntry.objects.filter(pk__gt=entry.pk).values_list("hash", "seal").order_by("pk")
    if state.sealed or any(is_sealed(*row) for row in later.iterator()):
        return f"{_name(entry)} is broken: its seal was not made with AUDIT_KEY."
    return f"AUDIT_KEY is not the key of this log: no seal fits it, the first is that of entry {entry.pk}."


def _problem_of_end(head: AuditHead, known: dict[int, str], state: LogState) -> str:
    if known:
        return f"The log ends too early: it has {state.count} entries and had {max(known)}; entries were removed."
    if state.count > _head().count:
        return f"The log has {state.count} entries, its head knows of {_head().count}: entries were slipped in."
    if head.seal and settings.AUDIT_KEY and not is_sealed(_state(head), head.seal):
        return "The head of the log is broken: its seal was not made with AUDIT_KEY."
    if state.sealed and not head.seal:
        return "The head of the log is broken: it has no seal, but the entries have."
    return ""
