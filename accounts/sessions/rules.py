"""Sessions of those who sign, number or enter for a federation end sooner than a chair's."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.text import format_number
from unions.access import STAFF, PortalUser, RoleKind

STRICT_ROLES = STAFF | {RoleKind.ADMIN}
IDLE = gettext_lazy("You were signed out because nothing was done here for %(time)s.")
TOO_LONG = gettext_lazy("You were signed out because one sign-in lasts %(time)s at most.")


def new_activity(user: PortalUser, now: datetime) -> dict[str, Any]:
    return {"began": now.isoformat(), "seen": now.isoformat(), "is_strict": is_strict(user)}


def is_strict(user: PortalUser) -> bool:
    return user.access.holds_any(STRICT_ROLES)


def ended_because(activity: Mapping[str, Any] | None, now: datetime) -> str:
    """Return a sentence, or "" while the session goes on."""
    if not activity:
        return ""
    limits = settings.STRICT_SESSION_MINUTES if activity["is_strict"] else settings.SESSION_MINUTES
    sentences: dict[str, Promise] = {"seen": IDLE, "began": TOO_LONG}
    for (since, sentence), minutes in zip(sentences.items(), limits, strict=True):
        if now - datetime.fromisoformat(activity[since]) >= timedelta(minutes=minutes):
            return str(sentence) % {"time": duration_words(minutes)}
    return ""


def duration_words(minutes: int) -> str:
    """90 minutes, 12 hours or 14 days, without a fraction."""
    if minutes % 1440 == 0 and minutes > 1440:
        return _("%(count)s days") % {"count": format_number(minutes // 1440)}
    if minutes % 60 == 0 and minutes > 60:
        return _("%(count)s hours") % {"count": format_number(minutes // 60)}
    return _("%(count)s minutes") % {"count": format_number(minutes)}
