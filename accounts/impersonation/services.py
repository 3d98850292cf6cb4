from datetime import datetime, timedelta

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.security_log.choices import EventKind
from accounts.security_log.services import note_event
from accounts.users.models import User
from core.audit import record
from core.reasons import check_reason
from unions.access import PortalUser, is_administrator

MAX_DURATION = timedelta(minutes=30)


def may_impersonate(actor: PortalUser, user: User) -> bool:
    return is_administrator(actor) and actor != user and user.is_active and not is_administrator(user)


@transaction.atomic
def start_impersonation(*, actor: User, user: User, reason: str) -> None:
    # The impersonated user can read this entry of the audit log.
    if not may_impersonate(actor, user):
        raise PermissionDenied
    check_reason(reason, _("Please say why; the person will read it."))
    record("account.see", user, actor=actor, reason=reason)
    note_event(EventKind.IMPERSONATION, user=actor, about=user, detail="begun")


def end_impersonation(*, actor: User, user: User) -> None:
    record("account.see_end", user, actor=actor)
    note_event(EventKind.IMPERSONATION, user=actor, about=user, detail="ended")


def has_expired(began: datetime) -> bool:
    return timezone.now() - began >= MAX_DURATION
