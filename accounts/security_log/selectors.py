from collections.abc import Iterator

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.security_log.choices import EventKind
from accounts.security_log.models import SecurityEvent
from core.choices import CheckedPart
from core.integrity import last_check
from core.text import format_number
from core.todo import Todo
from unions.access import PortalUser, is_administrator


def security_todos(user: PortalUser, year: int) -> list[Todo]:
    """Alarms stay until a check finds all well."""
    return list(_alarms()) if is_administrator(user) else []


def _alarms() -> Iterator[Todo]:
    last = last_check(CheckedPart.AUDIT_LOG)
    if last and last.problem:
        text = _("The audit log was altered; the command check_audit names the first broken entry")
        yield Todo(text, _list_of(EventKind.LOG_BROKEN), 1, urgent=True)
    if count := _altered_files().count():
        text = ngettext(
            "%(count)s stored file was altered on the server",
            "%(count)s stored files were altered on the server",
            count,
        )
        shown = {"count": format_number(count)}
        yield Todo(text % shown, _list_of(EventKind.FILE_ALTERED), count, urgent=True)


def _altered_files() -> QuerySet[SecurityEvent, dict[str, str]]:
    """Since the last check without a problem."""
    passed = last_check(CheckedPart.FILES, problem="")
    events = SecurityEvent.objects.filter(kind=EventKind.FILE_ALTERED)
    return (events.filter(at__gt=passed.checked_at) if passed else events).order_by().values("detail").distinct()


def _list_of(kind: EventKind) -> str:
    return f"{reverse('accounts:security-log')}?{urlencode({'kind': kind})}"
