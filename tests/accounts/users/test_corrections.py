"""The days of a role and the name of an account are mended by those who may grant the role."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.users.models import Role, User, access_of, held_roles
from accounts.users.services import correct_account, correct_role, grant_role
from core.corrections import declared
from core.history import history_lines
from tests.factories import SINCE, make_user

TODAY = timezone.localdate()
DAY = timedelta(days=1)


@pytest.fixture
def chair_role(world):
    return world.people["chair"].roles.get()


def refused_at(action):
    with pytest.raises(ValidationError) as error:
        action()
    return list(error.value.message_dict)


@pytest.mark.one_database(on="sqlite")
def test_who_may_grant_a_role_corrects_its_days_but_not_the_own_ones(world, chair_role):
    people = world.people
    of_the_federation = people["leader"].roles.get()
    of_the_lead = people["cluster_lead"].roles.get()
    own = people["admin"].roles.get()
    roles = (chair_role, of_the_federation, of_the_lead, own)
    may = [[name for name in people if declared(Role).may(people[name], role)] for role in roles]
    assert may == [["admin", "officer"], ["admin"], [], []]


@pytest.mark.one_database(on="sqlite")
def test_who_may_grant_every_role_of_an_account_corrects_its_name(world):
    people = world.people
    may = [[name for name in people if declared(User).may(people[name], people[key])] for key in ("chair", "leader")]
    assert may == [["admin", "officer"], ["admin"]]


def test_the_days_of_a_role_are_corrected_and_the_account_shows_the_old_ones(world, chair_role):
    officer, chair = world.people["officer"], world.people["chair"]
    days = {"valid_from": date(2015, 3, 1), "valid_to": TODAY - DAY}
    correct_role(chair_role, actor=officer, expected_revision=1, **days)
    assert not access_of(held_roles(chair)).grassroots
    chair_role.refresh_from_db()
    correct_role(chair_role, actor=officer, expected_revision=2, valid_from=date(2015, 3, 1), valid_to=None)
    assert access_of(held_roles(chair)).grassroots == {world.school.pk}
    first = history_lines(chair)[1]
    assert {(change.label, change.old, change.new) for change in first.changes} == {
        ("từ ngày", "01/01/2018", "01/03/2015"),
        ("đến ngày", "(để trống)", (TODAY - DAY).strftime("%d/%m/%Y")),
    }


def test_a_unit_has_one_chair_a_day(world, chair_role):
    officer = world.people["officer"]
    before = make_user("chair.cu", "grassroots_chair", grassroots=world.company)
    before = grant_role(
        actor=None,
        user=before,
        kind="grassroots_chair",
        since=date(2010, 1, 1),
        until=date(2015, 1, 1),
        grassroots=world.school,
    )
    for days, wrong in (
        ({"valid_from": date(2015, 1, 1), "valid_to": None}, ["valid_from"]),
        ({"valid_from": SINCE, "valid_to": SINCE - DAY}, ["valid_to"]),
        ({"valid_from": date(2990, 1, 1), "valid_to": None}, ["valid_from"]),
    ):
        assert (
            refused_at(lambda days=days: correct_role(chair_role, actor=officer, expected_revision=1, **days))
            == wrong
        )
    days = {"valid_from": date(2015, 1, 2), "valid_to": None}
    assert correct_role(chair_role, actor=officer, expected_revision=1, **days).valid_from == date(2015, 1, 2)


def test_nobody_holds_a_role_in_a_unit_from_the_day_it_was_dissolved(world, chair_role):
    type(world.school).objects.filter(pk=world.school.pk).update(status="dissolved", dissolved_on=date(2024, 1, 1))
    role = Role.objects.get(pk=chair_role.pk)
    facts = {"actor": world.people["officer"], "expected_revision": 1, "valid_from": date(2017, 1, 1)}
    assert refused_at(lambda: correct_role(role, valid_to=date(2024, 1, 1), **facts)) == ["valid_to"]
    assert correct_role(role, valid_to=date(2023, 12, 31), **facts).valid_to == date(2023, 12, 31)


def test_the_role_of_a_cluster_lead_ends_with_the_corrected_last_day_of_the_chair(world, chair_role):
    chair, last = world.people["chair"], TODAY - DAY
    grant_role(actor=None, user=chair, kind="cluster_lead", since=SINCE, grassroots=world.school)
    correct_role(chair_role, actor=world.people["officer"], expected_revision=1, valid_from=SINCE, valid_to=last)
    assert set(chair.roles.values_list("valid_to", flat=True)) == {last}


def test_a_misspelt_name_and_sign_in_name_are_corrected(world):
    chair = world.people["chair"]
    with pytest.raises(PermissionDenied):
        correct_account(chair, actor=chair, expected_revision=1, full_name="Ngô Thị Yên", username="chair.moi")
    officer = world.people["officer"]
    for username in ("Officer.TAYHO", "0912345678", "a@b.vn"):
        assert refused_at(
            lambda username=username: correct_account(
                chair, actor=officer, expected_revision=1, full_name="Ngô Thị Yên", username=username
            )
        ) == ["username"]
    correct_account(chair, actor=officer, expected_revision=1, full_name=" Ngô  Thị Yên", username="chair.moi")
    client = Client()
    client.post(reverse("sign-in"), {"username": "CHAIR.moi", "password": "mat-khau-thu-nghiem"})
    assert client.session["_auth_user_id"] == str(chair.pk)
    assert str(User.objects.get(pk=chair.pk)) == "Ngô Thị Yên"


@pytest.mark.one_database(on="sqlite")
def test_the_page_of_an_account_leads_to_both_forms(world, chair_role):
    client, chair = world.client("officer"), world.people["chair"]
    role, account = (
        reverse("accounts:role-edit", args=[chair_role.pk]),
        reverse("accounts:user-edit", args=[chair.pk]),
    )
    page = client.get(chair.get_absolute_url()).content.decode()
    assert (role in page, account in page) == (True, True)
    assert (
        client.post(account, {"full_name": "Ngô Yến", "username": chair.username, "revision": 1}).status_code == 302
    )
    assert client.post(role, {"valid_from": "01/02/2018", "revision": 1}).url == chair.get_absolute_url()
    assert client.post(role, {"valid_from": "01/03/2018", "revision": 1}).status_code == 409


def test_roles_and_what_they_reach_follow_the_day_within_one_process(world, chair_role, monkeypatch):
    chair = world.people["chair"]
    correct_role(chair_role, actor=world.people["officer"], expected_revision=1, valid_from=SINCE, valid_to=TODAY)
    held = []
    for day in (TODAY, TODAY + DAY, TODAY):
        monkeypatch.setattr(timezone, "localdate", lambda day=day: day)
        held.append(access_of(held_roles(chair)).grassroots)
    assert held == [{world.school.pk}, frozenset(), {world.school.pk}]
