"""Units are reminded from the board, each in its own words, once a day."""

import html
import io
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse
from django.utils import timezone, translation
from openpyxl import load_workbook

from accounts.mailing.models import OutgoingMail
from accounts.security_log.models import SecurityEvent
from core.audit import history_of
from core.models import Notification
from emulation.campaigns.models import Rollout
from emulation.monitoring.selectors.board import with_steps
from emulation.monitoring.services import remind_units
from tests.emulation.campaigning import client_in
from tests.emulation.monitoring.test_board import LAUNCHED, TODAY, YESTERDAY, campaign_of
from tests.factories import make_rollout, make_user

pytestmark = pytest.mark.django_db
TEXT = "[unit]: please [what is missing], until [last day]."


@pytest.fixture(autouse=True)
def english() -> Any:
    with translation.override("en"):
        yield


@pytest.fixture
def campaign(world: Any) -> Any:
    """The school is late, its chair's address proven; the company has no chair."""
    campaign = campaign_of(world, closes=YESTERDAY)
    make_rollout(campaign, world.school)
    make_rollout(campaign, world.company)
    chair = world.people["chair"]
    chair.email = chair.email_key = "yen@example.vn"
    chair.phone, chair.email_proven_at = "0912000111", timezone.now()
    chair.save()
    return campaign


def remind(world: Any, campaign: Any, by: str = "officer", **facts: Any) -> Any:
    rollouts = list(campaign.rollouts.all())
    return remind_units(actor=world.people[by], campaign=campaign, rollouts=rollouts, text=TEXT, **facts)


def refusals(outcome: Any) -> dict[str, list[str]]:
    return {str(row.grassroots): reasons for row, reasons in outcome.refused}


def test_a_unit_reads_what_it_lacks_and_hears_it_once_a_day(world, campaign):
    school, company = str(world.school), str(world.company)
    no_chair = {company: ["No chair of this unit has an account. Please phone."]}
    first = remind(world, campaign)
    assert ([str(row.grassroots) for row in first.done], refusals(first)) == ([school], no_chair)
    again = remind(world, campaign)
    assert again.done == []
    assert refusals(again) == no_chair | {school: ["The unit has been reminded today already."]}
    (told,) = Notification.objects.all()
    words = (
        f"{school}: please confirm that the plan was received, launch it at the unit and record the launch, "
        f"until {YESTERDAY:%d/%m/%Y}."
    )
    rollout = campaign.rollouts.get(grassroots=world.school)
    assert (told.user, told.reason, told.url) == (world.people["chair"], words, rollout.get_absolute_url())
    assert [mail.state for mail in OutgoingMail.objects.all()] == ["waiting"]
    (entry,) = history_of(rollout)
    assert (entry.act, entry.actor, entry.reason) == ("rollout.remind", world.people["officer"], words)
    shown = with_steps(Rollout.objects.filter(pk=rollout.pk), campaign, TODAY).get().reminded_at
    assert timezone.localdate(shown) == TODAY


def test_mails_may_wait_for_a_last_look(world, campaign):
    remind(world, campaign, hold=True)
    assert [mail.state for mail in OutgoingMail.objects.all()] == ["held"]


def test_a_unit_without_anything_missing_and_a_campaign_that_ended_are_left_alone(world, campaign):
    campaign.rollouts.filter(grassroots=world.school).update(**LAUNCHED)
    assert refusals(remind(world, campaign))[str(world.school)] == ["Nothing is missing today."]
    campaign.rollouts.update(state="sent", acknowledged_on=None, launched_on=None)
    campaign.state, campaign.closed_on = "closed", TODAY
    campaign.save()
    assert {reason for reasons in refusals(remind(world, campaign)).values() for reason in reasons} == {
        "This campaign is not running, so nobody is reminded of it."
    }


@pytest.mark.one_database(on="sqlite")
def test_only_the_officer_reminds(world, campaign):
    for role in ("leader", "chair", "clerk", "viewer", "stranger_officer"):
        with pytest.raises(PermissionDenied):
            remind(world, campaign, by=role)


@pytest.mark.one_database(on="sqlite")
@pytest.mark.slow
def test_the_officer_filters_the_board_looks_at_the_wording_and_sends(world, campaign):
    client = client_in(world, "officer", TODAY.year)
    board = reverse("emulation:campaign-board", args=[campaign.pk]) + "?late=yes"
    page = client.get(board)
    assert page.context["remind_label"] == "Remind these 2 units"
    asked = client.post(page.context["remind_url"] + "?late=yes", {"whole": "yes"})
    shown = html.unescape(asked.content.decode())
    assert asked.status_code == 200
    assert all(words in shown for words in ("Ngô Thị Yến", "by mail and on the portal", "Please phone", "Send now"))
    assert "1. Trường Tiểu học Chu Văn An: confirm that the plan was received" in shown
    (text,) = asked.context["texts"]
    link = text["text"].rsplit(" ", 1)[1]
    assert text["label"] == "Ngô Thị Yến – Trường Tiểu học Chu Văn An"
    opened = world.client("chair").get(link.removeprefix("http://localhost"))
    assert opened.url == campaign.rollouts.get(grassroots=world.school).get_absolute_url()
    answer = {"whole": "yes", "confirmed": asked.context["digest"], "text": TEXT}
    empty = client.post(page.context["remind_url"] + "?late=yes", {**answer, "text": " "})
    assert (empty.status_code, Notification.objects.count()) == (422, 0)
    sent = client.post(page.context["remind_url"] + "?late=yes", answer)
    assert (sent.status_code, Notification.objects.count()) == (200, 1)
    assert f"reminded on {TODAY:%d/%m/%Y}" in html.unescape(client.get(board).content.decode())


@pytest.mark.one_database(on="sqlite")
@pytest.mark.slow
def test_phones_stand_in_the_list_of_the_officer_alone_and_each_reading_is_noted(world, campaign):
    url = reverse("emulation:campaign-phones", args=[campaign.pk])
    client = client_in(world, "officer", TODAY.year)
    listed = html.unescape(client.get(url).content.decode())
    assert all(words in listed for words in ("0912000111", "Ngô Thị Yến", "has no account"))
    sheet = load_workbook(io.BytesIO(client.get(f"{url}?export=xlsx").getvalue())).active
    cells = [cell.value for row in sheet.iter_rows() for cell in row]
    assert {"0912000111", "Ngô Thị Yến", "has no account"} <= set(cells)
    assert [event.kind for event in SecurityEvent.objects.filter(path=url)] == ["downloaded"] * 2
    moved = make_user("officer.other", "officer", union=world.city)
    assert world.client("leader").get(url).status_code == 403
    client.force_login(moved)
    assert client.get(url).status_code == 403
