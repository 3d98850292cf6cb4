"""A plan goes to 400 units while the mail server is away for an hour: each chair gets one mail, nobody two."""

import re
from datetime import timedelta

import pytest
from django.core.management import call_command
from django.db.models import F
from django.utils import timezone

from accounts.mailing.models import OutgoingMail
from emulation.campaigns.services.campaigns import launch_campaign
from tests.accounts.mailing.smtp_server import smtp_server
from tests.factories import make_campaign, make_union, make_user
from tests.units_with_chairs import make_units_with_chairs

pytestmark = [pytest.mark.django_db, pytest.mark.slow, pytest.mark.one_database(on="sqlite")]


def send_after(minutes):
    waiting = OutgoingMail.objects.filter(next_try_at__isnull=False)
    waiting.update(next_try_at=F("next_try_at") - timedelta(minutes=minutes))
    call_command("send_due_messages", verbosity=0)


def headers(name, mails):
    return sorted(re.search(rf"^{name}: (.*)$", text, re.MULTILINE).group(1) for text in mails)


def test_nothing_is_lost_and_nothing_sent_twice(settings, django_capture_on_commit_callbacks):
    union = make_union("CAUGIAY")
    officer = make_user("officer", "officer", union=union)
    make_units_with_chairs(union, 400, has_email=True)
    year = timezone.localdate().year
    campaign = make_campaign(union, officer, year=year, launched=False, state="approved")
    with smtp_server(settings) as gone:
        port = gone.server_address[1]
    with django_capture_on_commit_callbacks(execute=True):
        launch_campaign(campaign, actor=officer)
    for minutes in (0, 5, 15, 40):
        send_after(minutes)
    assert set(OutgoingMail.objects.values_list("state", flat=True)) == {"waiting"}
    with smtp_server(settings, port) as server:
        for minutes in (20, 240, 0):
            send_after(minutes)
    mails = OutgoingMail.objects.all()
    assert (len(server.received), {mail.state for mail in mails}) == (400, {"sent"})
    assert headers("Message-ID", server.received) == sorted(mail.message_id for mail in mails)
    assert headers("To", server.received) == sorted(mail.to for mail in mails)
    assert len({mail.to for mail in mails}) == 400
