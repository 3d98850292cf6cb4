"""What is known of a person in a unit: who writes it, who reads it, and what is refused."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse
from django.utils import timezone

from core.audit import history_of
from core.corrections import strike
from emulation.personal_records.models import Discipline, Leave, TransferRemark, YearlyGrade
from emulation.personal_records.services import correct_record, enter_record
from tests.factories import make_grassroots, make_person
from tests.security.sample_world import build
from tests.shared_rows import shared
from unions.people.services import employ

TODAY = timezone.localdate()
FACTS: dict[type, dict[str, Any]] = {
    Discipline: {"level": "reprimand", "valid_from": date(2024, 5, 2)},
    Leave: {"kind": "maternity", "valid_from": date(2024, 5, 2), "valid_to": date(2024, 11, 1)},
    YearlyGrade: {"year": 2024, "grade": "good", "decision": "12/QĐ-THCS"},
    TransferRemark: {"text": "Hoàn thành tốt nhiệm vụ.", "given_on": date(2024, 5, 2)},
}
PRIVATE = {Discipline, Leave}


@shared
def person(world):
    return make_person(world.school, "Mai Kim Quế")


def entered(world, person, model, role="chair", **facts):
    actor = world.people[role]
    return enter_record(model, actor=actor, person=person, grassroots=world.school, **FACTS[model] | facts)


@pytest.mark.one_database(on="sqlite")
@pytest.mark.parametrize("model", FACTS, ids=lambda model: model.__name__)
def test_who_writes_a_record_and_who_reads_it(world, person, model):
    writers, readers = {"chair", "officer"}, {"chair", "officer"}
    if model not in PRIVATE:
        writers, readers = writers | {"board"}, readers | {"board", "leader", "clerk", "council", "viewer", "admin"}
    wrote, row = set(), None
    for role in world.people:
        try:
            row = entered(world, person, model, role, **{"valid_from": TODAY} if model in PRIVATE and row else {})
        except PermissionDenied:
            continue
        except ValidationError:
            pass  # entered before by another who may
        wrote.add(role)
    seen = {role for role, user in world.people.items() if model.objects.visible_to(user).filter(pk=row.pk).exists()}
    assert (wrote, seen & readers, seen & {"stranger_officer", "stranger_chair"}) == (writers, readers, set())
    assert model not in PRIVATE or seen == readers


def test_the_present_unit_of_a_person_reads_what_the_former_one_wrote(world, person):
    stranger = world.people["stranger_officer"]
    rows = [entered(world, person, model) for model in FACTS]
    before = [type(row).objects.visible_to(stranger).count() for row in rows]
    unit = make_grassroots(world.foreign_union)
    employ(actor=None, person=person, grassroots=unit, since=TODAY - timedelta(days=1))
    assert (before, [type(row).objects.visible_to(stranger).count() for row in rows]) == ([0] * 4, [1] * 4)


@pytest.mark.slow
def test_the_council_reads_only_the_discipline_of_people_before_its_open_session(lasting_world):
    sample = build(lasting_world)
    nominated = {state: sample[f"nomination_{state}"].person for state in ("checked", "shortlisted", "approved")}
    known = {"union": lasting_world.union, "grassroots": lasting_world.school, **FACTS[Discipline]}
    for person in nominated.values():
        Discipline.objects.create(person=person, **known)
    seen = Discipline.objects.visible_to(lasting_world.people["council"])
    assert [row.person for row in seen] == [nominated["shortlisted"]]


@pytest.mark.one_database(on="sqlite")
@pytest.mark.parametrize(
    ("model", "facts", "field"),
    [
        (Discipline, {"valid_from": TODAY + timedelta(days=1)}, "valid_from"),
        (Discipline, {"valid_to": date(2024, 5, 1)}, "__all__"),
        (Leave, {"kind": "other"}, "absent_days"),
        (Leave, {"absent_days": 40}, "absent_days"),
        (YearlyGrade, {"year": TODAY.year + 5}, "year"),
        (YearlyGrade, {"decided_on": TODAY + timedelta(days=1)}, "decided_on"),
        (TransferRemark, {"given_on": TODAY + timedelta(days=1)}, "given_on"),
    ],
)
def test_what_cannot_be_is_refused_at_its_field(world, person, model, facts, field):
    with pytest.raises(ValidationError) as refused:
        entered(world, person, model, **facts)
    assert set(refused.value.message_dict) == {field}


@pytest.mark.parametrize("model", FACTS, ids=lambda model: model.__name__)
def test_a_record_is_entered_once_and_again_after_it_was_struck_out(world, person, model):
    row = entered(world, person, model)
    with pytest.raises(ValidationError):
        entered(world, person, model)
    strike(row, actor=world.people["chair"], reason="Nhập nhầm người.")
    assert entered(world, person, model).pk != row.pk


def test_a_record_is_of_a_unit_in_which_the_person_worked(world, person):
    with pytest.raises(ValidationError) as refused:
        enter_record(YearlyGrade, actor=None, person=person, grassroots=world.company, **FACTS[YearlyGrade])
    assert set(refused.value.message_dict) == {"grassroots"}


def test_a_correction_is_judged_like_an_entry_and_kept_in_the_history(world, person):
    row, chair = entered(world, person, Leave), world.people["chair"]
    with pytest.raises(ValidationError):
        correct_record(row, actor=chair, expected_revision=1, kind="other")
    correct_record(row, actor=chair, expected_revision=1, kind="other", absent_days=40)
    row.refresh_from_db()
    assert (row.kind, row.absent_days) == ("other", 40)
    assert [entry.act for entry in history_of(row)] == ["row.correct", "leave.enter"]


def test_logs_and_messages_name_a_private_record_by_its_number_alone(world, person):
    rows = [entered(world, person, model) for model in (Discipline, Leave)]
    assert [history_of(row).get().object_name for row in rows] == [
        f"Hồ sơ kỷ luật số {rows[0].pk}",
        f"Hồ sơ nghỉ số {rows[1].pk}",
    ]


@pytest.mark.one_database(on="sqlite")
@pytest.mark.slow
@pytest.mark.parametrize(("role", "shown"), [("chair", 4), ("board", 2), ("leader", 2)])
def test_the_page_of_a_person_shows_what_its_reader_may_see(world, person, role, shown):
    rows = [entered(world, person, model) for model in FACTS]
    page = world.client(role).get(person.get_absolute_url()).content.decode()
    assert [row.get_absolute_url() in page for row in rows].count(True) == shown
    assert (reverse("emulation:discipline-create", args=[person.pk]) in page) == (role == "chair")


def test_a_form_enters_a_record_and_leads_back_to_the_person(world, person):
    sent = {"grassroots": world.school.pk, "year": 2024, "grade": "excellent", "decided_on": "31/05/2024"}
    answer = world.client("chair").post(reverse("emulation:yearly-grade-create", args=[person.pk]), sent)
    assert (answer.status_code, answer["Location"]) == (302, person.get_absolute_url())
    assert YearlyGrade.objects.get().grade == "excellent"


def test_a_form_that_was_filled_wrongly_comes_back_with_all_that_was_typed(world, person):
    sent = {"grassroots": world.school.pk, "kind": "other", "valid_from": "01/03/2024", "note": "Việc riêng"}
    answer = world.client("chair").post(reverse("emulation:leave-create", args=[person.pk]), sent)
    assert answer.status_code == 422
    assert [*answer.context["form"].errors] == ["absent_days"]
    assert "Việc riêng" in answer.content.decode()
