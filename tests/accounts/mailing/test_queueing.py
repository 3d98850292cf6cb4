"""Who gets a mail of what is told, and what it says."""

from datetime import datetime, timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.mailing.models import MailLine, MessagePreference, OutgoingMail
from accounts.mailing.services.queueing import queue_digests
from core.choices import Delivery
from core.models import Notification
from core.notifications import DELIVERIES, sentence_of
from tests.accounts.mailing.mails import readers, states, tell

SEVEN = datetime(2026, 11, 26, 7, tzinfo=timezone.get_default_timezone())


def prefer(user, delivery, group="account"):
    MessagePreference.objects.create(user=user, group=group, delivery=delivery)


def told_at(moment):
    Notification.objects.update(created_at=moment)


def test_a_mail_greets_says_what_happened_and_leads_to_its_page_and_to_the_choice(db, settings):
    settings.BASE_URL = "https://thidua.example.org"
    [user] = readers(1, full_name="Nguyễn Thị Ánh")
    tell([user])
    mail, line = OutgoingMail.objects.get(), Notification.objects.get()
    assert mail.subject == "Mật khẩu mới cho tài khoản của đồng chí"
    assert mail.body == (
        "Kính gửi đồng chí Nguyễn Thị Ánh,\n\n"
        f"{sentence_of(line)}\nhttps://thidua.example.org/messages/{line.pk}/\n\n"
        "Đồng chí chọn cách nhận thông báo tại: https://thidua.example.org/messages/preferences/\n"
    )
    assert (mail.message_id.endswith("@thidua.example.org>"), MailLine.objects.get().notification) == (True, line)


@pytest.mark.parametrize(
    ("facts", "delivery", "mails"),
    [
        ({}, "", 1),
        ({}, Delivery.AT_ONCE, 1),
        ({}, Delivery.DAILY, 0),
        ({}, Delivery.INBOX, 0),
        ({"email_proven_at": None}, Delivery.AT_ONCE, 0),
        ({"is_active": False}, Delivery.AT_ONCE, 0),
    ],
)
def test_a_mail_goes_to_a_proven_address_that_wants_it_at_once(db, facts, delivery, mails):
    [user] = readers(1, **facts)
    if delivery:
        prefer(user, delivery)
    tell([user])
    assert (OutgoingMail.objects.count(), Notification.objects.count()) == (mails, 1)


def test_a_matter_told_again_is_mailed_once_and_a_held_mail_waits(db):
    first, second = readers(2)
    tell([first], matter="plan:7", hold=True)
    tell([first, second], matter="plan:7")
    assert states() == [("user0@example.org", "held", 0), ("user1@example.org", "waiting", 0)]


def fail_after_telling():
    with transaction.atomic():
        tell(readers(1))
        raise ZeroDivisionError


def test_an_act_that_fails_leaves_no_mail(db):
    with pytest.raises(ZeroDivisionError):
        fail_after_telling()
    assert not OutgoingMail.objects.exists()


@pytest.mark.one_database(on="sqlite")
@pytest.mark.slow
def test_400_mails_cost_no_more_statements_than_the_rows_of_their_inserts(db):
    users, costs = readers(400), []
    for some in (users[:2], users):
        with CaptureQueriesContext(connection) as queries:
            tell(some)
        costs.append([sum("INSERT" in query["sql"] for query in queries), len(queries)])
    (few_inserts, few), (inserts, many) = costs
    assert (OutgoingMail.objects.count(), many - inserts) == (402, few - few_inserts)
    assert inserts <= {"sqlite": 16, "postgresql": 3}[connection.vendor]


def test_an_act_of_which_nobody_gets_a_mail_asks_one_question_more(db, monkeypatch):
    users, costs = readers(2, email_proven_at=None), []
    for registered in (DELIVERIES._items, {}):
        monkeypatch.setattr(DELIVERIES, "_items", registered)
        with CaptureQueriesContext(connection) as queries:
            tell(users)
        costs.append(len(queries))
    assert costs[0] - costs[1] == 1


@pytest.mark.parametrize(("minutes", "mails"), [(-1, 0), (0, 1), (600, 1)])
def test_a_digest_is_written_once_a_day_from_seven_o_clock(db, minutes, mails):
    [user] = readers(1)
    prefer(user, Delivery.DAILY)
    tell([user])
    tell([user])
    told_at(SEVEN - timedelta(hours=1))
    for _round in range(2):
        queue_digests(SEVEN + timedelta(minutes=minutes))
    assert [mail.lines.count() for mail in OutgoingMail.objects.all()] == [2] * mails
    assert [mail.subject for mail in OutgoingMail.objects.all()] == ["2 thông báo đến ngày 26/11/2026"] * mails


@pytest.mark.parametrize(
    ("age", "is_read", "mails"),
    [
        (timedelta(seconds=1), False, 1),
        (timedelta(), False, 0),
        (timedelta(days=7), False, 1),
        (timedelta(days=7, seconds=1), False, 0),
        (timedelta(hours=1), True, 0),
    ],
)
def test_a_digest_holds_what_is_unread_of_the_last_seven_days_and_nothing_empty_is_sent(db, age, is_read, mails):
    [user] = readers(1)
    prefer(user, Delivery.DAILY)
    tell([user])
    told_at(SEVEN - age)
    if is_read:
        Notification.objects.update(read_at=SEVEN)
    queue_digests(SEVEN)
    assert OutgoingMail.objects.count() == mails


def test_what_was_mailed_is_in_no_digest_and_the_next_day_has_its_own(db):
    [user] = readers(1)
    tell([user])
    prefer(user, Delivery.DAILY)
    tell([user])
    told_at(SEVEN - timedelta(hours=1))
    queue_digests(SEVEN)
    tell([user])
    Notification.objects.filter(mail_line=None).update(created_at=SEVEN + timedelta(hours=1))
    queue_digests(SEVEN + timedelta(days=1))
    assert list(OutgoingMail.objects.order_by("pk").values_list("digest_of__day", flat=True)) == [None, 26, 27]


def test_the_database_keeps_a_notification_in_one_mail_and_a_state_with_its_facts(db):
    tell(readers(1))
    mail, line = OutgoingMail.objects.get(), Notification.objects.get()
    with pytest.raises(IntegrityError), transaction.atomic():
        MailLine.objects.create(mail=mail, notification=line)
    for facts in ({"state": "sent"}, {"next_try_at": None}, {"state": "failed", "next_try_at": None}):
        with pytest.raises(IntegrityError), transaction.atomic():
            OutgoingMail.objects.update(**facts)
