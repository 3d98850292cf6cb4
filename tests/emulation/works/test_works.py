from datetime import date, timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse
from django.utils import timezone

from core.audit import history_of
from emulation.works.models import Work
from emulation.works.services import complete_work, edit_work, enter_work, fix_plaque
from tests.factories import make_campaign, make_rollout, make_work

TOMORROW = timezone.localdate() + timedelta(days=1)
PLAQUE = {"plaque_text": "Công trình chào mừng 95 năm Công đoàn Việt Nam", "plaque_on": date(2024, 7, 28)}


@pytest.fixture
def work(world):
    return make_work(world.people["chair"], world.school, name="Vườn rau sạch")


def test_a_work_is_entered_completed_and_given_a_plaque(world, work):
    chair, officer = world.people["chair"], world.people["officer"]
    edit_work(
        actor=world.people["board"], work=work, expected_revision=1, name="Vườn rau sạch của em", value=20_000_000
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
    assert [entry.act for entry in history_of(work)] == ["work.plaque", "work.complete", "work.edit", "work.enter"]


@pytest.mark.parametrize(
    ("verb", "allowed"),
    [
        ("enter", {"chair", "board", "officer"}),
        ("edit", {"chair", "board", "officer"}),
        ("complete", {"chair", "officer"}),
        ("plaque", {"chair", "officer"}),
    ],
)
def test_each_verb_belongs_to_its_persons_alone(world, work, verb, allowed):
    Work.objects.filter(pk=work.pk).update(completed_on="2024-05-19")
    verbs: dict[str, Any] = {
        "enter": lambda actor: enter_work(actor=actor, grassroots=world.school, year=2024, name=f"Của {actor}"),
        "edit": lambda actor: edit_work(actor=actor, work=work, expected_revision=None, name="Tên mới"),
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
    with pytest.raises(ValidationError):
        fix_plaque(actor=world.people["chair"], work=work, **PLAQUE)
    answer = world.client("chair").get(reverse("emulation:work-plaque", args=[work.pk]))
    assert answer.status_code == 422
    work.refresh_from_db()
    assert work.plaque_on is None


def test_a_work_of_one_name_is_entered_once_a_year(world, work):
    with pytest.raises(ValidationError):
        make_work(world.people["chair"], world.school, name="Vườn rau  sạch")
    assert make_work(world.people["chair"], world.school, name="Vườn rau sạch", year=2023)


NEW = "/works/new/"


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
    assert client.get(NEW, {"grassroots": world.company.pk}).context["grassroots"] == world.company
    assert client.get(NEW, {"grassroots": world.foreign_school.pk}).status_code == 404
    assert client.get(NEW, {"grassroots": "9" * 30}).status_code == 404
    assert client.get(NEW, {"grassroots": "abc"}).templates[0].name == "emulation/choose_unit.html"
    assert world.client("viewer").get(NEW).status_code == 403
    assert Work.objects.count() == 0


@pytest.mark.parametrize(
    ("changes", "fields"),
    [
        ({"name": ""}, {"name"}),
        ({"name": "x" * 301}, {"name"}),
        ({"kind": "castle"}, {"kind"}),
        ({"value": "1,5 tỷ"}, {"value"}),
        ({"value": "-1"}, {"value"}),
        ({"campaign": "999999"}, {"campaign"}),
        ({"year": "2999"}, {"year"}),
    ],
)
def test_bad_input_gets_a_sentence_at_its_field_and_leaves_no_row(world, changes, fields):
    data = {"name": "Sân chơi", "kind": "project", "year": "2024", **changes}
    answer = world.client("chair").post(NEW, data)
    assert (answer.status_code, set(answer.context["form"].errors), Work.objects.count()) == (422, fields, 0)


FORMS: dict[str, dict[str, str]] = {
    "work-edit": {"name": "Sân chơi", "kind": "product", "year": "2024", "value": "7"},
    "work-complete": {"completed_on": "19/05/2024", "value": "25.000.000"},
    "work-plaque": {"plaque_text": "Công trình chào mừng", "plaque_on": "28/07/2024"},
}


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
    page = at_2024(world.client("officer")).get("/works/", query)
    assert len(page.context["table"].rows) == found
