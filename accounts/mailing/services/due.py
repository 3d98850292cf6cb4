import logging

from django.db import transaction
from django.utils import timezone

from accounts.mailing.services.queueing import queue_digests
from accounts.mailing.services.sending import Sending, send_mails
from core.notifications import DUE_MESSAGES

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
    return send_mails(), errors
