from django.conf import settings
from django.contrib.auth.tokens import default_token_generator
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone, translation
from django.utils.encoding import force_bytes
from django.utils.http import urlsafe_base64_encode
from django.utils.translation import gettext as _

from accounts.invitations.delivery import send_template_mail
from accounts.invitations.services import withdraw_slips_of
from accounts.lockout.services import TooManyAttempts, begin_attempt
from accounts.security_log.choices import EventKind
from accounts.security_log.services import note_event
from accounts.users.models import User
from accounts.users.rules import may_give_password, sign_in_key
from core.audit import record
from core.choices import JobPriority
from core.jobs import RunningJob, background_job, enqueue
from core.links import absolute_url
from core.notifications import notify
from core.permissions import require
from core.reasons import check_reason

PASSWORD_MAIL = "unions.password_mail"  # noqa: S105 the name of a background task
GIVEN, GIVEN_MAIL = "account.password_given", "accounts.given_password_mail"


@transaction.atomic
def change_password(*, actor: User, password: str) -> User:
    """The caller has checked the old password."""
    return _set_password(actor, password, "account.password")


@transaction.atomic
def set_new_password(*, user: User, password: str) -> User:
    """The mailed link has proven the user."""
    return _set_password(user, password, "account.reset")


def _set_password(user: User, password: str, act: str) -> User:
    withdraw_slips_of(user, act)
    user.set_password(password)
    user.password_given_at = None
    user.save(update_fields=["password", "password_given_at"])
    record(act, user, actor=user)
    note_event(EventKind.PASSWORD_CHANGED, user=user)
    return user


@transaction.atomic
def give_password(*, actor: User, user: User, password: str, reason: str) -> User:
    """The owner's sessions end, and the owner is told."""
    require(actor, may_give_password, user)
    check_reason(reason, _("Please say why; the owner of the account reads it."))
    withdraw_slips_of(user, GIVEN)
    user.set_password(password)
    user.password_given_at = timezone.now()
    user.save(update_fields=["password", "password_given_at"])
    record(GIVEN, user, actor=actor, reason=reason)
    note_event(EventKind.PASSWORD_CHANGED, user=actor, about=user, detail="by an administrator")
    notify(GIVEN, [user], actor=actor, reason=reason)
    if user.email:
        enqueue(GIVEN_MAIL, user=user.pk, by=str(actor), reason=reason.strip())
    return user


@background_job(GIVEN_MAIL, priority=JobPriority.SHORT)
def mail_given_password(job: RunningJob) -> None:
    user = User.objects.get(pk=job.arguments["user"])
    context = {"name": str(user), "username": user.username, **job.arguments}
    with translation.override(settings.LANGUAGE_CODE):
        subject = _("Your password for the emulation portal was changed")
        send_template_mail(subject, "accounts/given_password_mail.txt", context, user.email)


def request_password_mail(*, typed: str) -> None:
    # Only the worker looks for the account, so that the response time reveals nothing.
    enqueue(PASSWORD_MAIL, typed=typed.strip()[:254])


@background_job(PASSWORD_MAIL, priority=JobPriority.SHORT)
def mail_new_password(job: RunningJob) -> None:
    key = sign_in_key(job.arguments["typed"])
    for user in users_of_inbox(key):
        try:
            begin_attempt("password mail", name=str(user.pk), address="", device="inbox")
        except TooManyAttempts:
            continue
        with translation.override(settings.LANGUAGE_CODE):
            subject = _("A new password for the emulation portal")
            send_template_mail(subject, "accounts/password_mail.txt", _mail_context(user), user.email)


def users_of_inbox(key: str) -> QuerySet[User]:
    """An unproven address may be a stranger's."""
    users: QuerySet[User] = User.objects.filter(email_key=key, email_proven_at__isnull=False, is_active=True)
    return users.exclude(email_key="")


def _mail_context(user: User) -> dict[str, object]:
    uid, token = urlsafe_base64_encode(force_bytes(user.pk)), default_token_generator.make_token(user)
    address = absolute_url(f"/password/new/{uid}/{token}/")
    return {"name": str(user), "username": user.username, "address": address}
