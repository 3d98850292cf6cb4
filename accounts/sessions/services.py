from datetime import datetime, timedelta

from django.db import transaction
from django.http import HttpRequest
from django.utils import timezone

from accounts.security_log.choices import EventKind
from accounts.security_log.services import note_event
from accounts.sessions.keys import ACTIVITY, NOTED_SESSION
from accounts.sessions.models import SignedInSession
from accounts.sessions.rules import new_activity
from accounts.sessions.selectors import session_store
from accounts.users.models import User
from core.addresses import client_address
from core.audit import record
from core.permissions import require
from unions.access import is_administrator

NOTE_INTERVAL = timedelta(minutes=5)
ACTIVITY_INTERVAL = timedelta(minutes=1)


def note_session(request: HttpRequest, user: User) -> None:
    """The row follows a session whose key has changed."""
    key, former_key = request.session.session_key or "", request.session.get(NOTED_SESSION, ("", ""))[0]
    if former_key and former_key != key:
        SignedInSession.objects.filter(session_key=former_key, user=user).update(session_key=key)
    values = {
        "user": user,
        "user_agent": request.headers.get("User-Agent", "")[:300],
        "address": client_address(request),
        "seen_at": timezone.now(),
    }
    SignedInSession.objects.update_or_create(session_key=key, defaults=values)
    request.session[NOTED_SESSION] = (key, timezone.now().isoformat())


def is_activity_due(request: HttpRequest) -> bool:
    activity = request.session.get(ACTIVITY)
    return activity is not None and timezone.now() - datetime.fromisoformat(activity["seen"]) >= ACTIVITY_INTERVAL


def note_activity(request: HttpRequest, user: User) -> None:
    began = {name: value for name, value in request.session.get(ACTIVITY, {}).items() if name == "began"}
    request.session[ACTIVITY] = new_activity(user, timezone.now()) | began


@transaction.atomic
def end_session(*, actor: User, session: SignedInSession) -> None:
    _end([session])
    record("session.end", session.user, actor=actor, detail={"sessions": 1})
    note_event(EventKind.SESSIONS_ENDED, user=actor, about=session.user)


@transaction.atomic
def end_sessions(*, actor: User, user: User, keep: str = "", reason: str = "") -> int:
    """`keep` is a session key; return how many ended."""
    require(actor, lambda actor: actor == user or is_administrator(actor))
    ended = _end(list(SignedInSession.objects.filter(user=user).exclude(session_key=keep)))
    if ended:
        record("session.end", user, actor=actor, reason=reason, detail={"sessions": ended})
        note_event(EventKind.SESSIONS_ENDED, user=actor, about=user)
    return ended


def _end(sessions: list[SignedInSession]) -> int:
    store = session_store()
    for session in sessions:
        store(session.session_key).delete()
        session.delete()
    return len(sessions)
