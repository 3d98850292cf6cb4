"""A session ends by itself, sooner for those who sign; the page that follows says why and loses nothing."""

from datetime import datetime, timedelta

import pytest
from django.contrib.messages import get_messages
from django.core.exceptions import ImproperlyConfigured
from django.test import Client
from django.urls import reverse

from accounts.sessions.keys import ACTIVITY
from accounts.sessions.rules import duration_words, ended_because, is_strict
from accounts.sessions.selectors import sessions_of
from config.safety import refuse_wrong_session_limits

pytestmark = pytest.mark.one_database(on="sqlite")
PASSWORD = "mat-khau-thu-nghiem"
IDLE = "Hệ thống đã tự đăng xuất vì đồng chí không thao tác trong %s."
TOO_LONG = "Hệ thống đã tự đăng xuất vì mỗi lần đăng nhập có hiệu lực tối đa %s."
NOW = datetime.fromisoformat("2026-11-26T09:00:00+07:00")


def activity(*, is_strict, began, seen):
    """`began` and `seen` are minutes before NOW."""
    at = {name: NOW - timedelta(minutes=minutes) for name, minutes in (("began", began), ("seen", seen))}
    return {name: moment.isoformat() for name, moment in at.items()} | {"is_strict": is_strict}


@pytest.mark.parametrize(
    ("is_strict", "began", "seen", "reason"),
    [
        (True, 600, 59, ""),
        (True, 600, 60, IDLE % "60 phút"),
        (True, 719, 1, ""),
        (True, 720, 1, TOO_LONG % "12 giờ"),
        (False, 2000, 1439, ""),
        (False, 2000, 1440, IDLE % "24 giờ"),
        (False, 20159, 1, ""),
        (False, 20160, 1, TOO_LONG % "14 ngày"),
    ],
)
def test_it_ends_to_the_minute(is_strict, began, seen, reason):
    assert ended_because(activity(is_strict=is_strict, began=began, seen=seen), NOW) == reason


def test_the_limits_are_settings(settings):
    settings.SESSION_MINUTES = (90, 2880)
    assert ended_because(activity(is_strict=False, began=100, seen=89), NOW) == ""
    assert ended_because(activity(is_strict=False, began=100, seen=90), NOW) == IDLE % "90 phút"
    assert duration_words(2880) == "2 ngày"


@pytest.mark.parametrize(
    "nonsense", [((4, 10), (4, 10)), ((60, 59), (5, 5)), ((60, 90), (61, 90)), ((60, 90), (30, 91))], ids=str
)
def test_the_portal_does_not_start_with_limits_that_contradict_each_other(nonsense):
    refuse_wrong_session_limits((5, 5), (5, 5))
    with pytest.raises(ImproperlyConfigured):
        refuse_wrong_session_limits(*nonsense)


def test_those_who_sign_number_or_enter_have_the_shorter_limits(world):
    strict = {"admin", "leader", "vice", "officer", "clerk", "stranger_officer"}
    assert {name for name, user in world.people.items() if is_strict(user)} == strict


def signed_in(name):
    client = Client()
    client.post(reverse("sign-in"), {"username": name, "password": PASSWORD})
    return client


def unused_for(client, minutes):
    session = client.session
    for name in ("began", "seen"):
        moved = datetime.fromisoformat(session[ACTIVITY][name]) - timedelta(minutes=minutes)
        session[ACTIVITY] = session[ACTIVITY] | {name: moved.isoformat()}
    session.save()


def told(answer):
    return [str(message) for message in get_messages(answer.wsgi_request)]


def test_a_page_after_the_end_says_why_and_leads_back(world):
    client = signed_in("officer.tayho")
    unused_for(client, 59)
    assert client.get("/jobs/").status_code == 200
    unused_for(client, 60)
    answer = client.get("/units/?q=a")
    assert (answer.status_code, answer.url) == (302, "/sign-in/?next=/units/%3Fq%3Da")
    assert answer.headers["Clear-Site-Data"] == '"cache", "storage"'
    assert told(client.get(answer.url)) == [IDLE % "60 phút"]
    assert ACTIVITY not in client.session


def test_what_was_typed_comes_back_after_the_end(world):
    client = signed_in("officer.tayho")
    address = reverse("unions:team-new", args=[world.school.pk])
    page = client.get(address)
    unused_for(client, 60)
    answer = client.post(address, {"name": "Tổ 4 và 5", "owner": page.context["owner"], "once": page.context["once"]})
    assert (answer.status_code, answer.url) == (302, f"/sign-in/?next={address}")
    assert told(client.get(answer.url))[0] == IDLE % "60 phút"
    back = client.post(answer.url, {"username": "officer.tayho", "password": PASSWORD, "next": address})
    assert client.get(back.url).context["form"]["name"].value() == "Tổ 4 và 5"
    assert world.school.teams.count() == 0


@pytest.mark.slow
def test_a_chair_may_be_called_away(world):
    client = signed_in("chair.tayho")
    unused_for(client, 1439)
    assert client.get("/").status_code == 200
    unused_for(client, 1440)
    assert client.get("/").status_code == 302


def test_use_is_noted_once_a_minute_and_does_not_move_the_beginning(world):
    client = signed_in("officer.tayho")
    first = client.session[ACTIVITY]
    client.get("/jobs/")
    assert client.session[ACTIVITY] == first
    unused_for(client, 2)
    moved = client.session[ACTIVITY]
    client.get("/jobs/")
    later = client.session[ACTIVITY]
    assert (later["began"], later["seen"] > moved["seen"]) == (moved["began"], True)


def test_a_script_that_asks_after_the_end_does_not_use_up_the_reason(world):
    client = signed_in("officer.tayho")
    unused_for(client, 60)
    asked = client.get("/search/suggestions/?q=an", headers={"Sec-Fetch-Mode": "cors"})
    assert (asked.status_code, told(asked)) == (302, [])
    assert told(client.get(client.get("/").url)) == [IDLE % "60 phút"]


def test_an_ended_session_is_not_listed(world):
    client, officer = signed_in("officer.tayho"), world.people["officer"]
    assert len(sessions_of(officer)) == 1
    unused_for(client, 60)
    assert sessions_of(officer) == []
