"""The rights of a seat end with the role it rests on, the work of its holder, or the council."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from accounts.users.models import User
from awards.council.models import CouncilSeat
from awards.council.services import add_seat, correct_seat
from awards.sessions.workflow import may_close, may_prepare, may_run
from core.todo import todos_for
from tests.factories import make_person

pytestmark = pytest.mark.django_db

TODAY = timezone.localdate()
YESTERDAY = TODAY - timedelta(days=1)
SINCE = date(2020, 1, 1)


def end_role(office: Any, day: date) -> None:
    office.user("council").roles.update(valid_to=day)


def end_council(office: Any, day: date) -> None:
    type(office.council).objects.filter(pk=office.council.pk).update(valid_to=day)


def end_employment(office: Any, day: date) -> None:
    person = make_person(office.world.school, "Đặng Văn Ước")
    person.employments.update(valid_from=SINCE, valid_to=day)
    User.objects.filter(pk=office.user("council").pk).update(person=person)


def dissolve_union(office: Any, day: date) -> None:
    # On the day of its dissolution a union is gone.
    type(office.world.union).objects.filter(pk=office.world.union.pk).update(dissolved_on=day + timedelta(days=1))


def rights(office: Any, session: Any) -> list[bool]:
    secretary = User.objects.get(pk=office.user("council").pk)
    return [rule(secretary, session) for rule in (may_run, may_prepare)] + [bool(todos_for(secretary, 2024))]


@pytest.mark.parametrize("end", [end_role, end_council, end_employment, dissolve_union])
@pytest.mark.parametrize(("last_day", "holds"), [(TODAY, True), (YESTERDAY, False)])
def test_the_rights_of_a_seat_last_until_its_last_day(office, end, last_day, holds):
    session = office.plan()
    end(office, last_day)
    assert rights(office, session) == [holds] * 3


@pytest.mark.parametrize(("first_day", "holds"), [(TODAY, True), (TODAY + timedelta(days=1), False)])
def test_the_rights_of_a_seat_begin_with_its_council(office, first_day, holds):
    session = office.plan()
    type(office.council).objects.update(valid_from=first_day)
    assert rights(office, session) == [holds] * 3


@pytest.mark.slow
def test_the_chair_closes_no_session_after_the_last_day_of_the_role(office):
    session, leader = office.opened(office.checked()), office.user("leader")
    assert may_close(leader, session)
    leader.roles.update(valid_to=YESTERDAY)
    assert not may_close(leader, session)


def test_a_role_as_viewer_or_at_another_union_carries_no_seat(office):
    session, secretary = office.plan(), office.user("council")
    for facts in ({"kind": "upper_viewer"}, {"kind": "officer", "union": office.world.foreign_union}):
        secretary.roles.update(**facts)
        assert rights(office, session)[0] is False


@pytest.mark.parametrize("role", ["admin", "stranger_officer", "chair"])
def test_a_seat_is_given_to_accounts_with_a_role_at_the_union_alone(office, role):
    officer, holder = office.user("officer"), office.user(role)
    with pytest.raises(ValidationError, match="không giữ vai trò nào"):
        add_seat(office.council, actor=officer, full_name="Ai đó", post="member", user=holder, position=9)
    seat = CouncilSeat.objects.get(post="member", user=None)
    with pytest.raises(ValidationError, match="không giữ vai trò nào"):
        correct_seat(seat, actor=officer, user=holder)
