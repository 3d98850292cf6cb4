from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from accounts.users.models import Role, User
from core.links import list_url
from core.models import AuditEntry
from core.working_year import this_year
from tests.factories import make_user


def form_data(**changes):
    return {
        "kind": "grassroots_chair",
        "username": "chair.hotay",
        "full_name": "Phan Thị Tư",
        "phone": "0912 000 111",
        "since": "01/09/2024",
    } | changes


CHOSEN = "hoa-sen-tay-ho-2026"


def appoint(world, role="officer", unit=None, **changes):
    unit = unit or world.company
    return world.client(role).post(reverse("accounts:role-new", args=[unit.pk]), form_data(**changes))


def test_the_officer_opens_an_account_whose_password_is_shown_once_and_works(world):
    response = appoint(world)
    password = response.context["password"]
    user = User.objects.get(username="chair.hotay")
    assert (response.status_code, str(user), user.phone) == (200, "Phan Thị Tư", "0912000111")
    assert password in response.content.decode()
    assert user.check_password(password)
    assert [(role.kind, role.grassroots, role.valid_from) for role in user.roles.all()] == [
        ("grassroots_chair", world.company, date(2024, 9, 1))
    ]
    entries = AuditEntry.objects.filter(act__in=["account.open", "role.grant"], actor=world.people["officer"])
    assert entries.count() == 2
    assert password not in str(list(entries.values()))
    chair = Client()
    chair.post(reverse("sign-in"), {"username": "0912000111", "password": password})
    chosen = {"old_password": password, "new_password1": CHOSEN, "new_password2": CHOSEN}
    assert chair.post(reverse("password"), chosen).status_code == 302
    assert chair.get(reverse("unions:own-unit"))["Location"] == world.company.get_absolute_url()


def test_an_account_of_the_branch_gets_another_role_and_keeps_its_password(world):
    response = appoint(world, username="board.tayho", kind="grassroots_board", full_name="")
    assert response["Location"] == world.company.get_absolute_url()
    assert world.people["board"].roles.count() == 2


@pytest.mark.one_database(on="sqlite")
@pytest.mark.slow
@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"username": ""}, "username"),
        ({"username": "có dấu cách"}, "username"),
        ({"username": "x" * 151}, "username"),
        ({"username": "officer.bactuliem"}, "username"),
        ({"username": "Officer.TayHo"}, "username"),
        ({"full_name": ""}, "full_name"),
        ({"full_name": "x" * 101}, "full_name"),
        ({"kind": "federation_chair"}, "kind"),
        ({"kind": "admin"}, "kind"),
        ({"since": "30/02/2024"}, "since"),
    ],
)
def test_an_invalid_appointment_is_refused_at_its_field(world, changes, field):
    before = User.objects.count(), Role.objects.count(), AuditEntry.objects.count()
    response = appoint(world, **changes)
    assert (response.status_code, list(response.context["form"].errors)) == (422, [field])
    assert (User.objects.count(), Role.objects.count(), AuditEntry.objects.count()) == before


def test_a_unit_has_one_chair_at_a_time(world):
    response = appoint(world, unit=world.school)
    assert (response.status_code, list(response.context["form"].errors)) == (422, ["since"])
    end(world, "officer", world.people["chair"].roles.get(), "31/08/2024")
    assert appoint(world, unit=world.school).status_code == 200


@pytest.mark.parametrize(
    ("role", "status"),
    [("leader", 403), ("clerk", 403), ("chair", 404), ("viewer", 403), ("stranger_officer", 404), ("admin", 200)],
)
def test_others_appoint_nobody(world, role, status):
    before = Role.objects.count()
    assert appoint(world, role).status_code == status
    assert Role.objects.count() == before + (status == 200)


def test_a_chair_does_not_appoint_for_her_own_unit(world):
    assert appoint(world, "chair", unit=world.school, kind="grassroots_board").status_code == 403


def end(world, who, role, until):
    return world.client(who).post(reverse("accounts:role-end", args=[role.pk]), {"until": until})


def test_a_role_ends_with_its_last_day_and_its_pages_close(world):
    role = world.people["chair"].roles.get()
    assert end(world, "officer", role, "31/12/2024").status_code == 302
    role.refresh_from_db()
    assert role.valid_to == date(2024, 12, 31)
    assert world.client("chair").get(world.school.get_absolute_url()).status_code == 404
    assert AuditEntry.objects.get(act="role.end").detail == {"user": "chair.tayho", "until": "2024-12-31"}
    assert end(world, "officer", role, "31/12/2025").status_code == 409


@pytest.mark.parametrize("until", ["", "31/02/2024", "31/12/2017"])
def test_an_invalid_last_day_is_refused(world, until):
    role = world.people["chair"].roles.get()
    response = end(world, "officer", role, until)
    assert (response.status_code, list(response.context["form"].errors)) == (422, ["until"])
    role.refresh_from_db()
    assert role.valid_to is None


@pytest.mark.parametrize(
    ("who", "whose", "status"),
    [
        ("officer", "leader", 403),
        ("officer", "officer", 403),
        ("officer", "stranger_chair", 404),
        ("leader", "chair", 403),
        ("chair", "chair", 403),
        ("chair", "board", 404),
        ("stranger_officer", "chair", 404),
        ("admin", "leader", 302),
    ],
)
def test_users_who_may_grant_a_role_may_end_it(world, who, whose, status):
    assert end(world, who, world.people[whose].roles.get(), "31/12/2025").status_code == status


def test_an_account_without_a_role_sees_empty_pages(world):
    user = make_user("former", "grassroots_chair", grassroots=world.school)
    user.roles.update(valid_to=date(2020, 1, 1))
    client = Client()
    client.force_login(user)
    for name in ("grassroots-list", "people", "enterprises", "union-list"):
        assert client.get(reverse(f"unions:{name}"), follow=True).status_code == 200
    assert client.get(reverse("unions:own-unit"))["Location"] == list_url("unions:grassroots-list", year=this_year())
    assert client.get(user.get_absolute_url()).status_code == 200
    assert client.get(world.union.get_absolute_url()).status_code == 404
