"""Each mail is claimed in a committed step of its own, so that two processes never send the same one."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from smtplib import SMTPDataError, SMTPNotSupportedError, SMTPRecipientsRefused
from typing import Any

from django.core.mail import EmailMultiAlternatives, get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.db.models import F
from django.utils import timezone
from django.utils.html import linebreaks, urlize

from accounts.mailing.choices import MailState
from accounts.mailing.models import OutgoingMail
from accounts.mailing.rules import pause_after

BATCH = 200  # of one connection
CLAIM = timedelta(minutes=10)
PERMANENT = 500  # codes of SMTP from here on
LONGEST_ERROR = 500


@dataclass
class Sending:
    sent: int = 0
    postponed: int = 0
    failed: int = 0


def send_mails() -> Sending:
    outcome = Sending()
    while keys := _due_keys():
        if not _send_batch(keys, outcome):
            break
    return outcome


def _due_keys() -> list[int]:
    due = OutgoingMail.objects.due(timezone.now()).order_by("next_try_at", "pk")
    return list(due.values_list("pk", flat=True)[:BATCH])


def _send_batch(keys: Sequence[int], outcome: Sending) -> bool:
    """Return False where the mail server is away; the rest waits for the next round."""
    connection = get_connection()
    try:
        connection.open()
    except OSError as error:
        for mail in filter(None, map(_claim, keys)):
            _postpone(mail, error, outcome)
        return False
    try:
        for mail in filter(None, map(_claim, keys)):
            _send(mail, connection, outcome)
    except OSError:
        return False
    finally:
        connection.close()
    return True


def _claim(key: int) -> OutgoingMail | None:
    now = timezone.now()
    claim = {"state": MailState.SENDING, "next_try_at": now + CLAIM, "attempts": F("attempts") + 1}
    if OutgoingMail.objects.due(now).filter(pk=key).update(**claim):
        mail: OutgoingMail = OutgoingMail.objects.select_related("user").get(pk=key)
        return mail
    return None


def _send(mail: OutgoingMail, connection: BaseEmailBackend, outcome: Sending) -> None:
    if not _is_still_theirs(mail):
        _finish(mail, MailState.CANCELLED)
        return
    try:
        _message(mail, connection).send()
    except SMTPRecipientsRefused as error:
        _refuse(mail, *next(iter(error.recipients.values())), outcome)
    except SMTPDataError as error:
        _refuse(mail, error.smtp_code, error.smtp_error, outcome)
    except (SMTPNotSupportedError, ValueError) as error:  # an address that no server takes
        _fail(mail, error, outcome)
    except OSError as error:
        _postpone(mail, error, outcome)
        raise
    else:
        _finish(mail, MailState.SENT, sent_at=timezone.now())
        outcome.sent += 1


def _is_still_theirs(mail: OutgoingMail) -> bool:
    """Somebody else may read an address that its owner has changed."""
    user = mail.user
    return user.is_active and user.email_proven_at is not None and user.email == mail.to


def _message(mail: OutgoingMail, connection: BaseEmailBackend) -> EmailMultiAlternatives:
    headers = {"Message-ID": mail.message_id, "Auto-Submitted": "auto-generated"}
    message = EmailMultiAlternatives(mail.subject, mail.body, to=[mail.to], connection=connection, headers=headers)
    text = linebreaks(urlize(mail.body, autoescape=True))
    message.attach_alternative(f'<!DOCTYPE html><html lang="vi"><body>{text}</body></html>', "text/html")
    return message


def _refuse(mail: OutgoingMail, code: int, words: bytes | str, outcome: Sending) -> None:
    said = f"{code} {words.decode(errors='replace') if isinstance(words, bytes) else words}"
    if code >= PERMANENT:
        _fail(mail, said, outcome)
    else:
        _postpone(mail, said, outcome)


def _postpone(mail: OutgoingMail, error: object, outcome: Sending) -> None:
    pause = pause_after(mail.attempts)
    if pause is None:
        _fail(mail, error, outcome)
        return
    _finish(mail, MailState.WAITING, next_try_at=timezone.now() + pause, last_error=_in_words(error))
    outcome.postponed += 1


def _fail(mail: OutgoingMail, error: object, outcome: Sending) -> None:
    _finish(mail, MailState.FAILED, last_error=_in_words(error))
    outcome.failed += 1


def _in_words(error: object) -> str:
    return (str(error) or type(error).__name__)[:LONGEST_ERROR]


def _finish(mail: OutgoingMail, state: MailState, **facts: Any) -> None:
    own = OutgoingMail.objects.filter(pk=mail.pk, state=MailState.SENDING, attempts=mail.attempts)
    own.update(**{"state": state, "next_try_at": None, **facts})
