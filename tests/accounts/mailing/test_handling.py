"""Mails wait for a last look, and what could not be delivered is seen by the officer of its people alone."""

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.mailing.contributions import mail_todos
from accounts.mailing.models import OutgoingMail
from accounts.users.models import User
from core.models import AuditEntry
from core.notifications import notify
from tests.accounts.mailing.mails import KIND

LIST = reverse("accounts:mails")


def prove(user):
    address = {"email": "chair@example.org", "email_key": "chair@example.org", "email_proven_at": timezone.now()}
    User.objects.filter(pk=user.pk).update(**address)


def mail_to_chair(world, state="held", **facts):
    prove(world.people["chair"])
    notify(KIND, [world.people["chair"]], actor=world.people["officer"], reason="x", hold=True)
    mail = OutgoingMail.objects.latest("pk")
    OutgoingMail.objects.filter(pk=mail.pk).update(state=state, **facts)
    return OutgoingMail.objects.get(pk=mail.pk)


def failed(world):
    """Of an act that nobody of the portal caused."""
    return mail_to_chair(world, "failed", last_error="550 no such user", caused_by=None)


def texts(user):
    return [todo.text for todo in mail_todos(user, 2024)]


def move(world, role, mail, name):
    return world.client(role).post(reverse("accounts:mail-move", args=[mail.pk, name]))


@pytest.mark.parametrize(
    ("state", "name", "after"),
    [
        ("held", "release", "waiting"),
        ("held", "cancel", "cancelled"),
        ("failed", "cancel", "cancelled"),
        ("failed", "retry", "waiting"),
    ],
)
def test_the_officer_releases_cancels_and_tries_again(world, state, name, after):
    mail = mail_to_chair(world) if state == "held" else failed(world)
    answer = move(world, "officer", mail, name)
    mail.refresh_from_db()
    assert (answer.status_code, mail.state, AuditEntry.objects.filter(act=f"mail.{name}").count()) == (302, after, 1)
    assert world.client("officer").get(mail.get_absolute_url()).status_code == 200


def test_what_was_sent_is_neither_released_nor_cancelled(world):
    mail = mail_to_chair(world, "sent", sent_at=timezone.now())
    assert [move(world, "officer", mail, name).status_code for name in ("release", "retry", "cancel")] == [409] * 3


@pytest.mark.one_database(on="sqlite")
@pytest.mark.parametrize(
    ("role", "seen"), [("officer", 2), ("admin", 2), ("stranger_officer", 0), ("chair", 0), ("viewer", 0)]
)
def test_a_foreign_officer_sees_none(world, role, seen):
    mails = [mail_to_chair(world), failed(world)]
    client = world.client(role)
    assert client.get(LIST).context["count"] == seen
    pages = {client.get(mail.get_absolute_url()).status_code for mail in mails}
    assert pages == ({200} if seen else {404})


def test_the_text_is_read_by_whoever_caused_the_mail(world):
    mine, others = mail_to_chair(world), failed(world)
    pages = [world.client("officer").get(mail.get_absolute_url()).content.decode() for mail in (mine, others)]
    assert ["Kính gửi đồng chí" in page for page in pages] == [True, False]


def test_a_held_mail_of_another_officer_is_not_seen(world):
    mail_to_chair(world, caused_by=world.people["stranger_officer"])
    assert world.client("officer").get(LIST).context["count"] == 0


def test_the_first_page_of_the_officer_counts_what_waits_and_what_failed(world):
    mail_to_chair(world)
    failed(world)
    people = world.people
    assert texts(people["officer"]) == [
        "1 thư chờ đồng chí xem lại trước khi gửi",
        "1 thư không gửi được",
    ]
    assert [texts(people[role]) for role in ("stranger_officer", "chair")] == [[], []]


@pytest.mark.parametrize(("state", "route"), [("held", "accounts:mails-release"), ("failed", "accounts:mails-retry")])
def test_all_that_wait_are_sent_after_one_question(world, state, route):
    for _each in range(2):
        mail_to_chair(world) if state == "held" else failed(world)
    client, address = world.client("officer"), f"{reverse(route)}?state={state}"
    question = client.post(address, {"whole": "yes"})
    assert (question.context["able"], set(OutgoingMail.objects.values_list("state", flat=True))) == (2, {state})
    client.post(address, {"whole": "yes", "confirmed": question.context["digest"]})
    assert set(OutgoingMail.objects.values_list("state", flat=True)) == {"waiting"}
    assert world.client("chair").post(address, {"whole": "yes"}).status_code == 403
