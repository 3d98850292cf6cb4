"""Which browsers are signed in, in words their owner knows."""

from importlib import import_module
from typing import Any

from django.conf import settings
from django.contrib.auth import HASH_SESSION_KEY
from django.contrib.sessions.models import Session
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.sessions.models import SignedInSession
from accounts.users.models import User

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
"""In this order: most browsers name Chrome and Safari too."""
MACHINES: tuple[tuple[str, str | Promise], ...] = (
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Android", gettext_lazy("Android phone")),
    ("Windows", gettext_lazy("Windows computer")),
    ("Macintosh", "Mac"),
    ("Linux", gettext_lazy("Linux computer")),
)


def device_words(user_agent: str) -> str:
    """Return "Chrome, Windows computer"; what names neither is an unknown device."""
    browser = next((name for mark, name in BROWSERS if mark in user_agent), "")
    machine = next((str(name) for mark, name in MACHINES if mark in user_agent), "")
    return ", ".join(part for part in (browser, machine) if part) or _("Unknown device")


def sessions_of(user: User) -> list[SignedInSession]:
    """Return the sessions in which `user` is signed in now, the newest first.

    One that was begun with another password opens nothing any more, whoever changed it.
    """
    rows = list(SignedInSession.objects.filter(user=user))
    kept = Session.objects.filter(session_key__in=[row.session_key for row in rows], expire_date__gt=timezone.now())
    proofs = {user.get_session_auth_hash(), *user.get_session_auth_fallback_hash()}
    alive = {each.session_key for each in kept if each.get_decoded().get(HASH_SESSION_KEY) in proofs}
    return [row for row in rows if row.session_key in alive]


def session_store() -> Any:
    """Return the class that keeps sessions, as the settings name it."""
    return import_module(settings.SESSION_ENGINE).SessionStore
