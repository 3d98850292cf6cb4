from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.sessions.keys import IMPERSONATION
from accounts.users.models import User
from core.models import AuditEntry
from tests.factories import make_user

pytestmark = pytest.mark.one_database(on="sqlite")


def impersonate(world, whose="chair", client=None, reason="Hướng dẫn qua điện thoại"):
    client = client or world.client("admin")
    user = world.people[whose] if isinstance(whose, str) else whose
    return client, client.post(reverse("accounts:impersonate", args=[user.pk]), {"reason": reason})


def test_the_administrator_sees_the_pages_of_the_chair_under_a_bar(world):
    client, answer = impersonate(world)
    assert answer["Location"] == reverse("home")
    page = client.get(reverse("unions:grassroots-list"), follow=True)
    assert [row.record for row in page.context["table"].rows] == [world.school]
    assert "impersonation-bar" in page.content.decode()
    assert client.get(world.foreign_school.get_absolute_url()).status_code == 404
    assert client.get(reverse("admin:index")).status_code == 404


@pytest.mark.slow
def test_an_impersonator_can_change_nothing(world):
    client, _answer = impersonate(world)
    before = AuditEntry.objects.count()
    for address in (
        reverse("unions:headcount", args=[world.school.pk, timezone.localdate().year]),
        reverse("unions:person-new", args=[world.school.pk]),
        reverse("set-year"),
        reverse("sign-out"),
        reverse("sessions-end-others"),
    ):
        for method in ("post", "put", "patch", "delete"):
            assert getattr(client, method)(address).status_code == 403, (method, address)
    assert AuditEntry.objects.count() == before


@pytest.mark.parametrize("page", ["security", "password", "second-factor-set-up", "second-factor-remove", "contact"])
def test_an_impersonator_cannot_open_the_security_pages(world, page):
    client, _answer = impersonate(world)
    assert client.get(reverse(page)).status_code == 403


def test_it_ends_with_a_button_and_the_audit_log_has_start_and_end(world):
    client, _answer = impersonate(world)
    answer = client.post(reverse("accounts:impersonation-end"))
    assert answer["Location"] == world.people["chair"].get_absolute_url()
    assert client.get(reverse("admin:index")).status_code == 200
    acts = (
        AuditEntry.objects.filter(act__startswith="account.see").order_by("pk").values_list("act", "actor__username")
    )
    assert list(acts) == [("account.see", "admin"), ("account.see_end", "admin")]
    assert client.post(reverse("accounts:impersonation-end"))["Location"] == reverse("home")


def pass_time(client, **time):
    session = client.session
    session[IMPERSONATION] = session[IMPERSONATION] | {"began": (timezone.now() - timedelta(**time)).isoformat()}
    session.save()


@pytest.mark.slow
def test_it_ends_after_half_an_hour(world):
    client, _answer = impersonate(world)
    pass_time(client, minutes=29)
    assert "impersonation-bar" in client.get(reverse("home")).content.decode()
    pass_time(client, minutes=30)
    assert "impersonation-bar" not in client.get(reverse("home")).content.decode()
    assert client.get(reverse("admin:index")).status_code == 200
    assert AuditEntry.objects.filter(act="account.see_end").count() == 1


@pytest.mark.slow
def test_it_ends_with_the_role_of_the_administrator(world):
    client, _answer = impersonate(world)
    world.people["admin"].roles.update(valid_to="2020-01-01")
    assert "impersonation-bar" not in client.get(reverse("home")).content.decode()


def test_a_reason_is_required(world):
    _client, answer = impersonate(world, reason=" ")
    assert (answer.status_code, AuditEntry.objects.filter(act="account.see").exists()) == (422, False)


@pytest.mark.slow
def test_the_user_reads_who_and_why_at_the_next_sign_in(world):
    User.objects.filter(username="chair.tayho").update(last_login=timezone.now() - timedelta(days=1))
    impersonate(world)
    chair = Client()
    chair.post(reverse("sign-in"), {"username": "chair.tayho", "password": "mat-khau-thu-nghiem"})
    assert "Hướng dẫn qua điện thoại" in chair.get(reverse("home")).content.decode()
    assert "Hướng dẫn qua điện thoại" in chair.get(reverse("security")).content.decode()


@pytest.mark.parametrize(
    ("who", "whose", "status"),
    [("admin", "admin", 403), ("officer", "chair", 403), ("leader", "officer", 403), ("chair", "officer", 404)],
)
def test_only_administrators_impersonate(world, who, whose, status):
    assert impersonate(world, whose, world.client(who))[1].status_code == status


def test_administrators_are_not_impersonated(world):
    other = make_user("admin.two", "admin")
    assert impersonate(world, other)[1].status_code == 403


def test_an_impersonator_cannot_impersonate_again(world):
    client, _answer = impersonate(world)
    assert impersonate(world, "officer", client)[1].status_code == 403
