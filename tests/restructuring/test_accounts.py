"""What a reorganisation does to accounts: roles and invitations end with the unit, or with who invited."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from accounts.invitations.models import Invitation
from accounts.invitations.services import invite, invite_to_reset, new_token
from accounts.users.models import Role
from core.models import AuditEntry
from restructuring.services.drafting import LineInput, cancel_reorganisation, confirm_reorganisation
from tests.factories import make_user, panel_of
from tests.restructuring.city import JULY, make_city
from tests.shared_rows import shared

JUNE = JULY - timedelta(days=1)


@shared
def city(world):
    return make_city(world)


@shared
def slips(world):
    """Open invitations to both units, an offer of a password among them, and the link of the first."""
    officer = world.people["officer"]
    board = invite(actor=officer, kind="grassroots_board", grassroots=world.school, since=JUNE)
    token = new_token(actor=officer, invitation=board, way="print")
    reset = invite_to_reset(actor=officer, user=world.people["chair"])
    other = invite(actor=officer, kind="grassroots_chair", grassroots=world.company, since=JUNE)
    return board, reset, other, token


def states(*invitations):
    return [Invitation.objects.get(pk=invitation.pk).state.value for invitation in invitations]


def line_input(kind, world, city):
    return {
        "transfer": LineInput(world.school, to_union=city.wards[0]),
        "dissolve": LineInput(world.school),
        "merge": LineInput(world.school, into=world.company),
    }[kind]


@pytest.mark.parametrize("kind", ["transfer", "dissolve", "merge"])
def test_open_invitations_to_the_unit_are_withdrawn_with_the_confirmation(world, city, slips, kind):
    board, reset, other, token = slips
    thing = city.prepare(kind, line_input(kind, world, city))
    assert states(board, reset, other) == ["open", "open", "open"]
    confirm_reorganisation(thing, actor=city.leader)
    assert states(board, reset, other) == ["withdrawn", "withdrawn", "open"]
    assert Client().get(reverse("join", args=[token])).status_code == 410
    entries = AuditEntry.objects.filter(act="invitation.withdraw")
    assert [(entry.actor, entry.detail) for entry in entries] == [(city.leader, {"decision": "1906/QĐ-LĐLĐ"})] * 2


def test_a_cancelled_reorganisation_and_a_new_name_withdraw_nothing(world, city, slips):
    cancel_reorganisation(city.prepare("dissolve", LineInput(world.school)), actor=city.officer)
    city.do("rename", LineInput(world.school, new_name="Trường Tiểu học Chu Văn An 2"))
    assert states(*slips[:3]) == ["open"] * 3


def test_after_a_transfer_the_next_federation_invites_anew(world, city, slips):
    city.do("transfer", LineInput(world.school, to_union=city.wards[0]))
    officer = make_user("officer.p1", "officer", union=city.wards[0])
    anew = invite(actor=officer, kind="grassroots_board", grassroots=world.school, since=JULY)
    assert states(anew) == ["open"]


@pytest.mark.one_database(on="sqlite")
@pytest.mark.slow
@pytest.mark.parametrize(
    ("kind", "roles", "invitations"), [("transfer", 0, 2), ("dissolve", 3, 2), ("merge", 3, 2), ("rename", 0, 0)]
)
def test_the_preview_shows_how_many_roles_end_and_invitations_are_withdrawn(
    world, city, slips, kind, roles, invitations
):
    chosen = LineInput(world.school, new_name="Tên khác") if kind == "rename" else line_input(kind, world, city)
    thing = city.prepare(kind, chosen)
    client = Client()
    client.force_login(city.officer)
    panels = client.get(thing.get_absolute_url()).context["panels"]
    values = [row.value for panel in panels if panel.position == 90 for row in panel.rows]
    assert values == [count for count in (roles, invitations) if count]


@pytest.mark.slow
@pytest.mark.parametrize("kind", ["dissolve", "merge"])
def test_roles_end_with_their_unit_and_who_held_them_sees_them_as_past(world, city, kind):
    chair = world.people["chair"]
    city.do(kind, line_input(kind, world, city))
    held = Role.objects.filter(grassroots=world.school).values_list("kind", "valid_to")
    assert sorted(held) == [("cluster_lead", JUNE), ("grassroots_board", JUNE), ("grassroots_chair", JUNE)]
    client = world.client("chair")
    page = client.get(chair.get_absolute_url())
    roles = [(role.grassroots, role.valid_to, *may) for role, *may in page.context["roles"]]
    assert roles == [(world.school, JUNE, False, False)]
    assert "30/06/2025" in page.content.decode()
    assert client.get(world.school.get_absolute_url()).status_code == 404
    assert client.get(reverse("home")).status_code == 200
    officer = world.client("officer").get(world.school.get_absolute_url())
    assert (officer.status_code, panel_of(officer, "accounts/board.html")["board"]) == (200, [])
