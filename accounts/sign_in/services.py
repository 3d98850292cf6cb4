from datetime import datetime, timedelta

from django.contrib import messages
from django.contrib.auth import login
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.security_log.choices import EventKind
from accounts.security_log.services import note_event
from accounts.sessions.keys import ACTIVITY, PENDING_LOGIN, SECOND_FACTOR_PASSED
from accounts.sessions.services import note_activity, note_session
from accounts.users.models import User
from core.kept_forms import drop_form_of_others
from core.models import AuditEntry
from core.text import clock, short_date

BACKEND = "django.contrib.auth.backends.ModelBackend"
PENDING_LOGIN_LIFETIME = timedelta(minutes=10)


def start_second_step(request: HttpRequest, user: User, target: str) -> None:
    """This signs nobody in."""
    request.session[PENDING_LOGIN] = {
        "user": user.pk,
        "proof": user.get_session_auth_hash(),
        "at": timezone.now().isoformat(),
        "next": target,
    }


def pending_login(request: HttpRequest) -> tuple[User, str] | None:
    """Return (user, next page); None once expired or after a new password."""
    pending = request.session.get(PENDING_LOGIN)
    if not pending or timezone.now() - datetime.fromisoformat(pending["at"]) > PENDING_LOGIN_LIFETIME:
        return None
    user = User.objects.filter(pk=pending["user"], is_active=True).first()
    if user is None or user.get_session_auth_hash() != pending["proof"]:
        return None
    return user, pending["next"]


def complete_login(request: HttpRequest, user: User, *, passed_second_factor: bool = False) -> None:
    last_login = user.last_login  # login() overwrites it
    request.session.pop(PENDING_LOGIN, None)
    login(request, user, backend=BACKEND)
    drop_form_of_others(request)
    if passed_second_factor:
        request.session[SECOND_FACTOR_PASSED] = user.pk
    request.session.pop(ACTIVITY, None)
    note_activity(request, user)
    note_session(request, user)
    note_event(EventKind.SIGNED_IN, user=user)
    _report_impersonation(request, user, last_login)


def _report_impersonation(request: HttpRequest, user: User, last_login: datetime | None) -> None:
    if last_login is None:
        return
    entries = AuditEntry.objects.filter(act="account.see", content_type__model="user", object_id=user.pk)
    newest = entries.filter(at__gt=last_login).order_by("-pk").first()
    if newest:
        at = timezone.localtime(newest.at)
        message = _("%(name)s looked at the portal as you see it, on %(day)s at %(time)s. Reason: %(reason)s")
        values = {"name": newest.actor_name, "day": short_date(at), "time": clock(at), "reason": newest.reason}
        messages.info(request, message % values)
