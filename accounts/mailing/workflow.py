from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.mailing.choices import MailState
from accounts.mailing.models import OutgoingMail
from core.actor import Actor
from core.workflow import Move, Workflow
from unions.access import PortalUser, is_administrator


def may_handle(user: PortalUser, mail: OutgoingMail) -> bool:
    return OutgoingMail.objects.visible_to(user).filter(pk=mail.pk).exists()


def may_read_text(user: PortalUser, mail: OutgoingMail) -> bool:
    """It may speak of people of another union, where the recipient has a second role."""
    return mail.caused_by_id == user.pk or is_administrator(user)


def wait(mail: OutgoingMail, *, actor: Actor | None) -> None:
    mail.attempts, mail.next_try_at = 0, timezone.now()


def stop(mail: OutgoingMail, *, actor: Actor | None) -> None:
    mail.next_try_at = None


HELD, FAILED = frozenset({MailState.HELD}), frozenset({MailState.FAILED})
OPEN = HELD | FAILED | {MailState.WAITING}
MAIL = Workflow(
    "mail",
    (
        Move("release", _("Send the mail"), HELD, MailState.WAITING, may_handle, effect=wait, tone="primary"),
        Move("retry", _("Try again"), FAILED, MailState.WAITING, may_handle, effect=wait, tone="primary"),
        Move("cancel", _("Do not send"), OPEN, MailState.CANCELLED, may_handle, effect=stop),
    ),
)
