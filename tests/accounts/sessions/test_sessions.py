from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.passwords.services import set_new_password
from accounts.sessions.models import SignedInSession
from accounts.sessions.selectors import device_label
from core.models import AuditEntry
from tests.confirming import YES

CHROME = "Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 Chrome/130.0 Safari/537.36"
PHONE = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0) AppleWebKit/605.1 Version/18.0 Mobile Safari/604.1"


def signed_in(name="chair.tayho", agent=CHROME):
    client = Client(headers={"User-Agent": agent})
    client.post(reverse("sign-in"), {"username": name, "password": "mat-khau-thu-nghiem"}, REMOTE_ADDR="203.0.113.7")
    return client


def listed(client):
    return [(label, is_here) for _row, label, is_here in client.get(reverse("security")).context["sessions"]]


def row_of(client):
    return SignedInSession.objects.get(session_key=client.session.session_key)


def test_users_see_their_sessions_and_the_present_one_is_marked(world):
    browser, other = signed_in(), signed_in(agent=PHONE)
    signed_in("officer.tayho")
    assert sorted(is_here for _label, is_here in listed(browser)) == [False, True]
    assert sorted(label.split(",")[0] for label, _is_here in listed(browser)) == ["Chrome", "Safari"]
    assert row_of(other).address == "203.0.113.7"


@pytest.mark.slow
def test_one_session_is_ended_from_another(world):
    browser, other = signed_in(), signed_in(agent=PHONE)
    assert browser.post(reverse("session-end", args=[row_of(other).pk])).status_code == 302
    assert other.get(reverse("home")).status_code == 302
    assert browser.get(reverse("home")).status_code == 200
    assert len(listed(browser)) == 1
    assert AuditEntry.objects.filter(act="session.end").count() == 1


@pytest.mark.slow
def test_all_others_end_at_once(world):
    browser, *others = [signed_in() for _client in range(3)]
    browser.post(reverse("sessions-end-others"), YES)
    assert [client.get(reverse("home")).status_code for client in (browser, *others)] == [200, 302, 302]


@pytest.mark.slow
def test_nobody_ends_the_session_of_somebody_else(world):
    chair, officer = signed_in(), signed_in("officer.tayho")
    assert officer.post(reverse("session-end", args=[row_of(chair).pk])).status_code == 404
    assert chair.get(reverse("home")).status_code == 200


def test_signing_out_removes_the_session_from_the_list(world):
    browser, other = signed_in(), signed_in()
    other.post(reverse("sign-out"))
    assert len(listed(browser)) == 1


def test_a_new_password_ends_the_others_and_keeps_this_one_in_the_list(world):
    browser, other = signed_in(), signed_in()
    sent = {"new_password1": "hoa-sen-tay-ho-2026", "new_password2": "hoa-sen-tay-ho-2026"}
    assert browser.post(reverse("password"), {"old_password": "mat-khau-thu-nghiem", **sent}).status_code == 302
    assert [is_here for _label, is_here in listed(browser)] == [True]
    assert other.get(reverse("home")).status_code == 302
    assert [entry.detail for entry in AuditEntry.objects.filter(act="session.end")] == [{"sessions": 1}]


def test_a_new_password_without_other_sessions_ends_nothing(world):
    browser = signed_in()
    began = row_of(browser).began_at
    sent = {"new_password1": "hoa-sen-tay-ho-2026", "new_password2": "hoa-sen-tay-ho-2026"}
    assert browser.post(reverse("password"), {"old_password": "mat-khau-thu-nghiem", **sent}).status_code == 302
    assert (row_of(browser).began_at, AuditEntry.objects.filter(act="session.end").exists()) == (began, False)


@pytest.mark.parametrize("way", ["link", "administrator"])
def test_a_session_begun_with_another_password_is_not_listed(world, way):
    signed_in(agent=PHONE)
    chair, password = world.people["chair"], "hoa-sen-tay-ho-2026"
    if way == "link":
        set_new_password(user=chair, password=password)
    else:
        sent = {"password1": password, "password2": password, "reason": "Quên mật khẩu"}
        world.client("admin").post(reverse("accounts:user-password", args=[chair.pk]), sent)
    browser = Client(headers={"User-Agent": CHROME})
    browser.post(reverse("sign-in"), {"username": "chair.tayho", "password": password})
    if way == "administrator":
        chosen = "hoa-cuc-tay-ho-2026"
        browser.post(
            reverse("password"), {"old_password": password, "new_password1": chosen, "new_password2": chosen}
        )
    assert [is_here for _label, is_here in listed(browser)] == [True]


def test_who_ends_the_present_session_is_signed_out(world):
    # Late enough for the request itself to note the session again.
    def make_old(client):
        session = client.session
        session["noted"] = (session["noted"][0], (timezone.now() - timedelta(minutes=9)).isoformat())
        session.save()
        return client

    chair, admin = make_old(signed_in()), make_old(signed_in("admin"))
    own = reverse("accounts:user-sessions-end", args=[world.people["admin"].pk])
    answers = [chair.post(reverse("session-end", args=[row_of(chair).pk])), admin.post(own, {"reason": "Mất máy"})]
    assert [answer.status_code for answer in answers] == [302, 302]
    assert [client.get(reverse("home")).status_code for client in (chair, admin)] == [302, 302]
    assert not SignedInSession.objects.exists()


def test_an_administrator_ends_all_sessions_of_an_account_with_a_reason(world):
    chair, admin = signed_in(), world.client("admin")
    address = reverse("accounts:user-sessions-end", args=[world.people["chair"].pk])
    assert admin.post(address, {"reason": ""}).status_code == 422
    assert admin.post(address, {"reason": "Mất máy"}).status_code == 302
    assert chair.get(reverse("home")).status_code == 302
    assert AuditEntry.objects.get(act="session.end").reason == "Mất máy"


@pytest.mark.parametrize(
    ("agent", "expected"),
    [
        (CHROME, "Chrome"),
        (PHONE, "iPhone"),
        ("Mozilla/5.0 (Linux; Android 14) Chrome/130.0 Mobile", "Chrome"),
        (CHROME + " Edg/130.0", "Edge"),
        (CHROME + " coc_coc_browser/120", "Cốc Cốc"),
    ],
)
def test_a_device_is_named(agent, expected):
    assert expected in device_label(agent)


def test_an_unknown_device_is_named_unknown():
    assert device_label("") == device_label("curl/8.0") != ""


@pytest.mark.slow
def test_however_a_session_ends_its_browser_forgets_what_it_was_shown(world):
    chair, of_the_chair, other = signed_in(), signed_in(), signed_in()
    admin, boss = signed_in("admin"), signed_in("admin")
    of_admin = reverse("accounts:user-sessions-end", args=[world.people["admin"].pk])
    set_new_password(user=world.people["board"], password="hoa-sen-tay-ho-2026")
    former = world.client("board")
    set_new_password(user=world.people["board"], password="hoa-sen-ba-dinh-2026")
    answers = [
        chair.post(reverse("sign-out")),
        of_the_chair.post(reverse("session-end", args=[row_of(of_the_chair).pk])),
        boss.post(reverse("admin:logout")),
        admin.post(of_admin, {"reason": "Mất máy"}),
        former.get(reverse("home")),
    ]
    assert [answer.headers.get("Clear-Site-Data") for answer in answers] == ['"cache", "storage"'] * 5
    assert "Clear-Site-Data" not in other.get(reverse("home")).headers
