"""Sessions noted while they live, and ended from elsewhere."""

from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from accounts.sessions.models import SignedInSession
from accounts.sessions.selectors import session_store
from accounts.users.models import User
from core.audit import record
from core.permissions import require
from unions.access import is_administrator

NOTED_EVERY = timedelta(minutes=5)


def note_session(*, user: User, session_key: str, former_key: str, user_agent: str, address: str) -> None:
    """Write down that this browser is signed in; a session whose key was changed keeps its row."""
    facts = {"user": user, "user_agent": user_agent[:300], "address": address, "seen_at": timezone.now()}
    if former_key and former_key != session_key:
        SignedInSession.objects.filter(session_key=former_key, user=user).update(session_key=session_key)
    SignedInSession.objects.update_or_create(session_key=session_key, defaults=facts)


@transaction.atomic
def end_session(*, actor: User, session: SignedInSession) -> None:
    """End one session of one's own."""
    _end([session])
    record("session.end", session.user, actor=actor, detail={"sessions": 1})


@transaction.atomic
def end_sessions(*, actor: User, user: User, keep: str = "", reason: str = "") -> int:
    """End all sessions of an account but `keep`; its owner's deed, or the administrator's. Return how many."""
    require(actor, lambda who: who == user or is_administrator(who))
    ended = _end(list(SignedInSession.objects.filter(user=user).exclude(session_key=keep)))
    if ended:
        record("session.end", user, actor=actor, reason=reason, detail={"sessions": ended})
    return ended


def _end(rows: list[SignedInSession]) -> int:
    store = session_store()
    for row in rows:
        store(row.session_key).delete()
        row.delete()
    return len(rows)
