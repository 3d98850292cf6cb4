from datetime import date

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext

from core.audit import history_of
from core.audit_chain import broken_links
from core.editing import EditConflict
from tests.factories import make_person
from tests.shared_rows import shared
from unions.people.models import Employment
from unions.people.services import Correction, change_people
from unions.units.models import Team

pytestmark = pytest.mark.django_db
PERSONAL = ("full_name", "gender", "birth_date", "birth_year", "member_number", "phone")


@shared
def posts(world):
    for name in ("Mai Kim Quế", "Tô Bạch Cúc", "Đỗ Thị Hương"):
        make_person(world.school, name)
    return list(Employment.objects.filter(grassroots=world.school).select_related("person").order_by("pk"))


def correction(post, held=None, **facts):
    known = {name: getattr(post.person, name) for name in PERSONAL}
    return Correction(post, known | facts, held or {})


def change(world, posts, *corrections, actor="chair"):
    change_people(actor=world.people[actor], grassroots=world.school, corrections=corrections)
    return [Employment.objects.select_related("person").get(pk=post.pk) for post in posts]


def test_corrections_are_saved_and_the_keys_follow_the_name(world, posts):
    que, cuc, huong = change(
        world,
        posts,
        correction(posts[0], {"position": "Tổ trưởng"}, full_name="Mai Kim  Quý", phone="0900000001"),
        correction(posts[1], birth_date=date(1990, 2, 3), member_number="DV1"),
    )
    assert (que.person.full_name, que.person.given_name, que.person.search_key, que.position) == (
        "Mai Kim Quý", "Quý", "mai kim quy", "Tổ trưởng",
    )  # fmt: skip
    assert (cuc.person.birth_date, cuc.person.member_number, cuc.position) == (date(1990, 2, 3), "DV1", "Giáo viên")
    assert (huong.person.phone, huong.person.revision) == ("", posts[2].person.revision)


def test_each_changed_person_has_entries_with_old_and_new_values(world, posts):
    change(world, posts, correction(posts[0], {"position": "Tổ trưởng"}, phone="0900000001"), correction(posts[1]))
    history = [[(entry.act, entry.actor, entry.detail) for entry in history_of(post.person)] for post in posts]
    row = {"model": "unions.Employment", "key": posts[0].pk, "name": str(posts[0])}
    entered, chair = ("person.enter", None, {}), world.people["chair"]
    assert history == [
        [
            ("row.correct", chair, {"row": row, "changed": {"position": ["Giáo viên", "Tổ trưởng"]}}),
            ("row.correct", chair, {"changed": {"phone": ["", "0900000001"]}}),
            entered,
        ],
        [entered],
        [entered],
    ]
    assert list(broken_links()) == []


def test_a_person_changed_meanwhile_is_not_overwritten(world, posts):
    change(world, posts, correction(posts[1], phone="0900000001"))
    with pytest.raises(EditConflict):
        change(world, posts, correction(posts[0], phone="0900000002"), correction(posts[1], phone="0900000003"))
    assert [post.person.phone for post in change(world, posts)] == ["", "0900000001", ""]


def test_a_post_of_another_unit_is_not_touched(world, posts):
    make_person(world.company, "Tô Bạch Cúc")
    elsewhere = Employment.objects.select_related("person").get(grassroots=world.company)
    with pytest.raises(EditConflict):
        change(world, posts, correction(elsewhere, phone="0900000001"))


@pytest.mark.parametrize("actor", ["leader", "viewer", "cluster_lead", "stranger_officer", "stranger_chair"])
def test_only_users_responsible_for_the_unit_correct_its_people(actor, world, posts):
    with pytest.raises(PermissionDenied):
        change(world, posts, correction(posts[0], phone="0900000001"), actor=actor)


def test_an_impossible_birth_date_is_refused(world, posts):
    with pytest.raises(ValidationError):
        change(world, posts, correction(posts[0], birth_date=date(1899, 12, 31)))


@pytest.mark.one_database(on="sqlite")
def test_three_corrections_cost_as_many_queries_as_one(world, posts):
    teams = [Team.objects.create(grassroots=world.school, name=name) for name in ("Tổ 1", "Tổ 2")]
    Employment.objects.filter(grassroots=world.school).update(team=teams[0])
    counts = []
    assert world.people["chair"].access  # read once for each signed-in person
    for chosen, phone in ((posts[:1], "0900000001"), (posts, "0900000002")):
        read = Employment.objects.filter(pk__in=[post.pk for post in chosen]).select_related("person")
        wanted = [correction(post, {"team": teams[1]}, phone=phone) for post in read]
        Employment.objects.filter(grassroots=world.school).update(team=teams[0])
        with CaptureQueriesContext(connection) as queries:
            change(world, [], *wanted)
        counts.append(len(queries))
    moved = Employment.objects.filter(grassroots=world.school).values_list("team", "person__phone")
    assert (counts[1], set(moved)) == (counts[0], {(teams[1].pk, "0900000002")})
