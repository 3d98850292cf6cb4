"""An administrator holds no role at a union or a unit, in no way and on no day."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import DatabaseError, transaction
from django.urls import reverse
from django.utils import timezone

from accounts.invitations.services import invite, new_token, take_role
from accounts.users.models import Role, User
from accounts.users.services import correct_role, grant_role, open_account
from tests.factories import make_user

pytestmark = pytest.mark.django_db

TODAY = timezone.localdate()
YESTERDAY, TOMORROW = TODAY - timedelta(days=1), TODAY + timedelta(days=1)
NO_MIX = "không giữ vai trò tại công đoàn"
UNION_ROLES = ["federation_chair", "vice_chair", "officer", "clerk", "council_member", "upper_viewer"]


def place(world: Any, kind: str) -> dict[str, Any]:
    return {"union": world.union} if kind in UNION_ROLES else {"grassroots": world.company}


@pytest.mark.one_database(on="sqlite")
@pytest.mark.parametrize("kind", [*UNION_ROLES, "grassroots_chair", "grassroots_board"])
def test_nobody_gives_an_administrator_a_role_neither_the_service_nor_the_admin_site(world, kind):
    admin = world.people["admin"]
    with pytest.raises(ValidationError, match=NO_MIX):
        grant_role(actor=admin, user=admin, kind=kind, since=TODAY, **place(world, kind))
    sent = {"user": admin.pk, "kind": kind, "valid_from": TODAY.strftime("%d/%m/%Y")}
    sent |= {name: row.pk for name, row in place(world, kind).items()}
    page = world.client("admin").post(reverse("admin:accounts_role_add"), sent)
    assert NO_MIX in page.content.decode()
    assert [role.kind for role in admin.roles.all()] == ["admin"]


def test_who_holds_a_role_becomes_no_administrator_by_role_or_by_mark(world):
    officer = world.people["officer"]
    with pytest.raises(ValidationError, match=NO_MIX):
        grant_role(actor=world.people["admin"], user=officer, kind="admin", since=TODAY)
    page = reverse("admin:accounts_user_change", args=[officer.pk])
    sent = {"username": officer.username, "full_name": officer.full_name, "is_active": "on", "is_staff": "on"}
    answer = world.client("admin").post(page, sent)
    assert answer.context["adminform"].form.errors.keys() == {"is_staff"}
    assert not User.objects.get(pk=officer.pk).is_staff


def test_an_account_with_a_mark_alone_is_given_no_role_at_a_union(world):
    marked = open_account(actor=None, username="quan.tri", full_name="Quản trị", password=None, is_superuser=True)
    with pytest.raises(ValidationError, match=NO_MIX):
        grant_role(actor=None, user=marked, kind="officer", since=TODAY, union=world.union)


def test_an_invitation_gives_an_administrator_no_role_either(world):
    officer, admin = world.people["officer"], world.people["admin"]
    offer = invite(actor=officer, kind="grassroots_chair", grassroots=world.company, since=TODAY)
    token = new_token(actor=officer, invitation=offer, way="print")
    with pytest.raises(ValidationError, match=NO_MIX):
        take_role(token=token, user=admin)


@pytest.mark.parametrize(("until", "since", "fits"), [(YESTERDAY, TODAY, True), (TODAY, TODAY, False)])
def test_one_day_decides_whether_the_second_role_begins_after_the_first(world, until, since, fits):
    former = make_user("can.bo.cu", "officer", union=world.union)
    former.roles.update(valid_to=until)
    if fits:
        assert grant_role(actor=None, user=former, kind="admin", since=since).pk
    else:
        with pytest.raises(ValidationError, match=NO_MIX):
            grant_role(actor=None, user=former, kind="admin", since=since)


def test_the_days_of_a_role_are_not_corrected_into_those_of_the_other(world):
    former = make_user("can.bo.cu", "officer", union=world.union)
    former.roles.update(valid_to=YESTERDAY)
    grant_role(actor=None, user=former, kind="admin", since=TODAY)
    role = former.roles.get(kind="officer")
    with pytest.raises(ValidationError, match=NO_MIX):
        correct_role(
            role, actor=world.people["admin"], expected_revision=None, valid_from=role.valid_from, valid_to=TOMORROW
        )


@pytest.mark.parametrize("kind", ["officer", "grassroots_chair"])
def test_the_database_refuses_the_mixture_past_the_services(world, kind):
    roles = {"new": Role(user=world.people["admin"], kind=kind, valid_from=date(2024, 1, 1), **place(world, kind))}
    with pytest.raises(DatabaseError), transaction.atomic():
        Role.objects.bulk_create(roles.values())
    with pytest.raises(DatabaseError), transaction.atomic():
        Role.objects.filter(user=world.people["officer"]).update(user=world.people["admin"])
