"""A council is entered with its members on its pages; members at a counted vote stay."""

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse

from awards.council.models import Council
from awards.council.services import add_seat, correct_council, correct_seat
from core.corrections import remove
from core.history import history_lines
from core.workflow import MoveNotAllowed

pytestmark = pytest.mark.django_db


@pytest.mark.one_database(on="sqlite")
@pytest.mark.slow
def test_the_officer_enters_a_council_and_its_members_on_the_pages(world):
    client = world.client("officer")
    typed = {
        "union": world.union.pk, "name": "Hội đồng Thi đua - Khen thưởng", "valid_from": "01/03/2024",
        "chair_name": "Phạm Quốc Bảo", "chair_user": world.people["leader"].pk,
        "secretary_name": "Đặng Văn Ước", "secretary_user": world.people["council"].pk,
    }  # fmt: skip
    answer = client.post(reverse("awards:council-create"), typed)
    council = Council.objects.get()
    assert (answer.url, council.valid_from) == (council.get_absolute_url(), date(2024, 3, 1))
    member = {"full_name": "Hoàng Thị Dung", "post": "member", "user": "", "position": 3}
    assert client.post(reverse("awards:council-seat-create", args=[council.pk]), member).url == answer.url
    seats = list(council.seats.values_list("full_name", "post", "user__username"))
    assert seats == [
        ("Phạm Quốc Bảo", "chair", "leader.tayho"),
        ("Đặng Văn Ước", "secretary", "council.tayho"),
        ("Hoàng Thị Dung", "member", None),
    ]
    stranger = {"full_name": "Lý Văn Tú", "post": "member", "position": 4}
    stranger["user"] = world.people["stranger_officer"].pk
    assert client.post(reverse("awards:council-seat-create", args=[council.pk]), stranger).status_code == 422


def test_council_and_members_are_corrected_with_the_old_values_in_the_history(office):
    officer, seat = office.user("officer"), office.council.seats.get(post="member", user=None)
    correct_council(office.council, actor=officer, name="Hội đồng TĐKT quận", valid_to=date(2025, 6, 30))
    correct_seat(seat, actor=officer, full_name="Hoàng Thị Duyên")
    lines = [{(change.old, change.new) for change in line.changes} for line in history_lines(office.council)[:2]]
    assert lines == [
        {("Hoàng Thị Dung", "Hoàng Thị Duyên")},
        {("Hội đồng Thi đua - Khen thưởng", "Hội đồng TĐKT quận"), ("(để trống)", "30/06/2025")},
    ]


@pytest.mark.parametrize("role", ["leader", "clerk", "council", "chair", "admin", "stranger_officer"])
def test_only_the_officer_manages_the_council(office, role):
    with pytest.raises(PermissionDenied):
        correct_council(office.council, actor=office.user(role), name="Khác")
    with pytest.raises(PermissionDenied):
        add_seat(office.council, actor=office.user(role), full_name="Lê An", post="member", user=None, position=9)


def test_a_council_has_one_chair(office):
    with pytest.raises(ValidationError):
        add_seat(office.council, actor=office.user("officer"), full_name="Lê An", post="chair", user=None, position=9)


@pytest.mark.slow
def test_members_change_neither_during_a_session_nor_after_their_vote_was_counted(office):
    officer, seat = office.user("officer"), office.council.seats.first()
    session = office.opened(office.checked())
    with pytest.raises(MoveNotAllowed):
        add_seat(office.council, actor=officer, full_name="Lê An", post="member", user=None, position=9)
    with pytest.raises(MoveNotAllowed):
        correct_seat(seat, actor=officer, full_name="Khác")
    office.tally(session.items.get())
    office.close(session)
    with pytest.raises(MoveNotAllowed) as refused:
        correct_seat(seat, actor=officer, full_name="Khác")
    assert seat.full_name in refused.value.messages[0]
    council = add_seat(office.council, actor=officer, full_name="Lê An", post="member", user=None, position=9)
    remove(council.seats.get(full_name="Lê An"), actor=officer, reason="Nhập nhầm.")
    assert council.seats.count() == 5
