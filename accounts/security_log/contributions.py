from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.security_log.choices import EventKind
from accounts.security_log.models import SecurityEvent
from accounts.security_log.selectors import security_todos
from accounts.security_log.services import note_event, visiting_user
from core.alarms import ALARMS, VIRUS, Alarm
from core.corrections import CORRECTIONS, NotCorrected
from core.frozen.records import NEVER, FrozenRecord
from core.nightly import NIGHTLY
from core.panels import LINKS, Link
from core.todo import TODOS
from unions.access import PortalUser, is_administrator

FREEZES = (FrozenRecord(SecurityEvent, kept_since=NEVER),)  # old ones are deleted
KINDS = {"core.AuditEntry": EventKind.LOG_BROKEN, VIRUS: EventKind.VIRUS_FOUND}


def log_link(user: PortalUser, year: int) -> list[Link]:
    return [Link(_("Security log"), reverse("accounts:security-log"))] if is_administrator(user) else []


def note_alarm(alarm: Alarm) -> None:
    user = visiting_user() if alarm.about == VIRUS else None  # the portal finds the others
    note_event(KINDS.get(alarm.about, EventKind.FILE_ALTERED), user=user, detail=alarm.record)


def register() -> None:
    for page in ("accounts:users", "accounts:invitations", "accounts:security-log"):
        LINKS.register(log_link, to=page)
    TODOS.register(security_todos)
    ALARMS.register(note_alarm)
    CORRECTIONS.register(NotCorrected("written by the portal; it never changes"), to="accounts.SecurityEvent")
    NIGHTLY.register("clear_security_log")
