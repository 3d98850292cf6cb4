"""A private address gives a phone the days of its owner, until it is renewed or ended."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from icalendar import Calendar

from accounts.calendar.models import CalendarAddress
from accounts.calendar.services import make_calendar_address
from accounts.users.models import User
from awards.council.models import Council
from awards.sessions.models import Session
from core.audit import history_of
from core.calendar import calendar_events
from emulation.campaigns.models import CampaignChange
from tests.confirming import YES
from tests.emulation.campaigning import running
from tests.factories import make_rollout

pytestmark = pytest.mark.one_database(on="sqlite")

TODAY = timezone.localdate()
CLOSES, ENDS, HELD = (TODAY + timedelta(days=days) for days in (9, 60, 20))
PAGE, MAKE, END = (reverse(name) for name in ("calendar", "calendar-make", "calendar-end"))


def path_of(address: str) -> str:
    return address.removeprefix("http://localhost")


def summaries(world: Any, role: str) -> list[tuple[date, str]]:
    return [(event.day, event.summary) for event in calendar_events(world.people[role])]


def plan_session(world: Any, **facts: Any) -> Session:
    council = Council.objects.create(union=world.union, name="Hội đồng TĐKT", valid_from="2020-01-01")
    council.seats.create(user=world.people["council"], full_name="Đặng Văn Ước", post="member")
    common = {"name": "Xét cho bà Ngô Thị Yến", "year": TODAY.year, "held_on": HELD, "place": "Hội trường"}
    return Session.objects.create(council=council, created_by=world.people["officer"], **{**common, **facts})


def test_a_phone_reads_the_days_of_the_owner_without_signing_in(world):
    campaign = running(world, registration_closes=CLOSES, period_end=ENDS)
    answer = Client().get(path_of(make_calendar_address(actor=world.people["chair"])))
    entries = Calendar.from_ical(answer.content).walk("VEVENT")
    assert (answer.status_code, answer["Content-Type"]) == (200, "text/calendar; charset=utf-8")
    assert answer["Cache-Control"] == "no-store"
    assert [(entry.decoded("dtstart"), str(entry["summary"])) for entry in entries] == [
        (CLOSES, f"Hạn đăng ký: {campaign}"),
        (ENDS, f"Hạn báo cáo kết quả: {campaign}"),
    ]
    rollout = campaign.rollouts.get()
    assert str(entries[0]["url"]) == f"http://localhost{rollout.get_absolute_url()}"
    assert str(entries[0]["uid"]) == f"rollout-{rollout.pk}-registration@localhost"


def test_the_page_shows_the_address_once_and_the_table_keeps_its_hash(world):
    client = world.client("chair")
    made = client.post(MAKE)
    address = made.context["address"]
    [stored] = CalendarAddress.objects.all()
    assert address in made.content.decode()
    assert address.rpartition("/")[2].removesuffix(".ics") not in client.get(PAGE).content.decode()
    assert (stored.user, stored.digest in address, Client().get(path_of(address)).status_code) == (
        world.people["chair"],
        False,
        200,
    )


def test_a_new_address_ends_the_old_one_and_the_owner_ends_the_last(world):
    chair, client = world.people["chair"], world.client("chair")
    old, new = (path_of(make_calendar_address(actor=chair)) for _each in range(2))
    assert [Client().get(path).status_code for path in (old, new)] == [404, 200]
    assert client.post(END).status_code == 200
    assert client.post(END, YES).status_code == 302
    assert (Client().get(new).status_code, client.post(END, YES).status_code) == (404, 409)
    assert list(history_of(chair).order_by("pk").values_list("act", flat=True)) == [
        "account.calendar",
        "account.calendar",
        "account.calendar_end",
    ]


def test_nothing_is_at_the_address_of_somebody_who_left(world):
    path = path_of(make_calendar_address(actor=world.people["chair"]))
    User.objects.filter(pk=world.people["chair"].pk).update(is_active=False)
    assert Client().get(path).status_code == 404
    assert Client().get(reverse("calendar-feed", args=["đoán"])).status_code == 404


@pytest.mark.slow
def test_each_reads_only_the_days_that_are_hers_today(world):
    campaign = running(world, registration_closes=CLOSES, period_end=ENDS)
    plan_session(world)
    closes, ends = (CLOSES, f"Hạn đăng ký: {campaign}"), (ENDS, f"Kết thúc phong trào: {campaign}")
    report = (ENDS, f"Hạn báo cáo kết quả: {campaign}")
    assert {role: summaries(world, role) for role in world.people} == {
        **{role: [] for role in world.people},
        **{role: [closes, report] for role in ("chair", "board", "cluster_lead")},
        "officer": [closes, ends],
        "council": [(HELD, "Phiên họp: Hội đồng TĐKT")],
    }


def test_what_is_done_or_over_is_in_no_calendar(world):
    campaign = running(world, registration_closes=CLOSES, period_end=ENDS)
    session = plan_session(world)
    facts = {"state": "reported", "acknowledged_on": TODAY, "launched_on": TODAY, "reported_on": TODAY}
    campaign.rollouts.update(participants=5, **facts)
    assert [day for day, _summary in summaries(world, "chair")] == [CLOSES]
    Session.objects.filter(pk=session.pk).update(state="closed", closed_at=timezone.now(), member_total=1)
    campaign.state, campaign.closed_on = "closed", TODAY
    campaign.save()
    assert [summaries(world, role) for role in ("chair", "officer", "council")] == [[], [], []]


def test_an_extended_deadline_is_that_of_the_unit_and_the_officer_reads_whose_it_is(world):
    campaign, later = running(world, registration_closes=CLOSES, period_end=ENDS), CLOSES + timedelta(days=3)
    make_rollout(campaign, world.company)
    CampaignChange.objects.create(
        campaign=campaign,
        number=1,
        kind="extension",
        grassroots=world.school,
        registration_closes=later,
        reason="Bão",
        text="Gia hạn",
        made_by=world.people["officer"],
        made_at=timezone.now(),
    )
    assert [day for day, _summary in summaries(world, "chair")] == [later, ENDS]
    assert summaries(world, "officer")[:2] == [
        (CLOSES, f"Hạn đăng ký: {campaign}"),
        (later, f"Hạn đăng ký: {campaign} – {world.school}"),
    ]


@pytest.mark.slow
def test_the_address_is_its_owners_alone(world):
    make_calendar_address(actor=world.people["chair"])
    admin = world.client("admin")
    admin.post(reverse("accounts:impersonate", args=[world.people["chair"].pk]), {"reason": "Hướng dẫn"})
    assert [admin.get(PAGE).status_code, admin.post(MAKE).status_code, admin.post(END, YES).status_code] == [403] * 3
    assert CalendarAddress.objects.visible_to(world.people["admin"]).count() == 0
