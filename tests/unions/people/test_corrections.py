"""What was typed of a person is mended: her facts, where and since when she works, and her record itself."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone

from core.corrections import declared, remove
from core.editing import EditConflict
from core.history import history_lines
from core.workflow import MoveNotAllowed
from tests.factories import SINCE, make_initiative, make_person
from unions.people.models import Employment, Person
from unions.people.services import change_person, correct_employment, employ, enter_person
from unions.units.services.entering import enter_team

TOMORROW = timezone.localdate() + timedelta(days=1)


@pytest.fixture
def teacher(world):
    return make_person(world.school, "Mai Kim Quế")


def periods(person):
    return sorted(person.employments.values_list("grassroots", "valid_from", "valid_to"), key=lambda row: row[1])


def refused_at(action):
    with pytest.raises(ValidationError) as error:
        action()
    return list(error.value.message_dict)


@pytest.mark.one_database(on="sqlite")
def test_her_chair_her_board_and_the_officer_correct_a_person_and_her_employments(world, teacher):
    roles = ["officer", "chair", "board", "leader", "viewer", "admin", "stranger_officer", "stranger_chair"]
    for row in (teacher, teacher.employments.get()):
        may = [role for role in roles if declared(type(row)).may(world.people[role], row)]
        assert may == ["officer", "chair", "board"]


def test_old_and_new_values_are_in_the_history_and_personal_data_only_as_changed(world, teacher):
    facts = {"full_name": "Mai Kim Quý", "gender": "female", "birth_date": date(1988, 5, 18), "phone": "0912345678"}
    change_person(
        actor=world.people["chair"],
        person=teacher,
        expected_revision=1,
        facts=facts,
        employment=teacher.employments.get(),
        is_direct_worker=True,
    )
    post, person = history_lines(teacher)[:2]
    assert {(change.label, change.old, change.new) for change in person.changes} == {
        ("họ và tên", "Mai Kim Quế", "Mai Kim Quý"),
        ("ngày sinh", "…", "…"),
        ("điện thoại", "…", "…"),
    }
    assert [(change.label, change.old, change.new) for change in post.changes] == [
        ("trực tiếp sản xuất, công tác", "(để trống)", "có")
    ]


def test_a_past_employment_is_entered_and_its_days_are_corrected(world, teacher):
    chair, officer = world.people["chair"], world.people["officer"]
    past = employ(
        actor=chair, person=teacher, grassroots=world.school, since=date(2010, 9, 1), until=date(2012, 5, 31)
    )
    days = {"valid_from": date(2009, 9, 1), "valid_to": date(2012, 6, 30)}
    correct_employment(past, actor=officer, expected_revision=1, position="Hiệu trưởng", is_leader=True, **days)
    present = teacher.employments.get(valid_to=None)
    correct_employment(present, actor=chair, expected_revision=1, valid_from=date(2012, 7, 1), valid_to=None)
    assert periods(teacher) == [
        (world.school.pk, date(2009, 9, 1), date(2012, 6, 30)),
        (world.school.pk, date(2012, 7, 1), None),
    ]
    assert [line.sentence for line in history_lines(teacher)][:3] == [
        "đã sửa nội dung đã nhập",
        "đã sửa nội dung đã nhập",
        "đã nhập quá trình công tác",
    ]
    with pytest.raises(EditConflict):
        correct_employment(past, actor=officer, expected_revision=1, position="Giáo viên")


@pytest.mark.parametrize(
    ("days", "wrong"),
    [
        ({"valid_from": TOMORROW}, "valid_from"),
        ({"valid_to": TOMORROW}, "valid_to"),
        ({"valid_from": date(2017, 12, 31), "valid_to": date(2017, 12, 30)}, "valid_to"),
        ({"valid_from": date(2012, 5, 31)}, "valid_from"),
        ({"valid_from": date(2000, 1, 1), "valid_to": date(2010, 9, 1)}, "valid_from"),
    ],
)
def test_days_stand_in_order_and_two_employments_in_a_unit_share_none(world, teacher, days, wrong):
    chair = world.people["chair"]
    employ(actor=chair, person=teacher, grassroots=world.school, since=date(2010, 9, 1), until=date(2012, 5, 31))
    present = teacher.employments.get(valid_to=None)
    assert refused_at(lambda: correct_employment(present, actor=chair, expected_revision=1, **days)) == [wrong]
    assert ((world.school.pk, SINCE, None)) in periods(teacher)


def test_nobody_works_in_a_unit_from_the_day_it_was_dissolved(world, teacher):
    type(world.company).objects.filter(pk=world.company.pk).update(status="dissolved", dissolved_on=date(2020, 1, 1))
    world.company.refresh_from_db()
    facts = {"actor": world.people["officer"], "person": teacher, "grassroots": world.company, "since": SINCE}
    assert refused_at(lambda: employ(until=date(2020, 1, 1), **facts)) == ["valid_to"]
    assert employ(until=date(2019, 12, 31), **facts).valid_to == date(2019, 12, 31)


def test_a_team_of_another_unit_is_refused(world, teacher):
    team = enter_team(actor=None, grassroots=world.company, name="Tổ may 1")
    post = teacher.employments.get()
    facts = {"actor": world.people["officer"], "expected_revision": 1}
    assert refused_at(lambda: correct_employment(post, team=team, **facts)) == ["team"]


def test_a_wrong_employment_is_removed_unless_she_did_something_in_that_unit_alone(world, teacher):
    officer = world.people["officer"]
    wrong = employ(actor=officer, person=teacher, grassroots=world.company, since=SINCE)
    make_initiative(world.people["chair"], author=teacher)
    with pytest.raises(MoveNotAllowed) as error:
        remove(teacher.employments.get(grassroots=world.school), actor=officer, reason="Nhập nhầm.")
    assert "sáng kiến" in str(error.value) or "tác giả" in str(error.value)
    assert remove(wrong, actor=officer, reason="Nhập nhầm đơn vị.") == teacher
    assert history_lines(teacher)[0].about == "Mai Kim Quế, Công ty TNHH May Hồ Tây"
    with pytest.raises(MoveNotAllowed):  # the only one that is left
        remove(teacher.employments.get(), actor=officer, reason="Nhập nhầm.")


def test_a_person_entered_by_mistake_is_removed_and_the_unit_remembers_her_without_personal_data(world, teacher):
    make_person(world.school, "Mai Kim Quế")  # alike, so that the two are a likely duplicate
    assert remove(teacher, actor=world.people["chair"], reason="Nhập trùng.") == world.school
    assert (Person.objects.count(), Employment.objects.count()) == (1, 1)
    line = history_lines(world.school)[0]
    values = {change.label: change.old for change in line.changes}
    assert (line.about, line.reason, values["họ và tên"], values["ngày sinh"]) == (
        "Mai Kim Quế", "Nhập trùng.", "Mai Kim Quế", "…",
    )  # fmt: skip


def test_what_stands_on_a_person_is_named_and_keeps_her(world, teacher):
    make_initiative(world.people["chair"], author=teacher)
    with pytest.raises(MoveNotAllowed) as error:
        remove(teacher, actor=world.people["chair"], reason="Nhập nhầm.")
    assert error.value.messages == ["Chưa thể xóa “Mai Kim Quế” vì còn hồ sơ liên quan: 1 tác giả."]


@pytest.mark.slow
@pytest.mark.one_database(on="sqlite")
def test_the_page_of_a_person_leads_to_the_forms_and_each_saves(world, teacher):
    client, post = world.client("chair"), teacher.employments.get()
    page = client.get(teacher.get_absolute_url()).content.decode()
    edit, new = reverse("unions:employment-edit", args=[post.pk]), reverse("unions:employment-new", args=[teacher.pk])
    removal = reverse("remove", args=["unions.person", teacher.pk])
    assert [url in page for url in (edit, new, removal)] == [True] * 3
    assert client.get(new).context["form"].initial["grassroots"] == world.school.pk
    days = {"valid_from": "01/09/2010", "valid_to": "31/05/2012"}
    assert client.post(new, {"grassroots": world.school.pk, **days}).status_code == 302
    overlapping = client.post(edit, {"valid_from": "31/05/2012", "revision": 1})
    assert (overlapping.status_code, list(overlapping.context["form"].errors)) == (422, ["valid_from"])
    assert client.post(edit, {"valid_from": "01/06/2012", "revision": 1}).url == teacher.get_absolute_url()
    assert client.post(new, {"grassroots": world.company.pk, **days}).status_code == 422
    assert client.post(removal, {"reason": "Nhập nhầm."}).url == world.school.get_absolute_url()


def test_who_works_from_a_day_to_come_is_entered_on_that_day(world):
    facts = {"actor": None, "grassroots": world.school, "full_name": "Đỗ Thị Hương"}
    assert refused_at(lambda: enter_person(since=TOMORROW, **facts)) == ["valid_from"]
