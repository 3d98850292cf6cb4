from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _

from accounts.invitations.delivery import RESET, _link, _mail
from accounts.lockout.services import TooManyAttempts, begin_attempt
from accounts.users.models import User
from accounts.users.rules import sign_in_key
from core.jobs import RunningJob, background_job, enqueue


def ask_for_new_password(*, typed: str) -> None:
    """Have the worker look whether an account has this address: here every answer takes the same time."""
    enqueue(RESET, typed=typed.strip()[:254])


@background_job(RESET)
def mail_new_password(job: RunningJob) -> None:
    """Mail each account of this address a link that works once, and no inbox more than a few an hour."""
    key = sign_in_key(job.arguments["typed"])
    for user in User.objects.filter(email_key=key, is_active=True) if key else []:
        try:
            begin_attempt("password mail", name=str(user.pk), address="", device="inbox")
        except TooManyAttempts:
            continue
        with translation.override(settings.LANGUAGE_CODE):
            subject = _("A new password for the emulation portal")
            _mail(subject, "accounts/password_mail.txt", _link(user), user.email)
