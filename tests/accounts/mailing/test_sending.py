"""Nothing is lost and nothing is sent twice, whatever the mail server does."""

import re
from datetime import timedelta
from threading import Barrier, Thread

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.utils import timezone

from accounts.mailing.models import OutgoingMail
from accounts.mailing.rules import MOST_DAYS, PAUSES, pause_after
from accounts.mailing.services import sending
from accounts.mailing.services.due import delete_old_mails
from core.notifications import DUE_MESSAGES
from core.registry import Registry
from tests.accounts.mailing.mails import outbox, readers, states, tell
from tests.accounts.mailing.smtp_server import smtp_server


def message_ids(texts):
    return sorted(re.search(r"^Message-ID: (.*)$", text, re.MULTILINE).group(1) for text in texts)


def later(**time):
    """As if so much time had passed since the mails were written."""
    for mail in OutgoingMail.objects.filter(next_try_at__isnull=False):
        OutgoingMail.objects.filter(pk=mail.pk).update(next_try_at=mail.next_try_at - timedelta(**time))


def send_due():
    call_command("send_due_messages", verbosity=0)


def test_pauses_grow_and_end():
    pauses = [pause_after(attempt) for attempt in range(1, len(PAUSES) + MOST_DAYS + 2)]
    minutes = [pause and pause.total_seconds() / 60 for pause in pauses]
    assert minutes == [5, 15, 60, 240, *[24 * 60] * MOST_DAYS, None]


@pytest.mark.slow
def test_a_server_away_for_an_hour_loses_nothing_and_gets_each_mail_once(db, settings):
    with smtp_server(settings) as gone:
        port = gone.server_address[1]
    tell(readers(3))
    waits = []
    for minutes in (0, 5, 15):
        later(minutes=minutes)
        send_due()
        waits.append({(state, attempts) for _to, state, attempts in states()})
    assert waits == [{("waiting", 1)}, {("waiting", 2)}, {("waiting", 3)}]
    with smtp_server(settings, port) as server:
        send_due()
        assert server.received == []  # the pause of an hour is not over
        later(minutes=60)
        for _round in range(2):
            send_due()
        assert message_ids(server.received) == sorted(OutgoingMail.objects.values_list("message_id", flat=True))
    assert {(state, attempts) for _to, state, attempts in states()} == {("sent", 4)}


def test_a_refused_recipient_fails_alone_and_a_full_mailbox_is_tried_again(db, settings):
    users = readers(3)
    for user, name in zip(users, ("nobody", "full", "an"), strict=True):
        user.email = user.email_key = f"{name}@example.org"
        user.save()
    tell(users)
    with smtp_server(settings) as server:
        send_due()
    assert states() == [
        ("an@example.org", "sent", 1),
        ("full@example.org", "waiting", 1),
        ("nobody@example.org", "failed", 1),
    ]
    errors = OutgoingMail.objects.order_by("to").values_list("last_error", flat=True)
    assert [list(errors), len(server.received)] == [["", "452 mailbox full", "550 no such user"], 1]


def test_a_mail_that_never_leaves_is_given_up(db, settings):
    settings.EMAIL_BACKEND, settings.EMAIL_PORT = "django.core.mail.backends.smtp.EmailBackend", 9
    tell(readers(1))
    OutgoingMail.objects.update(attempts=len(PAUSES) + MOST_DAYS)
    send_due()
    assert [state for _to, state, _attempts in states()] == ["failed"]


def test_a_sender_that_was_killed_is_followed_by_another_when_its_claim_has_ended(db):
    tell(readers(2))
    killed, _other = OutgoingMail.objects.order_by("pk")
    sending._claim(killed.pk)
    send_due()
    assert outbox() == ["user1@example.org"]
    later(minutes=10)
    send_due()
    assert (outbox(), states()[0]) == (["user0@example.org", "user1@example.org"], ("user0@example.org", "sent", 2))


@pytest.mark.parametrize("changes", [{"email": "other@example.org"}, {"email_proven_at": None}, {"is_active": False}])
def test_a_mail_is_not_sent_to_an_address_that_is_no_longer_theirs(db, changes):
    [user] = readers(1)
    tell([user])
    type(user).objects.update(**changes)
    send_due()
    assert (outbox(), states()) == ([], [("user0@example.org", "cancelled", 1)])


def test_held_mails_stay(db):
    tell(readers(1), hold=True)
    send_due()
    assert (outbox(), states()) == ([], [("user0@example.org", "held", 0)])


def test_the_command_tells_what_is_due_once_and_goes_on_where_one_kind_fails(db, monkeypatch):
    users, due = readers(1), Registry()
    monkeypatch.setattr(DUE_MESSAGES, "_items", due._items)
    due.register(lambda day: 1 / 0)
    due.register(lambda day: tell(users, matter=f"due:{day}"))
    for _round in range(2):
        with pytest.raises(CommandError):
            send_due()
    assert outbox() == ["user0@example.org"]


@pytest.mark.parametrize(("age", "left"), [(timedelta(days=90), 3), (timedelta(days=90, seconds=1), 1)])
def test_what_is_over_is_deleted_after_ninety_days(db, age, left):
    tell(readers(3))
    now = timezone.now()
    sent, cancelled, _waiting = OutgoingMail.objects.order_by("pk")
    OutgoingMail.objects.update(created_at=now - age)
    OutgoingMail.objects.filter(pk=sent.pk).update(state="sent", next_try_at=None, sent_at=now)
    OutgoingMail.objects.filter(pk=cancelled.pk).update(state="cancelled", next_try_at=None)
    delete_old_mails(now)
    assert OutgoingMail.objects.count() == left


@pytest.mark.one_database(on="postgresql")
def test_two_processes_at_once_send_each_mail_once(committed, monkeypatch):
    committed(lambda: tell(readers(20)))
    both, due_keys = Barrier(2), sending._due_keys

    def due_to_both():
        keys = due_keys()
        if keys:
            both.wait(10)
        return keys

    def send():
        sending.send_mails()
        connection.close()

    monkeypatch.setattr(sending, "_due_keys", due_to_both)
    threads = [Thread(target=send) for _each in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert outbox() == sorted(OutgoingMail.objects.values_list("to", flat=True))
    assert {state for _to, state, _attempts in states()} == {"sent"}
    assert OutgoingMail.objects.filter(sent_at__lte=timezone.now()).count() == 20
