import io
import re
from datetime import date, timedelta

import pytest
from django.core import mail
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pypdf import PdfReader

from accounts.invitations.models import Invitation
from accounts.invitations.services import (
    hand_over_chair,
    invite,
    invite_chairs,
    new_token,
    token_digest,
    withdraw_invitation,
)
from accounts.users.models import Role, User
from core.models import AuditEntry, Job
from core.slips import MOST_AT_ONCE
from tests.confirming import YES
from tests.factories import make_grassroots
from unions.tree.models import Union
from unions.units.models import GrassrootsUnion

JOIN_DATA = {
    "full_name": "Phan Thị Tư",
    "username": "tu.hotay",
    "password1": "hoa-sen-tay-ho-2026",
    "password2": "hoa-sen-tay-ho-2026",
}


def offered(world, way="print", **facts):
    facts = {"kind": "grassroots_chair", "grassroots": world.company, "since": date(2024, 9, 1), **facts}
    invitation = invite(actor=world.people["officer"], **facts)
    return invitation, new_token(actor=world.people["officer"], invitation=invitation, way=way)


def join(token, client=None, **changes):
    return (client or Client()).post(reverse("join", args=[token]), JOIN_DATA | changes)


def test_the_link_opens_an_account_and_signs_in(world):
    invitation, token = offered(world, full_name="Phan Thị Tư", phone="0912 000 111")
    client = Client()
    page = client.get(reverse("join", args=[token]))
    assert (page.status_code, page.headers["Cache-Control"].count("no-store")) == (200, 1)
    assert str(world.company) in page.content.decode()
    initial = page.context["form"].initial
    assert (initial["full_name"], initial["phone"]) == ("Phan Thị Tư", "0912000111")
    assert join(token, client, phone=initial["phone"], email="Tu@Example.org")["Location"] == reverse("home")
    user = User.objects.get(username="tu.hotay")
    assert (str(user), user.phone, client.session["_auth_user_id"]) == ("Phan Thị Tư", "0912000111", str(user.pk))
    assert (user.email, user.email_key) == ("Tu@example.org", "tu@example.org")
    role = user.roles.get()
    assert (role.kind, role.grassroots, role.valid_from) == ("grassroots_chair", world.company, date(2024, 9, 1))
    invitation.refresh_from_db()
    assert (invitation.state, invitation.used_by) == ("used", user)
    assert AuditEntry.objects.filter(act="invitation.use", actor=user).count() == 1


def test_only_a_hash_of_the_link_is_stored(world):
    invitation, token = offered(world)
    stored = str(Invitation.objects.values().get(pk=invitation.pk)) + str(list(AuditEntry.objects.values()))
    assert token not in stored
    assert token_digest(token) in stored


def test_a_second_click_opens_no_second_account(world):
    _invitation, token = offered(world)
    first = Client()
    assert join(token, first).status_code == 302
    again = join(token, username="other")
    assert (again.status_code, User.objects.filter(username="other").exists()) == (410, False)
    assert first.get(reverse("join", args=[token]))["Location"] == reverse("home")


def test_a_link_that_is_not_open_names_nobody(world):
    for state in ("used", "expired", "withdrawn"):
        unit = make_grassroots(world.union, f"Trường {state}")
        invitation, token = offered(world, grassroots=unit, full_name="Phan Thị Tư")
        if state == "used":
            join(token, username="first")
        elif state == "expired":
            Invitation.objects.filter(pk=invitation.pk).update(expires_at=timezone.now())
        else:
            withdraw_invitation(actor=world.people["officer"], invitation=invitation)
        before = User.objects.count()
        for answer in (Client().get(reverse("join", args=[token])), join(token, username="second")):
            page = answer.content.decode()
            assert (answer.status_code, "Phan Thị Tư" in page, str(unit) in page) == (410, False, False)
        assert User.objects.count() == before


def test_an_unknown_link_is_not_found(world):
    assert Client().get(reverse("join", args=["abcd-efgh"])).status_code == 404


def test_a_link_works_until_it_expires(world):
    invitation, token = offered(world)
    Invitation.objects.filter(pk=invitation.pk).update(expires_at=timezone.now() + timedelta(seconds=20))
    assert join(token).status_code == 302


@pytest.mark.one_database(on="sqlite")
@pytest.mark.slow
@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"username": ""}, "username"),
        ({"username": "có dấu"}, "username"),
        ({"username": "Officer.TayHo"}, "username"),
        ({"full_name": ""}, "full_name"),
        ({"password2": "khac"}, "password2"),
        ({"password1": "ngan", "password2": "ngan"}, "password1"),
        ({"password1": "password123", "password2": "password123"}, "password1"),
    ],
)
def test_an_error_is_shown_at_its_field_and_the_link_still_works(world, changes, field):
    _invitation, token = offered(world)
    before = User.objects.count()
    answer = join(token, **changes)
    assert (answer.status_code, list(answer.context["form"].errors)) == (422, [field])
    assert User.objects.count() == before
    assert join(token).status_code == 302


def test_a_signed_in_user_takes_the_role(world):
    _invitation, token = offered(world)
    client = world.client("board")
    assert client.post(reverse("join", args=[token])).status_code == 302
    assert world.people["board"].roles.filter(kind="grassroots_chair", grassroots=world.company).exists()


def test_nobody_takes_a_role_they_offered(world):
    _invitation, token = offered(world)
    assert world.client("officer").post(reverse("join", args=[token])).status_code == 422
    assert not Role.objects.filter(grassroots=world.company).exists()


def test_an_office_taken_in_the_meantime_is_refused(world):
    _invitation, token = offered(world)
    Role.objects.create(
        user=world.people["board"], kind="grassroots_chair", grassroots=world.company, valid_from=date(2024, 1, 1)
    )
    assert join(token).status_code == 422
    assert not User.objects.filter(username="tu.hotay").exists()


def test_a_new_slip_replaces_the_old_link(world):
    invitation, old = offered(world)
    new = new_token(actor=world.people["officer"], invitation=invitation, way="print")
    assert Client().get(reverse("join", args=[old])).status_code == 404
    assert join(new).status_code == 302


@pytest.mark.slow
def test_an_expired_invitation_is_renewed_by_printing_it_again(world):
    invitation, _token = offered(world)
    Invitation.objects.filter(pk=invitation.pk).update(expires_at=timezone.now() - timedelta(days=1))
    assert world.client("officer").post(reverse("accounts:invitation-print", args=[invitation.pk])).status_code == 200
    invitation.refresh_from_db()
    assert invitation.state == "open"


def invite_page(world, who="officer", **changes):
    sent = {"kind": "grassroots_chair", "full_name": "Phan Thị Tư", "since": "01/09/2024"} | changes
    return world.client(who).post(reverse("accounts:invite-to-unit", args=[world.company.pk]), sent)


def test_an_invitation_with_an_address_is_mailed_in_vietnamese_and_its_link_works(
    world, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        assert invite_page(world, email="tu@example.org").status_code == 302
    [message] = mail.outbox
    token = re.search(r"/join/([a-z0-9-]+)/", message.body).group(1)
    assert message.to == ["tu@example.org"]
    assert str(world.company) in message.body
    assert join(token).status_code == 302


@pytest.mark.one_database(on="sqlite")
@pytest.mark.parametrize(
    ("changes", "field"),
    [({"kind": "federation_chair"}, "kind"), ({"email": "khong"}, "email"), ({"since": "31/02/2024"}, "since")],
)
def test_an_invalid_invitation_is_refused_at_its_field(world, changes, field):
    answer = invite_page(world, **changes)
    assert (answer.status_code, list(answer.context["form"].errors)) == (422, [field])
    assert not Invitation.objects.exists()


@pytest.mark.one_database(on="sqlite")
@pytest.mark.slow
def test_slips_for_all_units_without_an_account_are_four_to_a_sheet_with_their_links(world):
    for number in range(4):
        make_grassroots(world.union, f"Trường Mầm non số {number}")
    client = world.client("officer")
    address = reverse("accounts:invitation-slips", args=[world.union.pk])
    form = client.get(address).context["form"]
    units = list(form.fields["units"].queryset)
    assert (len(units), world.school in units) == (5, False)
    assert client.post(address, {"units-all": 4}).status_code == 422
    answer = client.post(address, {"units-all": 5})
    assert (answer.status_code, answer.headers["Content-Type"]) == (200, "application/pdf")
    pdf = PdfReader(io.BytesIO(answer.content))
    text = "".join(page.extract_text() for page in pdf.pages)
    tokens = re.findall(r"/join/\s*((?:[a-z0-9]{4}-?\s*){5})/", text)
    assert (len(pdf.pages), len(tokens)) == (2, 5)
    assert "Trường Mầm non số 3" in text
    assert join(re.sub(r"\s", "", tokens[0])).status_code == 302
    assert list(client.get(address).context["form"].fields) == ["also_invited"]


@pytest.mark.slow
def test_invited_units_get_a_new_slip_only_on_request(world):
    # The slip of the company is lost; the invitation to its board stays open.
    earlier, lost = offered(world)
    board, _other = offered(world, kind="grassroots_board")
    fresh_unit = make_grassroots(world.union, "Trường Mầm non Hoa Sen")
    client, address = world.client("officer"), reverse("accounts:invitation-slips", args=[world.union.pk])
    form = client.get(address).context["form"]
    assert (list(form.fields["units"].queryset), form.fields["also_invited"].required) == ([fresh_unit], False)
    assert client.post(address, {"units": [fresh_unit.pk]}).status_code == 200
    earlier.refresh_from_db()
    assert earlier.state == "open"
    Invitation.objects.filter(grassroots=fresh_unit).delete()
    answer = client.post(address, {"units": [fresh_unit.pk], "also_invited": "on"})
    assert (answer.status_code, len(PdfReader(io.BytesIO(answer.content)).pages)) == (200, 1)
    states = Invitation.objects.filter(grassroots=world.company).order_by("pk")
    assert [(invitation.kind, invitation.state) for invitation in states] == [
        ("grassroots_chair", "withdrawn"),
        ("grassroots_board", "open"),
        ("grassroots_chair", "open"),
    ]
    assert join(lost).status_code == 410
    assert Invitation.objects.in_state("open").filter(grassroots=fresh_unit).count() == 1
    assert client.post(address, {}).status_code == 422
    assert board.state == "open"


def test_where_every_unit_has_a_chair_there_is_nothing_to_print(world):
    Role.objects.create(
        user=world.people["board"], kind="grassroots_chair", grassroots=world.company, valid_from=date(2020, 1, 1)
    )
    client, address = world.client("officer"), reverse("accounts:invitation-slips", args=[world.union.pk])
    assert list(client.get(address).context["form"].fields) == []
    assert client.post(address, {"also_invited": "on"}).status_code == 422


def test_nobody_is_invited_to_a_dissolved_unit_or_union(world):
    GrassrootsUnion.objects.filter(pk=world.company.pk).update(status="dissolved", dissolved_on=date(2024, 1, 1))
    Union.objects.filter(pk=world.foreign_union.pk).update(dissolved_on=date(2024, 1, 1))
    for place in ({"grassroots": GrassrootsUnion.objects.get(pk=world.company.pk), "kind": "grassroots_board"},
                  {"union": Union.objects.get(pk=world.foreign_union.pk), "kind": "officer"}):  # fmt: skip
        with pytest.raises(ValidationError):
            invite(actor=world.people["admin"], since=date(2024, 9, 1), **place)
    assert not Invitation.objects.exists()


@pytest.mark.one_database(on="sqlite")
@pytest.mark.slow
def test_many_slips_are_printed_by_a_job_for_its_owner_only(world, django_capture_on_commit_callbacks):
    units = [make_grassroots(world.union) for _number in range(MOST_AT_ONCE + 1)]
    with django_capture_on_commit_callbacks(execute=True):
        answer = world.client("officer").post(
            reverse("accounts:invitation-slips", args=[world.union.pk]), {"units": [unit.pk for unit in units]}
        )
    job = Job.objects.get()
    assert (answer["Location"], job.state) == (job.get_absolute_url(), "done")
    with job.result.open() as file:
        assert len(PdfReader(file).pages) == 11
    assert world.client("leader").get(reverse("job-file", args=[job.pk])).status_code == 404


def test_no_slip_for_a_unit_of_another_federation(world):
    answer = world.client("officer").post(
        reverse("accounts:invitation-slips", args=[world.union.pk]), {"units": [world.foreign_school.pk]}
    )
    assert answer.status_code == 422
    assert not Invitation.objects.exists()


@pytest.mark.slow
def test_the_list_is_filtered_by_state_and_branch(world):
    invitation, _token = offered(world)
    foreign = invite(actor=None, kind="grassroots_board", grassroots=world.foreign_school, since=date(2024, 1, 1))
    late = invite(actor=None, kind="grassroots_board", grassroots=world.school, since=date(2024, 1, 1))
    Invitation.objects.filter(pk=late.pk).update(expires_at=timezone.now())

    def listed(who, query=""):
        page = world.client(who).get(reverse("accounts:invitations") + query)
        return {row.record for row in page.context["table"].rows}

    assert listed("officer") == {invitation, late}
    assert listed("officer", "?state=open") == {invitation}
    assert listed("officer", "?state=expired") == {late}
    assert listed("stranger_officer") == {foreign}
    assert listed("admin") == {invitation, late, foreign}


def test_a_withdrawn_invitation_is_not_sent_or_printed_again(world):
    invitation, _token = offered(world, email="tu@example.org")
    client = world.client("officer")
    assert client.post(reverse("accounts:invitation-withdraw", args=[invitation.pk]), YES).status_code == 302
    for action in ("withdraw", "send", "print"):
        assert client.post(reverse(f"accounts:invitation-{action}", args=[invitation.pk]), YES).status_code == 409


def test_the_database_keeps_states_consistent(world):
    invitation, _token = offered(world)
    for facts in (
        {"used_at": timezone.now()},
        {"used_by": world.people["board"]},
        {"used_at": timezone.now(), "used_by": world.people["board"], "withdrawn_at": timezone.now()},
        {"grassroots": None},
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            Invitation.objects.filter(pk=invitation.pk).update(**facts)


def hand_over(world, who="officer", **sent):
    return world.client(who).post(
        reverse("accounts:hand-over", args=[world.school.pk]), {"since": "01/09/2025", **sent}
    )


def test_the_chair_is_handed_to_a_board_member_with_the_day(world):
    assert hand_over(world, username="board.tayho").status_code == 302
    chairs = Role.objects.filter(grassroots=world.school, kind="grassroots_chair").order_by("valid_from")
    assert [(role.user.username, role.valid_to) for role in chairs] == [
        ("chair.tayho", date(2025, 8, 31)),
        ("board.tayho", None),
    ]


def test_the_chair_is_handed_to_somebody_invited_in_one_step(world):
    answer = hand_over(world, full_name="Phan Thị Tư")
    invitation = Invitation.objects.get()
    assert (answer["Location"], invitation.since) == (invitation.get_absolute_url(), date(2025, 9, 1))
    assert world.people["chair"].roles.get().valid_to == date(2025, 8, 31)


@pytest.mark.parametrize(
    ("sent", "field"),
    [
        ({}, "username"),
        ({"username": "officer.bactuliem"}, "username"),
        ({"username": "nobody"}, "username"),
        ({"username": "board.tayho", "since": "01/01/2018"}, "since"),
        ({"username": "board.tayho", "since": ""}, "since"),
    ],
)
def test_an_invalid_hand_over_changes_nothing(world, sent, field):
    answer = hand_over(world, **sent)
    assert (answer.status_code, list(answer.context["form"].errors)) == (422, [field])
    assert world.people["chair"].roles.get().valid_to is None


def test_a_hand_over_withdraws_expired_invitations_too(world):
    officer = world.people["officer"]
    expired, _token = offered(world)
    Invitation.objects.filter(pk=expired.pk).update(expires_at=timezone.now())
    hand_over_chair(actor=officer, grassroots=world.company, since=date(2025, 9, 1), full_name="Phan Thị Tư")
    with pytest.raises(ValidationError):
        new_token(actor=officer, invitation=expired, way="print")
    assert [invitation.state for invitation in Invitation.objects.order_by("pk")] == ["withdrawn", "open"]


@pytest.mark.one_database(on="sqlite")
def test_the_page_of_a_union_links_to_the_invitation_form(world):
    address = reverse("accounts:invite-to-union", args=[world.union.pk])
    page = world.union.get_absolute_url()
    assert [address in world.client(who).get(page).content.decode() for who in ("admin", "officer")] == [True, False]


@pytest.mark.one_database(on="sqlite")
@pytest.mark.slow
def test_a_dissolved_union_or_unit_has_no_forms(world):
    GrassrootsUnion.objects.filter(pk=world.company.pk).update(status="dissolved", dissolved_on=date(2024, 1, 1))
    Union.objects.filter(pk=world.foreign_union.pk).update(dissolved_on=date(2024, 1, 1))
    client, before = world.client("admin"), (Invitation.objects.count(), Role.objects.count())
    sent = {"kind": "officer", "since": "01/09/2024", "username": "board.tayho", "full_name": "Phan Thị Tư"}
    for place, forms in (
        (world.foreign_union, ["invite-to-union", "invitation-slips"]),
        (world.company, ["invite-to-unit", "role-new", "hand-over"]),
    ):
        page = client.get(place.get_absolute_url()).content.decode()
        for name in forms:
            address = reverse(f"accounts:{name}", args=[place.pk])
            statuses = client.get(address).status_code, client.post(address, sent).status_code
            assert (name, statuses, address in page) == (name, (409, 409), False)
    assert (Invitation.objects.count(), Role.objects.count()) == before


def test_a_phone_number_is_refused_as_a_password(world):
    _invitation, token = offered(world)
    same = {"phone": "0912 345 678", "password1": "0912345678", "password2": "0912345678"}
    answer = join(token, **same)
    assert (answer.status_code, list(answer.context["form"].errors)) == (422, ["password1"])


def test_slips_lock_units_in_the_order_of_a_reorganisation(world, monkeypatch):
    # Otherwise they deadlock on PostgreSQL.
    locked = []
    monkeypatch.setattr(QuerySet, "select_for_update", lambda rows, **_kwargs: locked.append(rows) or rows)
    units = [make_grassroots(world.union) for _unit in range(3)]
    again = [units[1]]
    invite(actor=world.people["officer"], kind="grassroots_chair", grassroots=units[1], since=date(2024, 9, 1))
    locked.clear()
    invite_chairs(actor=world.people["officer"], units=[units[2], units[0]], again=again)
    assert [unit.pk for unit in locked[0]] == [unit.pk for unit in units]
