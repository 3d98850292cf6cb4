import io
from datetime import date
from typing import Any

import openpyxl
import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse

from core.audit import history_of
from emulation.contests.forms import UnitResultForm
from emulation.contests.models import ExternalResult
from emulation.contests.services import record_external_result
from tests.factories import make_person, make_user
from tests.shared_rows import shared

PUPIL = "Hoàng Gia Hân"
FACTS = {"level": "province", "contest_name": "Kỳ thi học sinh giỏi lớp 9", "year": 2024, "rank": "second"}
READERS = {"leader", "vice", "officer", "clerk", "chair"}


@shared
def pupils_result(world):
    return record_external_result(
        actor=world.people["officer"],
        union=world.union,
        kind="pupil",
        grassroots=world.school,
        holder_name=PUPIL,
        **FACTS,
    )


def test_the_old_unit_reads_no_personal_data_of_a_namesake_who_has_left(world):
    stayed, left = (make_person(world.school, "Mai Kim Quế", member_number=number) for number in ("DV1", "DV2"))
    left.employments.update(valid_to=date(2020, 1, 1))
    left.employments.create(grassroots=world.foreign_school, valid_from=date(2020, 1, 2))
    form = UnitResultForm(user=world.people["chair"], grassroots=world.school, year=2024)
    details = {option.key: option.detail for option in form["person"].field.matches("Mai Kim Quế").options}
    assert ("DV2" in details[str(left.pk)], "DV1" in details[str(stayed.pk)]) == (False, True)


def at_2024(client: Any) -> Any:
    session = client.session
    session["working_year"] = 2024
    session.save()
    return client


@pytest.mark.one_database(on="sqlite")
@pytest.mark.slow
def test_a_pupils_name_is_read_by_the_federations_staff_and_the_schools_chair_alone(world, pupils_result):
    world.people["other_chair"] = make_user("chair.company", "grassroots_chair", grassroots=world.company)
    for role in world.people:
        client = at_2024(world.client(role))
        pages = [client.get("/external-results/", follow=True), client.get(pupils_result.get_absolute_url())]
        shown = [PUPIL in page.content.decode() for page in pages]
        assert shown == [role in READERS] * 2, role


def test_a_spreadsheet_keeps_the_name_back_as_the_page_does(world, pupils_result):
    texts = {}
    for role in ("officer", "viewer"):
        answer = at_2024(world.client(role)).get("/external-results/", {"export": "xlsx"}, follow=True)
        book = openpyxl.load_workbook(io.BytesIO(b"".join(answer.streaming_content)))
        texts[role] = str(list(book.active.iter_rows(values_only=True)))
    assert {role: PUPIL in text for role, text in texts.items()} == {"officer": True, "viewer": False}
    assert FACTS["contest_name"] in texts["viewer"]


def test_the_audit_log_does_not_hold_a_pupils_name(world, pupils_result):
    (entry,) = history_of(pupils_result)
    assert (entry.act, PUPIL in entry.object_name, PUPIL in str(entry.detail)) == (
        "external_result.note",
        False,
        False,
    )


@pytest.mark.parametrize("query", [{"q": PUPIL}, {"holder_name": PUPIL}, {"sort": "holder"}])
def test_nobody_finds_a_pupil_by_asking_the_list(world, pupils_result, query):
    page = at_2024(world.client("viewer")).get("/external-results/", query, follow=True)
    assert [row.record for row in page.context["table"].rows] == [pupils_result]
    assert PUPIL not in page.context["table"].as_html(page.wsgi_request)


@pytest.mark.parametrize(
    ("kind", "given", "wrong"),
    [
        ("teacher", {"grassroots", "person"}, set()),
        ("teacher", {"grassroots"}, {"person"}),
        ("teacher", {"person"}, {"grassroots"}),
        ("teacher", {"grassroots", "person", "holder_name"}, {"holder_name"}),
        ("pupil", {"grassroots", "holder_name"}, set()),
        ("pupil", {"grassroots"}, {"holder_name"}),
        ("pupil", {"holder_name"}, {"grassroots"}),
        ("pupil", {"grassroots", "holder_name", "person"}, {"person"}),
        ("federation", set(), set()),
        ("federation", {"grassroots"}, {"grassroots"}),
        ("federation", {"holder_name"}, {"holder_name"}),
    ],
)
def test_a_result_names_exactly_whose_it_is(world, kind, given, wrong):
    whole = {"grassroots": world.school, "person": make_person(world.school), "holder_name": PUPIL}
    facts = {name: value for name, value in whole.items() if name in given}
    note = {"actor": world.people["officer"], "union": world.union, "kind": kind, **FACTS, **facts}
    if not wrong:
        assert record_external_result(**note).kind == kind
    else:
        with pytest.raises(ValidationError) as refused:
            record_external_result(**note)
        assert set(refused.value.message_dict) == wrong


@pytest.mark.parametrize(("kind", "allowed"), [("pupil", {"officer", "chair"}), ("federation", {"officer"})])
def test_who_notes_a_result(world, kind, allowed):
    facts = {"grassroots": world.school, "holder_name": PUPIL} if kind == "pupil" else {}
    done = set()
    for role, actor in world.people.items():
        try:
            record_external_result(actor=actor, union=world.union, kind=kind, **FACTS, **facts)
            done.add(role)
        except PermissionDenied:
            continue
    assert done == allowed


def test_a_unit_of_another_federation_and_a_teacher_of_another_school_are_refused(world):
    note = {"actor": world.people["officer"], "union": world.union, "kind": "teacher", **FACTS}
    for grassroots, person in (
        (world.foreign_school, make_person(world.foreign_school)),
        (world.company, make_person(world.school)),
    ):
        with pytest.raises(ValidationError):
            record_external_result(grassroots=grassroots, person=person, **note)


NEW, OWN = "/external-results/new/?year=2024", "/external-results/new/own/?year=2024"
TYPED = {
    "kind": "pupil",
    "holder_name": PUPIL,
    "contest_name": "Kỳ thi học sinh giỏi",
    "level": "national",
    "rank": "",
    "year": "2024",
}


def test_a_chair_enters_a_pupils_result_once_despite_a_double_click(world):
    client = world.client("chair")
    codes = [client.post(NEW, {**TYPED, "once": "3" * 32}).status_code for _click in range(2)]
    result = ExternalResult.objects.get()
    assert (codes, result.grassroots, result.holder_name, result.year) == ([302, 409], world.school, PUPIL, 2024)


@pytest.mark.slow
def test_the_officer_enters_the_federations_own_result(world):
    data = {**TYPED, "union": world.union.pk, "cluster_name": "Cụm thi đua số 2", "rank": "second"}
    client = world.client("officer")
    assert client.get(OWN).status_code == 200
    assert client.post(OWN, {**data, "union": world.foreign_union.pk}).status_code == 422
    assert client.post(OWN, data).status_code == 302
    result = ExternalResult.objects.get()
    assert (result.kind, result.holder_name, result.grassroots) == ("federation", "", None)
    assert world.client("chair").get(OWN).status_code == 403


def test_the_officer_chooses_the_unit_first_and_nobody_a_foreign_one(world):
    client = world.client("officer")
    assert client.get(NEW).context["elsewhere"]["url"] == OWN
    assert client.get(NEW, {"grassroots": world.school.pk, "year": 2024}).status_code == 200
    assert client.get(NEW, {"grassroots": world.foreign_school.pk, "year": 2024}).status_code == 404
    assert world.client("board").get(NEW).status_code == 403


@pytest.mark.one_database(on="sqlite")
@pytest.mark.slow
@pytest.mark.parametrize(
    ("changes", "fields"),
    [
        ({"kind": "federation"}, {"kind"}),
        ({"holder_name": ""}, {"holder_name"}),
        ({"holder_name": "x" * 101}, {"holder_name"}),
        ({"contest_name": ""}, {"contest_name"}),
        ({"contest_name": "x" * 251}, {"contest_name"}),
        ({"level": "galaxy"}, {"level"}),
        ({"rank": "platinum"}, {"rank"}),
        ({"person": "999999"}, {"person"}),
        ({"kind": "teacher", "holder_name": ""}, {"person"}),
    ],
)
def test_bad_input_gets_a_sentence_at_its_field_and_leaves_no_row(world, changes, fields):
    answer = world.client("chair").post(NEW, {**TYPED, **changes})
    assert (answer.status_code, set(answer.context["form"].errors)) == (422, fields)
    assert not ExternalResult.objects.exists()


@pytest.mark.parametrize("role", ["stranger_officer", "stranger_chair"])
def test_a_stranger_finds_nothing(world, pupils_result, role):
    answer = world.client(role).get(reverse("emulation:external-result", args=[pupils_result.pk]))
    assert (answer.status_code, PUPIL in answer.content.decode()) == (404, False)
