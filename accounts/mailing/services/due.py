import logging
from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone

from accounts.mailing.choices import MailState
from accounts.mailing.models import OutgoingMail
from accounts.mailing.services.queueing import queue_digests
from accounts.mailing.services.sending import Sending, send_mails
from core.notifications import DUE_MESSAGES

DAYS_KEPT = 90
logger = logging.getLogger(__name__)


def send_due_messages() -> tuple[Sending, int]:
    """Return what was sent, and how many of `DUE_MESSAGES` failed."""
    now, errors = timezone.now(), 0
    for due in DUE_MESSAGES.items():
        try:
            with transaction.atomic():
                due(timezone.localdate(now))
        except Exception:  # the others are told, the log has the cause
            logger.exception("due messages of %s failed", due)
            errors += 1
    queue_digests(now)
    delete_old_mails(now)
    return send_mails(), errors


def delete_old_mails(now: datetime) -> None:
    over = OutgoingMail.objects.filter(state__in=[MailState.SENT, MailState.CANCELLED])
    over.filter(created_at__lt=now - timedelta(days=DAYS_KEPT)).delete()
