from contextlib import nullcontext
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone

from core.audit import history_of
from core.corrections import restore, strike
from core.history import history_lines
from emulation.classification.contributions import unit_columns, unit_events
from emulation.classification.models import Classification
from emulation.classification.services import correct_classification, record_classification
from reports.indicators.scope import Scope
from reports.indicators.selectors.figures import figures_of
from tests.factories import make_succession
from tests.shared_rows import shared

FACTS = {"year": 2024, "grade": "excellent", "decided_on": date(2024, 12, 20), "score": Decimal("97.50")}


def test_the_officer_alone_notes_a_grade(world):
    done = {}
    for role, actor in world.people.items():
        try:
            done[role] = record_classification(actor=actor, union=world.union, grassroots=world.school, **FACTS)
        except PermissionDenied:
            continue
    assert (list(done), done["officer"].score) == (["officer"], Decimal("97.50"))
    assert [entry.act for entry in history_of(done["officer"])] == ["classification.note"]


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"year": 1990}, "year"),
        ({"grade": "splendid"}, "grade"),
        ({"decided_on": timezone.localdate() + timedelta(days=1)}, "decided_on"),
        ({"decided_on": date(2023, 12, 31)}, "decided_on"),
        ({"score": Decimal("100.01")}, "__all__"),
    ],
)
def test_a_grade_is_decided_in_its_year_or_later_and_within_the_scale(world, changes, field):
    with pytest.raises(ValidationError) as refused:
        record_classification(
            actor=world.people["officer"], union=world.union, grassroots=world.school, **{**FACTS, **changes}
        )
    assert list(refused.value.message_dict) == [field]


def test_a_unit_has_one_grade_a_year_and_none_from_another_federation(world):
    note: dict[str, Any] = {"actor": world.people["officer"], "union": world.union}
    record_classification(grassroots=world.school, **note, **FACTS)
    for grassroots in (world.school, world.foreign_school):
        with pytest.raises(ValidationError) as refused:
            record_classification(grassroots=grassroots, **note, **FACTS)
        assert list(refused.value.message_dict) == ["grassroots"]


@shared
def grade(world):
    return record_classification(actor=world.people["officer"], union=world.union, grassroots=world.school, **FACTS)


def test_the_officer_alone_corrects_and_strikes_out_a_grade(world, grade):
    done = []
    for role, actor in world.people.items():
        try:
            correct_classification(grade, actor=actor, expected_revision=None, grade="good")
            strike(grade, actor=actor, reason="Nhập nhầm đơn vị.")
            done.append(role)
        except PermissionDenied:
            continue
    assert done == ["officer"]


def test_a_corrected_grade_keeps_old_and_new_values_in_its_history(world, grade):
    values = {"grade": "good", "score": Decimal("85.5"), "decided_on": date(2024, 12, 25)}
    correct_classification(grade, actor=world.people["officer"], expected_revision=1, **values)
    changes = {(change.old, change.new) for change in history_lines(grade)[0].changes}
    assert changes == {
        ("Hoàn thành xuất sắc nhiệm vụ", "Hoàn thành tốt nhiệm vụ"),
        ("97,50", "85,5"),
        ("20/12/2024", "25/12/2024"),
    }
    with pytest.raises(ValidationError) as refused:
        correct_classification(
            grade, actor=world.people["officer"], expected_revision=None, decided_on=date(2023, 1, 1)
        )
    assert list(refused.value.message_dict) == ["decided_on"]


def test_a_struck_grade_leaves_figures_columns_and_events_and_makes_room_for_the_right_one(world, grade):
    officer = world.people["officer"]

    def counts() -> list[int | None]:
        name = "unions_classified_excellent"
        (column,) = unit_columns(officer, world.school)
        events = list(unit_events(officer, world.school))
        return [figures_of(Scope.of_year(world.union, 2024), [name])[name].value, len(column.cells), len(events)]

    before = counts()
    strike(grade, actor=officer, reason="Nhập nhầm đơn vị.")
    struck = counts()
    restore(grade, actor=officer)
    assert (before, struck, counts()) == ([1, 1, 1], [None, 0, 0], [1, 1, 1])
    strike(grade, actor=officer, reason="Nhập nhầm đơn vị.")
    record_classification(actor=officer, union=world.union, grassroots=world.school, **FACTS)
    with pytest.raises(ValidationError):
        restore(grade, actor=officer)


@pytest.mark.one_database(on="sqlite")
def test_the_list_leads_to_the_page_of_a_grade_and_the_page_to_its_correction(world, grade):
    client = world.client("officer")
    page = client.get(grade.get_absolute_url())
    edit = page.context["ways_to_mend"].edit_url
    answers = [client.post(edit, typed(world, revision=1)).status_code for _click in range(2)]
    grade.refresh_from_db()
    assert (answers, grade.score) == ([302, 409], Decimal("85.5"))
    assert world.client("chair").get(grade.get_absolute_url()).context["ways_to_mend"].edit_url == ""


NEW = "/classifications/new/?year=2024"


def typed(world: Any, **changes: Any) -> dict[str, Any]:
    data = {
        "grassroots": world.school.pk,
        "grade": "good",
        "score": "85,5",
        "decided_on": "20/12/2024",
        "year": "2024",
    }
    return data | changes


@pytest.mark.slow
def test_the_officer_enters_a_grade_on_the_page_once(world):
    client = world.client("officer")
    codes = [client.post(NEW, typed(world, once="4" * 32)).status_code for _click in range(2)]
    assert (codes, Classification.objects.get().score) == ([302, 409], Decimal("85.5"))
    assert client.post(NEW, typed(world)).status_code == 422
    assert {role: world.client(role).get(NEW).status_code for role in ("chair", "leader", "viewer")} == {
        "chair": 403,
        "leader": 403,
        "viewer": 403,
    }


@pytest.mark.one_database(on="sqlite")
@pytest.mark.slow
@pytest.mark.parametrize(
    ("changes", "fields"),
    [
        ({"grassroots": ""}, {"grassroots"}),
        ({"grassroots": "999999"}, {"grassroots"}),
        ({"grade": "splendid"}, {"grade"}),
        ({"score": "101"}, {"score"}),
        ({"score": "-1"}, {"score"}),
        ({"score": "cao"}, {"score"}),
        ({"decided_on": "2024-13-01"}, {"decided_on"}),
        ({"decided_on": "01/01/2999"}, {"decided_on"}),
    ],
)
def test_bad_input_gets_a_sentence_at_its_field_and_leaves_no_row(world, changes, fields):
    answer = world.client("officer").post(NEW, typed(world, **changes))
    assert (answer.status_code, set(answer.context["form"].errors)) == (422, fields)
    assert not Classification.objects.exists()


def test_a_foreign_unit_cannot_be_named(world):
    answer = world.client("officer").post(NEW, typed(world, grassroots=world.foreign_school.pk))
    assert (answer.status_code, set(answer.context["form"].errors)) == (422, {"grassroots"})


def at_2024(client: Any) -> Any:
    session = client.session
    session["working_year"] = 2024
    session.save()
    return client


def test_a_chair_sees_her_own_units_grade_only(world):
    for grassroots in (world.school, world.company):
        record_classification(actor=world.people["officer"], union=world.union, grassroots=grassroots, **FACTS)
    page = at_2024(world.client("chair")).get("/classifications/", follow=True)
    assert [row.record.grassroots for row in page.context["table"].rows] == [world.school]


@pytest.mark.parametrize(
    ("founded", "restructured", "refused"),
    [
        ("2023-12-21", None, True),
        ("2023-12-20", None, False),
        ("2010-01-01", "2024-06-21", True),
        ("2010-01-01", "2024-06-20", False),
    ],
)
def test_a_unit_is_graded_after_twelve_months_and_six_after_a_split_or_merge(
    world, law, founded, restructured, refused
):
    world.school.founded_on = date.fromisoformat(founded)
    world.school.save()
    if restructured:
        make_succession(world.company, world.school, date.fromisoformat(restructured), world.people["officer"])
    facts = {"actor": world.people["officer"], "union": world.union, "grassroots": world.school, **FACTS}
    too_young = pytest.raises(ValidationError, match="Chưa đủ thời gian để xếp loại") if refused else nullcontext()
    with too_young as refusal:
        record_classification(**facts)
    assert refusal is None or list(refusal.value.message_dict) == ["grade"]
    if refused:
        row = record_classification(**facts | {"grade": "not_rated", "score": None})
        with pytest.raises(ValidationError, match="Chưa đủ thời gian để xếp loại"):
            correct_classification(row, actor=world.people["officer"], expected_revision=row.revision, grade="good")
