from collections.abc import Iterable, Sequence
from datetime import datetime, time

from django.conf import settings
from django.db import transaction
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from accounts.mailing.choices import MailState
from accounts.mailing.models import MailLine, OutgoingMail
from accounts.mailing.selectors import lines_for_digests, readers_at_once
from accounts.users.models import User
from core.links import absolute_url
from core.models import Notification
from core.notifications import Told, sentence_of, subject_of
from core.text import format_number, short_date

BATCH = 500
LONGEST_SUBJECT = 200
DIGEST_TIME = time(7)


def queue_mails(told: Told) -> None:
    readers = readers_at_once(told.kind, told.users)
    lines = [line for line in told.lines if line.user_id in readers] if readers else []
    if not lines:
        return
    now = timezone.now()
    with translation.override(settings.LANGUAGE_CODE):
        mails = [_mail(readers[line.user_id], subject_of(line), [line], now) for line in lines]
    for mail in mails:
        mail.caused_by_id = told.actor.pk if told.actor else None
        if told.hold:
            mail.state, mail.next_try_at = MailState.HELD, None
    OutgoingMail.objects.bulk_create(mails, batch_size=BATCH)
    _join(zip(mails, lines, strict=True))


def queue_digests(now: datetime) -> int:
    """One mail a person a day, of what was told before DIGEST_TIME."""
    today = timezone.localdate(now)
    until = timezone.make_aware(datetime.combine(today, DIGEST_TIME))
    if now < until:
        return 0
    with translation.override(settings.LANGUAGE_CODE):
        return sum(_queue_digest(user, lines, now) for user, lines in lines_for_digests(until).items())


@transaction.atomic
def _queue_digest(user: User, lines: Sequence[Notification], now: datetime) -> bool:
    today = timezone.localdate(now)
    words = {"day": short_date(today), "count": format_number(len(lines))}
    mail = _mail(user, _("%(count)s notifications of %(day)s") % words, lines, now)
    defaults = {name: getattr(mail, name) for name in ("to", "subject", "body", "next_try_at", "created_at")}
    stored, is_new = OutgoingMail.objects.get_or_create(user=user, digest_of=today, defaults=defaults)
    if is_new:
        _join((stored, line) for line in lines)
    return is_new


def _join(pairs: Iterable[tuple[OutgoingMail, Notification]]) -> None:
    MailLine.objects.bulk_create((MailLine(mail=mail, notification=line) for mail, line in pairs), batch_size=BATCH)


def _mail(user: User, subject: str, lines: Sequence[Notification], now: datetime) -> OutgoingMail:
    told = [{"sentence": sentence_of(line), "address": absolute_url(line.get_absolute_url())} for line in lines]
    context = {"name": str(user), "lines": told, "preferences": absolute_url(reverse("message-preferences"))}
    return OutgoingMail(
        user=user,
        to=user.email,
        subject=" ".join(subject.split())[:LONGEST_SUBJECT],
        body=render_to_string("accounts/message_mail.txt", context).strip() + "\n",
        next_try_at=now,
        created_at=now,
    )
