from collections.abc import Mapping
from importlib import import_module
from typing import Any

from django.conf import settings
from django.contrib.auth import HASH_SESSION_KEY
from django.contrib.sessions.backends.base import SessionBase
from django.contrib.sessions.models import Session
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.sessions.keys import ACTIVITY
from accounts.sessions.models import SignedInSession
from accounts.sessions.rules import ended_because
from accounts.users.models import User

# The first match counts: most browsers also name Chrome and Safari.
BROWSERS = (
    ("Edg", "Edge"),
    ("OPR", "Opera"),
    ("coc_coc", "Cốc Cốc"),
    ("SamsungBrowser", "Samsung Internet"),
    ("Firefox", "Firefox"),
    ("Chrome", "Chrome"),
    ("CriOS", "Chrome"),
    ("Safari", "Safari"),
)
MACHINES: tuple[tuple[str, str | Promise], ...] = (
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Android", gettext_lazy("Android phone")),
    ("Windows", gettext_lazy("Windows computer")),
    ("Macintosh", "Mac"),
    ("Linux", gettext_lazy("Linux computer")),
)


def device_label(user_agent: str) -> str:
    """For example "Chrome, Windows computer"."""
    browser = next((name for mark, name in BROWSERS if mark in user_agent), "")
    machine = next((str(name) for mark, name in MACHINES if mark in user_agent), "")
    return ", ".join(part for part in (browser, machine) if part) or _("Unknown device")


def sessions_of(user: User) -> list[SignedInSession]:
    """Newest first; idle ones and those of an older password are dead."""
    rows = list(SignedInSession.objects.filter(user=user))
    stored = Session.objects.filter(session_key__in=[row.session_key for row in rows], expire_date__gt=timezone.now())
    hashes = {user.get_session_auth_hash(), *user.get_session_auth_fallback_hash()}
    values = {session.session_key: session.get_decoded() for session in stored}
    return [row for row in rows if _is_live(values.get(row.session_key, {}), hashes)]


def _is_live(values: Mapping[str, Any], hashes: set[str]) -> bool:
    return values.get(HASH_SESSION_KEY) in hashes and not ended_because(values.get(ACTIVITY), timezone.now())


def session_store() -> type[SessionBase]:
    store: type[SessionBase] = import_module(settings.SESSION_ENGINE).SessionStore
    return store
