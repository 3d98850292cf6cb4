"""Who did what, when, from where: one row in the administrator's list, one line in the log of the server."""

import logging
import re
from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import call_command
from django.db import DatabaseError, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.security_log.choices import DETAILS, EventKind
from accounts.security_log.models import SecurityEvent
from accounts.security_log.selectors import security_todos
from accounts.security_log.services import clear_security_log, note_event
from core.integrity import check_audit_log, check_files
from core.models import AuditEntry
from tests.core.test_altered_files import alter
from tests.core.test_lost_files import PLACES
from tests.triggers import drop_triggers

pytestmark = pytest.mark.django_db
PASSWORD = "mat-khau-thu-nghiem"
HOME = "203.0.113.9"


def events():
    """Return (kind, sign-in name, address, path, detail) of each event, the oldest first."""
    names = ("kind", "user__username", "address", "path", "detail")
    return list(SecurityEvent.objects.order_by("pk").values_list(*names))


def browser():
    return Client(REMOTE_ADDR=HOME)


def sign_in(client, name, password=PASSWORD):
    return client.post(reverse("sign-in"), {"username": name, "password": password})


def test_sign_in_its_failure_and_sign_out_are_noted_with_their_address(world):
    client = browser()
    sign_in(client, "officer.tayho", "wrong-password")
    sign_in(client, "nobody.knows", "wrong-password")
    sign_in(client, "officer.tayho")
    client.post(reverse("sign-out"))
    page = reverse("sign-in")
    assert events() == [
        ("sign_in_failed", "officer.tayho", HOME, page, ""),
        ("sign_in_failed", None, HOME, page, ""),
        ("signed_in", "officer.tayho", HOME, page, ""),
        ("signed_out", "officer.tayho", HOME, reverse("sign-out"), ""),
    ]


def test_whatever_the_history_of_an_account_says_of_its_safety_is_noted_here_too():
    """The entry of the audit log has no address, the event has one; a new action beside the old ones has both."""
    acts = re.compile(r'record\("((?:account\.(?:reset|see)|second_factor|session)[.\w]*)"[^\n]*\n\s*(\w+)')
    sources = [path.read_text() for path in (settings.BASE_DIR / "accounts").rglob("*.py")]
    found = [match for source in sources for match in acts.findall(source)]
    assert len(found) >= 9
    assert [act for act, following in found if following != "note_event"] == []
    for source in sources:
        assert source.count('update_fields=["password"') == source.count("note_event(EventKind.PASSWORD_CHANGED")


def test_the_address_is_that_of_the_visitor_behind_trusted_proxies(world, settings):
    settings.TRUSTED_PROXIES = 1
    sign_in(Client(REMOTE_ADDR="10.0.0.1", headers={"X-Forwarded-For": f"1.2.3.4, {HOME}"}), "officer.tayho")
    assert SecurityEvent.objects.get().address == HOME


def test_nothing_that_was_typed_is_in_the_log(world, caplog):
    caplog.set_level(logging.INFO, "portal.security")
    sign_in(browser(), "my-password-in-the-wrong-field", "wrong-password")
    assert (SecurityEvent.objects.count(), "wrong" in caplog.text) == (1, False)


def test_a_locked_sign_in_is_noted_once_a_minute(world):
    for _attempt in range(8):
        sign_in(browser(), "officer.tayho", "wrong-password")
    kinds = [kind for kind, *_rest in events()]
    assert kinds == ["sign_in_failed"] * 5 + ["locked_out"]
    assert events()[-1] == ("locked_out", "officer.tayho", HOME, reverse("sign-in"), "password")


def test_a_changed_password_and_a_wrong_one_on_the_way_are_noted(world):
    client = browser()
    client.force_login(world.people["officer"])
    new = {"new_password1": "a-new-and-long-one-71", "new_password2": "a-new-and-long-one-71"}
    client.post(reverse("password"), {"old_password": "wrong-password", **new})
    client.post(reverse("password"), {"old_password": PASSWORD, **new})
    page = reverse("password")
    assert events() == [
        ("password_failed", "officer.tayho", HOME, page, ""),
        ("password_changed", "officer.tayho", HOME, page, ""),
    ]


def test_looking_as_somebody_else_is_noted_and_so_is_what_is_downloaded_meanwhile(world):
    admin, client = world.people["admin"], browser()
    client.force_login(admin)
    client.post(
        reverse("accounts:impersonate", args=[world.people["officer"].pk]), {"reason": "Hỗ trợ qua điện thoại"}
    )
    client.get(f"{reverse('unions:people')}?export=xlsx").getvalue()
    client.post(reverse("accounts:impersonation-end"))
    rows = SecurityEvent.objects.order_by("pk").values_list("kind", "user__username", "about__username", "detail")
    assert list(rows) == [
        ("impersonation", "admin", "officer.tayho", "begun"),
        ("downloaded", "admin", "officer.tayho", ""),
        ("impersonation", "admin", "officer.tayho", "ended"),
    ]


def test_an_exported_list_is_noted_by_its_page_without_what_was_searched(world):
    client = browser()
    client.force_login(world.people["officer"])
    client.get(f"{reverse('unions:people')}?export=xlsx&q=Nguy%E1%BB%85n").getvalue()
    assert events() == [("downloaded", "officer.tayho", HOME, reverse("unions:people"), "")]


@pytest.mark.parametrize("place", PLACES)
def test_a_stored_file_that_is_read_is_noted_unless_it_is_a_picture_of_a_page(world, place):
    _record, _field, address = place(world)
    client = browser()
    client.force_login(world.people["officer"])
    client.get(address).getvalue()
    expected = [] if place is PLACES[0] else [("downloaded", "officer.tayho", HOME, address, "")]
    assert events() == expected


@pytest.mark.slow
def test_pages_and_pictures_are_no_downloads(world):
    client = browser()
    client.force_login(world.people["officer"])
    for page in ("/", reverse("unions:people"), "/health/"):
        client.get(page)
    assert events() == []


def test_a_refused_request_is_one_event_and_one_line_without_a_traceback(world, caplog):
    client = browser()
    client.force_login(world.people["chair"])
    page = reverse("accounts:users")
    for _time in range(3):
        assert client.get(page).status_code == 403
    assert events() == [("refused", "chair.tayho", HOME, page, "GET")]
    told = [record for record in caplog.records if record.name == "django.request"]
    assert [(record.levelname, record.exc_info) for record in told] == [("WARNING", None)] * 3


def test_an_error_of_the_portal_keeps_its_traceback(world, caplog, monkeypatch):
    def broken(*args, **kwargs):
        raise LookupError("broken")

    monkeypatch.setattr("core.views.pages.todos_for", broken)
    client = world.client("officer")
    client.raise_request_exception = False
    assert client.get("/").status_code == 500
    (told,) = [record for record in caplog.records if record.name == "django.request"]
    assert told.exc_info[0] is LookupError


def test_a_form_without_its_token_is_noted(world):
    client = Client(enforce_csrf_checks=True, REMOTE_ADDR=HOME)
    assert sign_in(client, "officer.tayho").status_code == 403
    assert events() == [("refused", None, HOME, reverse("sign-in"), "POST")]


def test_a_line_is_one_line_whatever_the_address_contains(world, caplog):
    caplog.set_level(logging.INFO, "portal.security")
    client = browser()
    client.force_login(world.people["chair"])
    client.post("/accounts/%0Asigned_in user=admin/", {})
    note_event(EventKind.REFUSED, user=world.people["chair"], detail="a\nb")
    lines = [record.getMessage() for record in caplog.records if record.name == "portal.security"]
    assert lines == ['refused user="chair.tayho" detail="a\\nb"']


def test_an_altered_file_and_a_broken_log_are_told_to_the_administrator_until_all_is_well(world):
    record, field, address = PLACES[1](world)
    admin = world.people["admin"]
    stored = getattr(record, field)
    content = Path(stored.path).read_bytes()
    alter(record, field)
    for _time in range(2):
        world.client("officer").get(address)
    drop_triggers("core_auditentry")
    AuditEntry.objects.update(reason="forged")
    check, _state = check_audit_log()
    name = f"{record._meta.label} {record.pk} {field}"
    assert [(kind, detail) for kind, *_rest, detail in events()] == [
        ("file_altered", name),
        ("log_broken", f"core.IntegrityCheck {check.pk}"),
    ]
    assert [(todo.count, todo.url) for todo in security_todos(admin, 2024)] == [
        (1, f"{reverse('accounts:security-log')}?kind=log_broken"),
        (1, f"{reverse('accounts:security-log')}?kind=file_altered"),
    ]
    assert security_todos(world.people["officer"], 2024) == []
    Path(stored.path).write_bytes(content)
    check_files()
    assert [todo.url.partition("=")[2] for todo in security_todos(admin, 2024)] == ["log_broken"]


@pytest.mark.slow
def test_the_log_is_read_and_filtered_by_administrators_alone(world):
    sign_in(browser(), "officer.tayho")
    sign_in(browser(), "chair.tayho", "wrong-password")
    admin, page = world.client("admin"), reverse("accounts:security-log")
    today = timezone.localdate()
    counts = {
        query: len(admin.get(f"{page}?{query}").context["table"].rows)
        for query in (
            "",
            "kind=signed_in",
            "q=officer",
            f"address={HOME[:8]}",
            "address=10.",
            f"since={today}",
            f"until={today - timedelta(days=1)}",
        )
    }
    assert list(counts.values()) == [2, 1, 1, 2, 0, 2, 0]
    assert [world.client(role).get(page).status_code for role in ("officer", "leader", "chair")] == [403] * 3


def test_events_older_than_the_setting_are_deleted_and_none_is_ever_changed(world, settings):
    settings.SECURITY_LOG_DAYS = 30
    note_event(EventKind.SIGNED_IN, user=world.people["officer"])
    event = SecurityEvent.objects.get()
    with pytest.raises(DatabaseError, match="frozen"), transaction.atomic():
        SecurityEvent.objects.update(user=None)
    drop_triggers("accounts_securityevent")
    for age, deleted in ((timedelta(days=30) - timedelta(minutes=1), 0), (timedelta(days=30, minutes=1), 1)):
        SecurityEvent.objects.filter(pk=event.pk).update(at=timezone.now() - age)
        assert clear_security_log() == deleted


def test_the_command_says_how_many_events_it_deleted(world, capsys):
    call_command("clear_security_log")
    assert capsys.readouterr().out == "0 events deleted.\n"


def test_every_detail_that_the_portal_writes_has_words():
    written = re.compile(r'(?:note_event\([^)]*detail=|begin_(?:nameless_)?request_attempt\([\w.]+, )"([^"]+)"')
    sources = [path.read_text() for path in (settings.BASE_DIR / "accounts").rglob("*.py")]
    assert {detail for source in sources for detail in written.findall(source)} == set(DETAILS)
