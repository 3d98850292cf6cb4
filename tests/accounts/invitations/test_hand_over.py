from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.invitations.models import Invitation
from accounts.invitations.services import new_token
from accounts.users.models import Role, User
from accounts.users.services import grant_role, open_account
from core.text import short_date
from tests.factories import make_user, panel_of

TODAY = timezone.localdate()
SOON, LATER = TODAY + timedelta(days=10), TODAY + timedelta(days=20)
PASSWORD = "hoa-sen-tay-ho-2026"


def hand_over(world, since, **sent):
    address = reverse("accounts:hand-over", args=[world.school.pk])
    return world.client("officer").post(address, {"since": short_date(since), **sent})


def end(world, role, until):
    address = reverse("accounts:role-end", args=[role.pk])
    return world.client("officer").post(address, {"until": short_date(until)})


def chairs(world):
    held = Role.objects.filter(grassroots=world.school, kind="grassroots_chair").order_by("valid_from")
    return [(role.user.username, role.valid_from, role.valid_to) for role in held]


def pass_days(days):
    for role in Role.objects.all():
        role.valid_from -= timedelta(days=days)
        role.valid_to = role.valid_to and role.valid_to - timedelta(days=days)
        role.save()


@pytest.mark.slow
def test_on_the_day_the_new_chair_replaces_the_old_one(world):
    page = reverse("unions:person-new", args=[world.school.pk])
    make_user("next.chair", "grassroots_board", grassroots=world.company)
    world.people["next"] = User.objects.get(username="next.chair")
    assert hand_over(world, SOON, username="next.chair").status_code == 302
    for days, statuses in ((0, [200, 404]), (9, [200, 404]), (1, [404, 200])):
        pass_days(days)
        assert [world.client(who).get(page).status_code for who in ("chair", "next")] == statuses


@pytest.mark.one_database(on="sqlite")
@pytest.mark.slow
def test_the_page_of_the_unit_shows_the_next_chair_and_the_last_day(world):
    hand_over(world, SOON, username="board.tayho")
    page = world.client("officer").get(world.school.get_absolute_url())
    board = [
        (role.user.username, role.valid_from, role.valid_to, role.is_to_come)
        for role in panel_of(page, "accounts/board.html")["board"]
    ]
    since = world.people["chair"].roles.get().valid_from
    assert board[:2] == [
        ("chair.tayho", since, SOON - timedelta(days=1), False),
        ("board.tayho", SOON, None, True),
    ]
    assert short_date(SOON - timedelta(days=1)) in page.content.decode()


@pytest.mark.parametrize("other", [TODAY + timedelta(days=5), LATER])
def test_the_day_of_an_invited_chair_can_be_moved(world, other):
    began = world.people["chair"].roles.get().valid_from
    hand_over(world, SOON, full_name="Phan Thị Tư")
    assert hand_over(world, other, full_name="Phan Thị Tư").status_code == 302
    assert chairs(world) == [("chair.tayho", began, other - timedelta(days=1))]
    offered = [(invitation.since, invitation.state) for invitation in Invitation.objects.order_by("pk")]
    assert offered == [(SOON, "withdrawn"), (other, "open")]


@pytest.mark.slow
def test_a_future_chair_must_be_ended_before_another_is_named(world):
    hand_over(world, SOON, username="board.tayho")
    before = chairs(world)
    answer = hand_over(world, LATER, full_name="Phan Thị Tư")
    assert (answer.status_code, list(answer.context["form"].errors)) == (422, ["since"])
    assert short_date(SOON) in str(answer.context["form"].errors)
    assert chairs(world) == before
    coming = Role.objects.get(user=world.people["board"], kind="grassroots_chair")
    account = world.client("officer").get(world.people["board"].get_absolute_url())
    assert reverse("accounts:role-end", args=[coming.pk]) in account.content.decode()
    assert end(world, coming, TODAY).status_code == 302
    assert chairs(world) == before[:1]
    assert hand_over(world, LATER, full_name="Phan Thị Tư").status_code == 302
    assert chairs(world)[0][2] == LATER - timedelta(days=1)


@pytest.mark.slow
def test_a_future_last_day_can_only_be_brought_forward(world):
    role = world.people["chair"].roles.get()
    assert end(world, role, SOON).status_code == 302
    late = end(world, role, LATER)
    assert (late.status_code, list(late.context["form"].errors)) == (422, ["until"])
    assert end(world, role, role.valid_from - timedelta(days=1)).status_code == 422
    assert end(world, role, TODAY - timedelta(days=1)).status_code == 302
    assert end(world, role, TODAY - timedelta(days=2)).status_code == 409
    assert world.client("officer").get(reverse("accounts:role-end", args=[role.pk])).status_code == 409
    role.refresh_from_db()
    assert role.valid_to == TODAY - timedelta(days=1)


def test_an_appointment_during_the_term_of_another_chair_is_refused(world):
    hand_over(world, SOON, full_name="Phan Thị Tư")
    sent = {"kind": "grassroots_chair", "username": "board.tayho", "since": short_date(TODAY)}
    answer = world.client("officer").post(reverse("accounts:role-new", args=[world.school.pk]), sent)
    assert (answer.status_code, list(answer.context["form"].errors)) == (422, ["since"])
    assert short_date(SOON - timedelta(days=1)) in str(answer.context["form"].errors)


@pytest.mark.one_database(on="sqlite")
@pytest.mark.slow
@pytest.mark.parametrize("who", ["visitor", "board"])
def test_joining_before_the_first_day_shows_the_day(world, who):
    hand_over(world, SOON, full_name="Phan Thị Tư")
    token = new_token(actor=world.people["officer"], invitation=Invitation.objects.get(), way="print")
    client = Client() if who == "visitor" else world.client(who)
    sent = {"full_name": "Phan Thị Tư", "username": "tu", "password1": PASSWORD, "password2": PASSWORD}
    client.post(reverse("join", args=[token]), sent)
    assert short_date(SOON) in client.get(reverse("home")).content.decode()
    assert chairs(world)[1][1:] == (SOON, None)


def test_taking_back_a_future_chair_keeps_the_present_cluster_lead(world):
    chair, officer = world.people["chair"], world.people["officer"]
    hand_over(world, SOON, username="chair.tayho")
    facts = {"kind": "cluster_lead", "since": TODAY - timedelta(days=30), "until": LATER}
    lead = grant_role(actor=officer, user=chair, grassroots=world.school, **facts)
    again = chair.roles.get(kind="grassroots_chair", valid_from=SOON)
    assert end(world, again, TODAY - timedelta(days=60)).status_code == 302
    lead.refresh_from_db()
    assert (lead.valid_from, lead.valid_to) == (TODAY - timedelta(days=30), SOON - timedelta(days=1))


def test_taking_back_the_only_role_redirects_to_the_unit(world):
    # The officer can no longer see the account.
    officer = world.people["officer"]
    fresh = open_account(actor=officer, username="phan.tu", full_name="Phan Thị Tư", password=None)
    facts = {"kind": "grassroots_board", "since": SOON, "grassroots": world.school}
    role = grant_role(actor=officer, user=fresh, **facts)
    assert end(world, role, TODAY)["Location"] == world.school.get_absolute_url()
