from datetime import date, timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse
from django.utils import timezone

from core.audit import history_of
from core.corrections import restore, strike
from core.history import history_lines
from core.workflow import MoveNotAllowed
from emulation.works.contributions import unit_columns, unit_events
from emulation.works.models import Work
from emulation.works.services import complete_work, correct_work, enter_work, fix_plaque, move_work
from reports.indicators.scope import Scope
from reports.indicators.selectors.figures import figures_of
from tests.factories import make_campaign, make_rollout, make_work
from tests.shared_rows import shared

TOMORROW = timezone.localdate() + timedelta(days=1)
PLAQUE = {"plaque_text": "Công trình chào mừng 95 năm Công đoàn Việt Nam", "plaque_on": date(2024, 7, 28)}


@shared
def work(world):
    return make_work(world.people["chair"], world.school, name="Vườn rau sạch")


def take_back_completion(work: Work, actor: Any) -> None:
    work.refresh_from_db()
    correct_work(work, actor=actor, expected_revision=None, completed_on=None)
    Work.objects.filter(pk=work.pk).update(completed_on="2024-05-19")


def strike_and_restore(work: Work, actor: Any) -> None:
    strike(work, actor=actor, reason="Nhập trùng.")
    restore(work, actor=actor)


def test_a_work_is_entered_completed_and_given_a_plaque(world, work):
    chair, officer = world.people["chair"], world.people["officer"]
    correct_work(
        work, actor=world.people["board"], expected_revision=1, name="Vườn rau sạch của em", value=20_000_000
    )
    complete_work(actor=chair, work=work, value=25_000_000, completed_on=date(2024, 5, 19))
    fix_plaque(actor=officer, work=work, **PLAQUE)
    work.refresh_from_db()
    assert (work.name, work.value, work.completed_on, work.plaque_on, work.union) == (
        "Vườn rau sạch của em",
        25_000_000,
        date(2024, 5, 19),
        date(2024, 7, 28),
        world.union,
    )
    assert [entry.act for entry in history_of(work)] == ["work.plaque", "work.complete", "row.correct", "work.enter"]


@pytest.mark.one_database(on="sqlite")
@pytest.mark.slow
@pytest.mark.parametrize(
    ("verb", "allowed"),
    [
        ("enter", {"chair", "board", "officer"}),
        ("correct", {"chair", "board", "officer"}),
        ("take back", {"chair", "officer"}),
        ("strike", {"chair", "officer"}),
        ("complete", {"chair", "officer"}),
        ("plaque", {"chair", "officer"}),
    ],
)
def test_each_verb_belongs_to_its_persons_alone(world, work, verb, allowed):
    Work.objects.filter(pk=work.pk).update(completed_on="2024-05-19", value=1)
    verbs: dict[str, Any] = {
        "enter": lambda actor: enter_work(actor=actor, grassroots=world.school, year=2024, name=f"Của {actor}"),
        "correct": lambda actor: correct_work(work, actor=actor, expected_revision=None, name="Tên mới"),
        "take back": lambda actor: take_back_completion(work, actor),
        "strike": lambda actor: strike_and_restore(work, actor),
        "complete": lambda actor: complete_work(actor=actor, work=work, value=1, completed_on=date(2024, 5, 19)),
        "plaque": lambda actor: fix_plaque(actor=actor, work=work, **PLAQUE),
    }
    done = set()
    for role, actor in world.people.items():
        try:
            verbs[verb](actor)
            done.add(role)
        except PermissionDenied:
            continue
    assert done == allowed


@pytest.mark.parametrize(
    ("facts", "field"),
    [
        ({"completed_on": None}, "completed_on"),
        ({"completed_on": TOMORROW}, "completed_on"),
        ({"completed_on": date(2022, 12, 31)}, "completed_on"),
        ({"value": None}, "value"),
    ],
)
def test_a_completion_has_a_past_day_and_a_value(world, work, facts, field):
    with pytest.raises(ValidationError) as refused:
        complete_work(
            actor=world.people["chair"], work=work, **{"value": 5, "completed_on": date(2024, 5, 19), **facts}
        )
    assert list(refused.value.message_dict) == [field]


def test_a_plaque_is_fixed_to_a_completed_work_only(world, work):
    with pytest.raises(MoveNotAllowed):
        fix_plaque(actor=world.people["chair"], work=work, **PLAQUE)
    answer = world.client("chair").get(reverse("emulation:work-plaque", args=[work.pk]))
    assert answer.status_code == 409
    work.refresh_from_db()
    assert work.plaque_on is None


def test_a_work_of_one_name_is_entered_once_a_year(world, work):
    with pytest.raises(ValidationError):
        make_work(world.people["chair"], world.school, name="Vườn rau  sạch")
    assert make_work(world.people["chair"], world.school, name="Vườn rau sạch", year=2023)


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"completed_on": None}, "completed_on"),
        ({"value": None}, "value"),
        ({"plaque_text": ""}, "plaque_text"),
        ({"plaque_on": None}, "plaque_on"),
        ({"plaque_on": date(2024, 5, 18)}, "plaque_on"),
        ({"completed_on": TOMORROW}, "completed_on"),
        ({"year": 1990}, "year"),
        ({"year": 2026}, "completed_on"),
    ],
)
def test_a_correction_keeps_completion_and_plaque_in_order(world, work, values, field):
    officer = world.people["officer"]
    complete_work(actor=officer, work=work, value=1, completed_on=date(2024, 5, 19))
    work = fix_plaque(actor=officer, work=work, plaque_text="Chào mừng", plaque_on=date(2024, 5, 19))
    with pytest.raises(ValidationError) as refused:
        correct_work(work, actor=officer, expected_revision=None, **values)
    assert field in refused.value.message_dict


def test_a_plaque_and_a_completion_noted_by_mistake_are_taken_back(world, work):
    officer = world.people["officer"]
    complete_work(actor=officer, work=work, value=1_500_000, completed_on=date(2024, 5, 19))
    work = fix_plaque(actor=officer, work=work, **PLAQUE)
    nothing = {"completed_on": None, "plaque_text": "", "plaque_on": None, "value": 2_000_000}
    correct_work(work, actor=officer, expected_revision=None, **nothing)
    work.refresh_from_db()
    changes = {(change.label, change.old, change.new) for change in history_lines(work)[0].changes}
    assert (work.completed_on, work.plaque_on, work.plaque_text) == (None, None, "")
    assert changes == {
        ("ngày hoàn thành", "19/05/2024", "(để trống)"),
        ("nội dung biển", PLAQUE["plaque_text"], "(để trống)"),
        ("ngày gắn biển", "28/07/2024", "(để trống)"),
        ("giá trị (đồng)", "1.500.000", "2.000.000"),
    }


def test_a_struck_work_leaves_figures_columns_and_events_and_its_name_is_free(world, work):
    officer = world.people["officer"]
    move_work(work, "confirm", actor=officer)
    complete_work(actor=officer, work=work, value=1, completed_on=date(2024, 5, 19))
    work = fix_plaque(actor=officer, work=work, **PLAQUE)

    def counts() -> list[int | None]:
        figures = figures_of(Scope.of_year(world.union, 2024), ["works_registered", "works_plaqued"])
        (column,) = unit_columns(officer, world.school)
        events = list(unit_events(officer, world.school))
        return [*(figure.value for figure in figures.values()), len(column.cells), len(events)]

    before = counts()
    strike(work, actor=officer, reason="Nhập trùng.")
    struck = counts()
    with pytest.raises(MoveNotAllowed):
        complete_work(actor=officer, work=work, value=1, completed_on=date(2024, 5, 19))
    restore(work, actor=officer)
    assert (before, struck, counts()) == ([1, 1, 1, 1], [None, None, 0, 0], [1, 1, 1, 1])
    strike(work, actor=officer, reason="Nhập trùng.")
    make_work(officer, world.school, name=work.name)
    with pytest.raises(ValidationError):
        restore(work, actor=officer)


NEW = "/works/new/?year=2024"


def test_a_chair_enters_a_work_once_despite_a_double_click(world):
    campaign = make_campaign(world.union, world.people["officer"], year=2024)
    make_rollout(campaign, world.school)
    data = {"name": "Sân chơi", "kind": "project", "year": "2024", "campaign": campaign.pk, "value": "1.500.000"}
    client = world.client("chair")
    codes = [client.post(NEW, {**data, "once": "1" * 32}).status_code for _click in range(2)]
    work = Work.objects.get()
    assert (codes, work.value, work.campaign, work.grassroots) == ([302, 409], 1_500_000, campaign, world.school)


def test_the_officer_chooses_the_unit_first_and_nobody_a_foreign_one(world):
    client = world.client("officer")
    assert client.get(NEW).templates[0].name == "emulation/choose_unit.html"
    assert client.post(NEW, {"name": "Sân chơi"}).status_code == 422
    assert client.get(NEW, {"grassroots": world.company.pk, "year": 2024}).context["grassroots"] == world.company
    assert client.get(NEW, {"grassroots": world.foreign_school.pk, "year": 2024}).status_code == 404
    assert client.get(NEW, {"grassroots": "9" * 30, "year": 2024}).status_code == 404
    assert client.get(NEW, {"grassroots": "abc", "year": 2024}).templates[0].name == "emulation/choose_unit.html"
    assert world.client("viewer").get(NEW).status_code == 403
    assert Work.objects.count() == 0


@pytest.mark.one_database(on="sqlite")
@pytest.mark.slow
@pytest.mark.parametrize(
    ("changes", "fields"),
    [
        ({"name": ""}, {"name"}),
        ({"name": "x" * 301}, {"name"}),
        ({"kind": "castle"}, {"kind"}),
        ({"value": "1,5 tỷ"}, {"value"}),
        ({"value": "-1"}, {"value"}),
        ({"campaign": "999999"}, {"campaign"}),
    ],
)
def test_bad_input_gets_a_sentence_at_its_field_and_leaves_no_row(world, changes, fields):
    data = {"name": "Sân chơi", "kind": "project", "year": "2024", **changes}
    answer = world.client("chair").post(NEW, data)
    assert (answer.status_code, set(answer.context["form"].errors), Work.objects.count()) == (422, fields, 0)


FORMS: dict[str, dict[str, str]] = {
    "work-edit": {"name": "Sân chơi", "kind": "product", "year": "2024", "value": "7", "completed_on": "01/05/2024"},
    "work-complete": {"completed_on": "19/05/2024", "value": "25.000.000"},
    "work-plaque": {"plaque_text": "Công trình chào mừng", "plaque_on": "28/07/2024"},
}


@pytest.mark.slow
@pytest.mark.parametrize("name", FORMS)
def test_a_form_is_saved_and_an_old_page_of_it_noticed(world, work, name):
    Work.objects.filter(pk=work.pk).update(completed_on="2024-05-01", value=3)
    address = reverse(f"emulation:{name}", args=[work.pk])
    client = world.client("chair")
    assert client.get(address).context["form"]["revision"].value() == 1
    data = {**FORMS[name], "revision": "1"}
    assert [client.post(address, data).status_code for _click in range(2)] == [302, 409]
    work.refresh_from_db()
    assert work.revision == 2


@pytest.mark.one_database(on="sqlite")
@pytest.mark.parametrize(
    ("name", "changes", "fields"),
    [
        ("work-edit", {"name": ""}, {"name"}),
        ("work-complete", {"completed_on": "2024"}, {"completed_on"}),
        ("work-complete", {"completed_on": TOMORROW.strftime("%d/%m/%Y")}, {"completed_on"}),
        ("work-complete", {"value": ""}, {"value"}),
        ("work-plaque", {"plaque_text": " "}, {"plaque_text"}),
        ("work-plaque", {"plaque_text": "x" * 301}, {"plaque_text"}),
        ("work-plaque", {"plaque_on": ""}, {"plaque_on"}),
    ],
)
def test_the_forms_of_a_work_refuse_what_is_wrong_at_its_field(world, work, name, changes, fields):
    Work.objects.filter(pk=work.pk).update(completed_on="2024-05-01")
    answer = world.client("chair").post(
        reverse(f"emulation:{name}", args=[work.pk]), {**FORMS[name], "revision": "1", **changes}
    )
    work.refresh_from_db()
    assert (answer.status_code, set(answer.context["form"].errors), work.revision) == (422, fields, 1)


@pytest.mark.parametrize("name", ["work", *FORMS])
def test_a_stranger_finds_nothing(world, work, name):
    answer = world.client("stranger_officer").get(reverse(f"emulation:{name}", args=[work.pk]))
    assert (answer.status_code, work.name in answer.content.decode()) == (404, False)


def test_who_sees_a_work_but_is_not_responsible_gets_403(world, work):
    codes = {
        name: world.client("leader").get(reverse(f"emulation:{name}", args=[work.pk])).status_code for name in FORMS
    }
    assert codes == dict.fromkeys(FORMS, 403)
    assert world.client("leader").get(work.get_absolute_url()).status_code == 200


def at_2024(client: Any) -> Any:
    session = client.session
    session["working_year"] = 2024
    session.save()
    return client


@pytest.mark.slow
@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({}, 2),
        ({"kind": "product"}, 1),
        ({"completed": "yes"}, 1),
        ({"completed": "no"}, 1),
        ({"plaque": "yes"}, 1),
        ({"plaque": "no"}, 1),
    ],
)
def test_the_list_is_narrowed(world, work, query, found):
    other = make_work(world.people["officer"], world.company, kind="product")
    Work.objects.filter(pk=other.pk).update(
        completed_on="2024-05-01", plaque_on="2024-06-01", plaque_text="Chào mừng"
    )
    page = at_2024(world.client("officer")).get("/works/", query, follow=True)
    assert len(page.context["table"].rows) == found
