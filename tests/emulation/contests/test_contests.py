from datetime import date
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse

from core.audit import history_of
from core.corrections import restore, strike
from core.workflow import MoveNotAllowed
from emulation.contests.contributions import person_events, unit_columns
from emulation.contests.models import Contest, ContestEntry
from emulation.contests.selectors import prizes_won
from emulation.contests.services import award_prize, correct_contest, correct_entry, enter_contestant, hold_contest
from reports.indicators.scope import Scope
from reports.indicators.selectors.figures import figures_of
from tests.factories import make_campaign, make_contest, make_person
from tests.shared_rows import shared


@shared
def contest(world):
    return make_contest(world.people["officer"], world.union, name="Hội thi giáo viên dạy giỏi", kind="teacher")


def test_prizes_are_counted_apart_for_people_and_for_units(world, contest):
    officer, teacher = world.people["officer"], make_person(world.school)
    single = enter_contestant(actor=world.people["chair"], contest=contest, grassroots=world.school, person=teacher)
    whole = enter_contestant(actor=officer, contest=contest, grassroots=world.company)
    award_prize(actor=officer, entry=single, rank="first")
    award_prize(actor=officer, entry=whole, rank="consolation")
    assert prizes_won(world.people["officer"], contest) == {"collective": 1, "individual": 1}
    award_prize(actor=officer, entry=whole, rank="")
    assert prizes_won(world.people["officer"], contest) == {"collective": 0, "individual": 1}
    assert [entry.act for entry in history_of(contest)] == [
        "contest.prize",
        "contest.prize",
        "contest.prize",
        "contest.enter",
        "contest.enter",
        "contest.hold",
    ]


@pytest.mark.one_database(on="sqlite")
@pytest.mark.slow
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


def test_the_officer_corrects_and_strikes_out_a_contest(world, contest):
    done = []
    for role, actor in world.people.items():
        try:
            correct_contest(contest, actor=actor, expected_revision=None, year=2023, held_on=date(2023, 11, 20))
            strike(contest, actor=actor, reason="Nhập trùng.")
            done.append(role)
        except PermissionDenied:
            continue
    contest.refresh_from_db()
    assert (done, contest.year) == (["officer"], 2023)


@pytest.mark.parametrize(
    ("values", "field"),
    [({"held_on": date(2022, 5, 1)}, "held_on"), ({"year": 2022}, "held_on"), ({"year": 1990}, "year")],
)
def test_a_corrected_contest_keeps_its_rules(world, contest, values, field):
    with pytest.raises(ValidationError) as refused:
        correct_contest(contest, actor=world.people["officer"], expected_revision=None, **values)
    assert list(refused.value.message_dict) == [field]


def test_a_contest_leaves_the_campaign_of_another_year_with_its_year(world, contest):
    officer = world.people["officer"]
    campaign = make_campaign(world.union, officer)
    correct_contest(contest, actor=officer, expected_revision=None, campaign=campaign)
    with pytest.raises(ValidationError) as refused:
        correct_contest(contest, actor=officer, expected_revision=None, year=2023, held_on=date(2023, 5, 1))
    assert list(refused.value.message_dict) == ["campaign"]
    moved = {"year": 2023, "held_on": date(2023, 5, 1), "campaign": None}
    assert correct_contest(contest, actor=officer, expected_revision=None, **moved).year == 2023


def test_the_contests_history_shows_the_old_and_the_new_prize_of_its_entries(world, contest):
    officer, teacher = world.people["officer"], make_person(world.school, "Mai Thị Lan")
    entry = enter_contestant(actor=officer, contest=contest, grassroots=world.school, person=teacher)
    for rank in ("first", "second", ""):
        award_prize(actor=officer, entry=entry, rank=rank)
    history = world.client("officer").get(contest.get_absolute_url()).context["history"]
    assert {line.about for line in history} == {"", f"Mai Thị Lan: {contest}"}
    assert [(change.old, change.new) for line in history for change in line.changes] == [
        ("Giải Nhì", "(để trống)"),
        ("Giải Nhất", "Giải Nhì"),
        ("(để trống)", "Giải Nhất"),
    ]


def test_who_was_entered_is_corrected_by_the_officer_and_by_the_chair_until_there_is_a_prize(world, contest):
    officer, chair = world.people["officer"], world.people["chair"]
    first, second = make_person(world.school), make_person(world.school, "Mai Thị Lan")
    entry = enter_contestant(actor=chair, contest=contest, grassroots=world.school, person=first)
    correct_entry(entry, actor=chair, expected_revision=1, person=second)
    award_prize(actor=officer, entry=entry, rank="first")
    for values in ({"person": first}, {"rank": ""}):
        with pytest.raises(PermissionDenied):
            correct_entry(entry, actor=chair, expected_revision=None, **values)
    with pytest.raises(PermissionDenied):
        strike(entry, actor=chair, reason="Nhập nhầm.")
    correct_entry(entry, actor=officer, expected_revision=None, grassroots=world.company, person=None)
    entry.refresh_from_db()
    assert (entry.grassroots, entry.person, entry.rank) == (world.company, None, "first")


def test_a_corrected_entry_keeps_the_rules_of_entering(world, contest):
    officer, teacher = world.people["officer"], make_person(world.school)
    enter_contestant(actor=officer, contest=contest, grassroots=world.school, person=teacher)
    whole = enter_contestant(actor=officer, contest=contest, grassroots=world.school)
    for values, field in (
        ({"person": teacher}, "__all__"),  # entered already
        ({"person": make_person(world.company, "Phạm Văn Đạt")}, "person"),
    ):
        with pytest.raises(ValidationError) as refused:
            correct_entry(whole, actor=officer, expected_revision=None, **values)
        assert list(refused.value.message_dict) == [field]
    with pytest.raises(PermissionDenied):
        correct_entry(whole, actor=world.people["chair"], expected_revision=None, grassroots=world.company)


@pytest.mark.parametrize(("wrong", "nothing"), [("entry", 0), ("contest", None)])  # no contest: no figure
def test_a_struck_entry_or_contest_leaves_figures_columns_and_events(world, contest, wrong, nothing):
    officer, teacher = world.people["officer"], make_person(world.school)
    entry = enter_contestant(actor=officer, contest=contest, grassroots=world.school, person=teacher)
    award_prize(actor=officer, entry=entry, rank="first")
    names = ["contest_prizes_individual", "teachers_prized_district"]

    def counts() -> list[int | None]:
        figures = figures_of(Scope.of_year(world.union, 2024), names)
        (column,) = unit_columns(officer, world.school)
        events = list(person_events(officer, teacher))
        return [*(figure.value for figure in figures.values()), len(column.cells), len(events)]

    before, row = counts(), {"entry": entry, "contest": contest}[wrong]
    strike(row, actor=officer, reason="Nhập trùng.")
    struck = counts()
    restore(row, actor=officer)
    assert (before, struck, counts()) == ([1, 1, 1, 1], [nothing, nothing, 0, 0], [1, 1, 1, 1])


def test_a_struck_entry_makes_room_for_the_right_one_and_stays_readable(world, contest):
    officer, teacher = world.people["officer"], make_person(world.school)
    entry = enter_contestant(actor=officer, contest=contest, grassroots=world.school, person=teacher)
    address = reverse("strike", args=["emulation.contestentry", entry.pk])
    assert world.client("officer").post(address, {"reason": "Đăng ký nhầm bảng."}).url == contest.get_absolute_url()
    enter_contestant(actor=officer, contest=contest, grassroots=world.school, person=teacher)
    page = world.client("officer").get(contest.get_absolute_url())
    counted = prizes_won(officer, contest)
    shown = [row.record.struck_at for row in page.context["table"].rows]
    assert (shown, counted) == ([None], {"collective": 0, "individual": 0})
    ((struck, ways),) = page.context["struck"]
    assert (struck, bool(ways.restore_url), "Đăng ký nhầm bảng." in page.content.decode()) == (entry, True, True)
    with pytest.raises(ValidationError):
        restore(entry, actor=officer)


def test_nothing_is_entered_prized_or_corrected_in_a_struck_contest(world, contest):
    officer, client = world.people["officer"], world.client("officer")
    entry = enter_contestant(actor=officer, contest=contest, grassroots=world.school)
    strike(contest, actor=officer, reason="Nhập trùng.")
    contest.refresh_from_db()
    entry.refresh_from_db()
    for refused in (
        lambda: enter_contestant(actor=officer, contest=contest, grassroots=world.company),
        lambda: award_prize(actor=officer, entry=entry, rank="first"),
        lambda: correct_entry(entry, actor=officer, expected_revision=None, grassroots=world.company),
    ):
        with pytest.raises(MoveNotAllowed):
            refused()
    pages = [
        reverse("emulation:contest-edit", args=[contest.pk]),
        reverse("emulation:contest-entry-create", args=[contest.pk]),
        reverse("emulation:contest-entry-prize", args=[entry.pk]),
        reverse("emulation:contest-entry-edit", args=[entry.pk]),
    ]
    assert [client.get(page).status_code for page in pages] == [409] * 4


@pytest.mark.one_database(on="sqlite")
@pytest.mark.slow
def test_another_unit_offers_its_own_people_on_the_form_of_an_entry(world, contest):
    teacher, worker = make_person(world.school), make_person(world.company, "Phạm Văn Đạt")
    entry = enter_contestant(actor=world.people["officer"], contest=contest, grassroots=world.school, person=teacher)
    client, address = world.client("officer"), reverse("emulation:contest-entry-edit", args=[entry.pk])
    data = {"grassroots": world.company.pk, "person": teacher.pk, "rank": "", "revision": 1}
    again = client.post(address, data)
    assert (again.status_code, set(again.context["form"].errors)) == (422, {"person"})
    assert list(again.context["form"].fields["person"].queryset) == [worker]
    assert client.post(address, data | {"person": worker.pk}).url == contest.get_absolute_url()
    assert world.client("chair").get(address).status_code == 404  # it is of another unit now


@pytest.mark.one_database(on="sqlite")
@pytest.mark.slow
def test_a_chair_sees_her_own_contestants_and_the_published_prizes_alone(world, contest):
    officer = world.people["officer"]
    for unit, name, rank in (
        (world.school, "Mai Kim Quế", ""),
        (world.company, "Tô Bạch Cúc", "first"),
        (world.company, "Phạm Văn Đạt", ""),
    ):
        entry = enter_contestant(actor=officer, contest=contest, grassroots=unit, person=make_person(unit, name))
        award_prize(actor=officer, entry=entry, rank=rank)

    def names(role):
        page = world.client(role).get(contest.get_absolute_url())
        listed = reverse("emulation:contests"), {"year": contest.year}
        [row] = world.client(role).get(*listed).context["table"].rows
        shown = [name for name in ("Mai Kim Quế", "Tô Bạch Cúc", "Phạm Văn Đạt") if name in page.content.decode()]
        return shown, row.record.entries_in_all, row.record.prizes_in_all

    assert names("officer") == (["Mai Kim Quế", "Tô Bạch Cúc", "Phạm Văn Đạt"], 3, 1)
    assert names("chair") == (["Mai Kim Quế"], 1, 0)
    values = {name: getattr(contest, name) for name in ("name", "kind", "year", "held_on", "campaign")}
    decided = values | {"results_decision": "12/QĐ-LĐLĐ"}
    correct_contest(contest, actor=officer, expected_revision=None, **decided)
    assert names("chair") == (["Mai Kim Quế", "Tô Bạch Cúc"], 2, 1)


def test_the_officer_corrects_a_contest_on_the_page(world, contest):
    client, address = world.client("officer"), reverse("emulation:contest-edit", args=[contest.pk])
    data = typed(world, name="Hội giảng", revision=1)
    assert [client.post(address, data).status_code for _click in range(2)] == [302, 409]
    contest.refresh_from_db()
    assert (contest.name, contest.kind) == ("Hội giảng", "quiz")


NEW = "/contests/new/?year=2024"


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


@pytest.mark.one_database(on="sqlite")
@pytest.mark.slow
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


@pytest.mark.slow
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
    page = at_2024(world.client("chair")).get("/contests/", follow=True)
    assert [row.record for row in page.context["table"].rows] == [contest]


@pytest.mark.one_database(on="sqlite")
@pytest.mark.slow
@pytest.mark.parametrize("rows", [1, 20])
def test_a_contests_page_costs_the_same_at_any_number_of_entries(world, contest, rows, django_assert_num_queries):
    for number in range(rows):
        person = make_person(world.school, f"Nguyễn Văn {chr(65 + number)}")
        enter_contestant(actor=world.people["officer"], contest=contest, grassroots=world.school, person=person)
    client = world.client("officer")
    with django_assert_num_queries(14):
        page = client.get(contest.get_absolute_url())
    assert len(page.context["table"].rows) == rows
