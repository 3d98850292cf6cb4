from datetime import date
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse

from core.audit import history_of
from emulation.contests.models import Contest, ContestEntry
from emulation.contests.selectors import prizes_won
from emulation.contests.services import award_prize, enter_contestant, hold_contest
from tests.factories import make_campaign, make_contest, make_person


@pytest.fixture
def contest(world):
    return make_contest(world.people["officer"], world.union, name="Hội thi giáo viên dạy giỏi", kind="teacher")


def test_prizes_are_counted_apart_for_people_and_for_units(world, contest):
    officer, teacher = world.people["officer"], make_person(world.school)
    single = enter_contestant(actor=world.people["chair"], contest=contest, grassroots=world.school, person=teacher)
    whole = enter_contestant(actor=officer, contest=contest, grassroots=world.company)
    award_prize(actor=officer, entry=single, rank="first")
    award_prize(actor=officer, entry=whole, rank="consolation")
    assert prizes_won(contest) == {"collective": 1, "individual": 1}
    award_prize(actor=officer, entry=whole, rank="")
    assert prizes_won(contest) == {"collective": 0, "individual": 1}
    assert [entry.act for entry in history_of(contest)] == [
        "contest.prize",
        "contest.prize",
        "contest.prize",
        "contest.enter",
        "contest.enter",
        "contest.hold",
    ]


@pytest.mark.parametrize(
    ("verb", "allowed"), [("hold", {"officer"}), ("enter", {"officer", "chair"}), ("prize", {"officer"})]
)
def test_each_verb_belongs_to_its_persons_alone(world, contest, verb, allowed):
    entry = enter_contestant(actor=world.people["officer"], contest=contest, grassroots=world.company)
    facts = {"kind": "quiz", "year": 2024, "held_on": date(2024, 5, 1)}
    verbs: dict[str, Any] = {
        "hold": lambda actor: hold_contest(actor=actor, union=world.union, name=f"Hội thi của {actor}", **facts),
        "enter": lambda actor: enter_contestant(
            actor=actor,
            contest=contest,
            grassroots=world.school,
            person=make_person(world.school, birth_date=None),
        ),
        "prize": lambda actor: award_prize(actor=actor, entry=entry, rank="second"),
    }
    done = set()
    for role, actor in world.people.items():
        try:
            verbs[verb](actor)
            done.add(role)
        except PermissionDenied:
            continue
    assert done == allowed


def test_nobody_is_entered_twice_nor_for_a_unit_they_do_not_work_in(world, contest):
    officer, teacher = world.people["officer"], make_person(world.school)
    entries: list[dict[str, Any]] = [
        {"grassroots": world.school, "person": teacher},
        {"grassroots": world.school},
    ]
    for entry in entries:
        enter_contestant(actor=officer, contest=contest, **entry)
    for wrong in [
        *entries,
        {"grassroots": world.company, "person": teacher},
        {"grassroots": world.foreign_school},
    ]:
        with pytest.raises(ValidationError):
            enter_contestant(actor=officer, contest=contest, **wrong)
    assert contest.entries.count() == 2


@pytest.mark.parametrize(
    ("held_on", "fits"),
    [
        (date(2022, 12, 31), False),
        (date(2023, 1, 1), True),
        (date(2024, 12, 31), True),
        (date(2025, 1, 1), False),
    ],
)
def test_a_contest_is_held_in_its_year_or_the_one_before(world, held_on, fits):
    facts = {"union": world.union, "name": "Hội thi", "kind": "quiz", "year": 2024, "held_on": held_on}
    if fits:
        assert hold_contest(actor=world.people["officer"], **facts).held_on == held_on
    else:
        with pytest.raises(ValidationError) as refused:
            hold_contest(actor=world.people["officer"], **facts)
        assert list(refused.value.message_dict) == ["held_on"]


def test_a_prize_is_one_of_the_ranks(world, contest):
    entry = enter_contestant(actor=world.people["officer"], contest=contest, grassroots=world.school)
    with pytest.raises(ValidationError):
        award_prize(actor=world.people["officer"], entry=entry, rank="platinum")


NEW = "/contests/new/"


def typed(world: Any, **changes: Any) -> dict[str, Any]:
    data = {
        "union": world.union.pk,
        "name": "Hội thi tìm hiểu 95 năm",
        "kind": "quiz",
        "held_on": "01/05/2024",
        "year": "2024",
    }
    return data | changes


def test_the_officer_enters_a_contest_once_despite_a_double_click(world):
    client = world.client("officer")
    campaign = make_campaign(world.union, world.people["officer"])
    data = typed(world, campaign=campaign.pk, once="2" * 32)
    codes = [client.post(NEW, data).status_code for _click in range(2)]
    assert (codes, Contest.objects.get().campaign) == ([302, 409], campaign)
    assert {role: world.client(role).get(NEW).status_code for role in ("chair", "leader", "viewer")} == {
        "chair": 403,
        "leader": 403,
        "viewer": 403,
    }


@pytest.mark.parametrize(
    ("changes", "fields"),
    [
        ({"name": ""}, {"name"}),
        ({"name": "x" * 251}, {"name"}),
        ({"kind": "duel"}, {"kind"}),
        ({"held_on": "30/02/2024"}, {"held_on"}),
        ({"held_on": "01/05/2022"}, {"held_on"}),
        ({"campaign": "999999"}, {"campaign"}),
        ({"union": "999999"}, {"union"}),
        ({"year": "1990"}, {"year"}),
        ({"co_organisers": "x" * 301}, {"co_organisers"}),
        ({"results_decision": "x" * 101}, {"results_decision"}),
    ],
)
def test_bad_input_gets_a_sentence_at_its_field_and_leaves_no_row(world, changes, fields):
    answer = world.client("officer").post(NEW, typed(world, **changes))
    assert (answer.status_code, set(answer.context["form"].errors), Contest.objects.count()) == (422, fields, 0)


def test_an_officer_names_no_foreign_union(world):
    answer = world.client("officer").post(NEW, typed(world, union=world.foreign_union.pk))
    assert (answer.status_code, set(answer.context["form"].errors)) == (422, {"union"})


def test_a_contest_of_one_name_is_held_once_a_year(world, contest):
    data = typed(world, name=contest.name)
    assert world.client("officer").post(NEW, data).status_code == 422


def test_a_chair_enters_her_own_people_and_the_officer_everybody(world, contest):
    address = reverse("emulation:contest-entry-create", args=[contest.pk])
    teacher, worker = make_person(world.school), make_person(world.company, "Phạm Văn Đạt")
    chair, officer = world.client("chair"), world.client("officer")
    refused = chair.post(address, {"person": worker.pk})
    assert (refused.status_code, set(refused.context["form"].errors)) == (422, {"person"})
    assert chair.post(address, {"person": teacher.pk}).status_code == 302
    assert chair.post(address, {"person": teacher.pk}).status_code == 422
    assert chair.get(address, {"grassroots": world.company.pk}).status_code == 404
    assert officer.get(address).templates[0].name == "emulation/choose_unit.html"
    assert officer.post(f"{address}?grassroots={world.company.pk}", {"person": worker.pk}).status_code == 302
    assert officer.get(address, {"grassroots": world.foreign_school.pk}).status_code == 404
    assert world.client("board").get(address).status_code == 403
    assert set(ContestEntry.objects.values_list("person", flat=True)) == {teacher.pk, worker.pk}


def test_the_officer_notes_a_prize_on_the_page(world, contest):
    entry = enter_contestant(actor=world.people["officer"], contest=contest, grassroots=world.school)
    address = reverse("emulation:contest-entry-prize", args=[entry.pk])
    client = world.client("officer")
    assert client.post(address, {"rank": "platinum"}).status_code == 422
    assert client.post(address, {"rank": "third"}).status_code == 302
    entry.refresh_from_db()
    assert (entry.rank, client.get(address).context["form"]["rank"].value()) == ("third", "third")
    assert world.client("chair").get(address).status_code == 403


def test_a_stranger_finds_nothing(world, contest):
    entry = enter_contestant(actor=world.people["officer"], contest=contest, grassroots=world.school)
    addresses = [
        contest.get_absolute_url(),
        reverse("emulation:contest-entry-create", args=[contest.pk]),
        reverse("emulation:contest-entry-prize", args=[entry.pk]),
    ]
    for role in ("stranger_officer", "stranger_chair"):
        answers = [world.client(role).get(address) for address in addresses]
        assert [answer.status_code for answer in answers] == [404, 404, 404]
        assert not any(contest.name in answer.content.decode() for answer in answers)


def at_2024(client: Any) -> Any:
    session = client.session
    session["working_year"] = 2024
    session.save()
    return client


def test_chairs_read_the_contests_of_the_union_above(world, contest):
    make_contest(world.people["stranger_officer"], world.foreign_union)
    page = at_2024(world.client("chair")).get("/contests/")
    assert [row.record for row in page.context["table"].rows] == [contest]


@pytest.mark.parametrize("rows", [1, 20])
def test_a_contests_page_costs_the_same_at_any_number_of_entries(world, contest, rows, django_assert_num_queries):
    for number in range(rows):
        person = make_person(world.school, f"Nguyễn Văn {chr(65 + number)}")
        enter_contestant(actor=world.people["officer"], contest=contest, grassroots=world.school, person=person)
    client = world.client("officer")
    with django_assert_num_queries(11):
        page = client.get(contest.get_absolute_url())
    assert len(page.context["table"].rows) == rows
