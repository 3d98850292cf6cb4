"""A row for the administrator, a line for the server's log."""

import json
import logging
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import timedelta

from django.conf import settings
from django.http import HttpRequest
from django.utils import timezone

from accounts.security_log.choices import REPEATED, EventKind
from accounts.security_log.models import SecurityEvent
from accounts.users.models import User
from core.addresses import client_address

logger = logging.getLogger("portal.security")
SAME_WITHIN = timedelta(minutes=1)


@dataclass(frozen=True)
class Visit:
    address: str = ""
    path: str = ""
    request: HttpRequest | None = None


_visit: ContextVar[Visit | None] = ContextVar("visit", default=None)


@contextmanager
def visit_of(request: HttpRequest) -> Iterator[None]:
    token = _visit.set(Visit(client_address(request), request.path[:300], request))
    try:
        yield
    finally:
        _visit.reset(token)


def visiting_user() -> User | None:
    visit = _visit.get()
    user: User | None = getattr(visit.request, "user", None) if visit else None
    return user if user and user.is_authenticated else None


def note_event(kind: EventKind, *, user: User | None, about: User | None = None, detail: str = "") -> None:
    """`user` None is a visitor or the portal, `about` another account; nothing typed may be passed."""
    visit = _visit.get() or Visit()  # a command or a job has none
    event = SecurityEvent(
        kind=kind, user=user, about=about, address=visit.address, path=visit.path, detail=detail[:200]
    )
    logger.info("%s", _line(event))
    if kind not in REPEATED or not _is_noted(event):
        event.save()


def _line(event: SecurityEvent) -> str:
    """JSON keeps line breaks of the path out of the log."""
    values = {
        "user": event.user.username if event.user else "",
        "about": event.about.username if event.about else "",
        "address": event.address,
        "path": event.path,
        "detail": event.detail,
    }
    pairs = [f"{name}={json.dumps(value, ensure_ascii=False)}" for name, value in values.items() if value]
    return " ".join([event.kind, *pairs])


def _is_noted(event: SecurityEvent) -> bool:
    same = {name: getattr(event, name) for name in ("kind", "user", "address", "path", "detail")}
    return SecurityEvent.objects.filter(at__gt=timezone.now() - SAME_WITHIN, **same).exists()


def clear_security_log() -> int:
    """Return how many were deleted."""
    oldest = timezone.now() - timedelta(days=settings.SECURITY_LOG_DAYS)
    deleted, _by_model = SecurityEvent.objects.filter(at__lt=oldest).delete()
    return int(deleted)
