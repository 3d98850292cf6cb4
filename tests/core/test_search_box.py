"""The one search box: what is found, for whom, and at what cost."""

import pytest

from core.models import RecentChoice
from tests.factories import make_campaign, make_initiative, make_person

SUGGESTIONS = "/search/suggestions/"

pytestmark = pytest.mark.slow


@pytest.fixture
def found(world):
    """Return a function that gives (group, label) of what `role` finds for a text."""

    def ask(role, text):
        options = world.client(role).get(SUGGESTIONS, {"q": text}).json()["options"]
        return [(option["group"], option["label"]) for option in options]

    return ask


@pytest.mark.parametrize("text", ["Hương", "huong"])
def test_things_of_all_features_are_found_in_groups_with_or_without_marks(world, found, text):
    author = make_person(world.school, "Đỗ Thị Hương")
    make_initiative(world.people["chair"], author=author, name="Vườn hương sắc")
    make_campaign(world.union, world.people["officer"], name="Hương sắc thu")
    make_person(world.school, "Lê Văn Tám")
    assert found("officer", text) == [
        ("Cá nhân", "Đỗ Thị Hương"),
        ("Phong trào", "Hương sắc thu"),
        ("Sáng kiến", "Vườn hương sắc"),
    ]


def test_units_are_found_by_their_code_too(world, found):
    assert found("officer", world.school.code.lower()) == [("Công đoàn cơ sở", str(world.school))]


def test_nobody_finds_what_is_not_theirs_to_see(world, found):
    make_person(world.school, "Đỗ Thị Hương", member_number="0107123456")
    make_initiative(world.people["chair"], name="Vườn hương sắc")
    roles = ("officer", "stranger_officer", "stranger_chair", "viewer")
    assert [bool(found(role, "huong")) for role in roles] == [True, False, False, True]
    assert [bool(found(role, "0107123456")) for role in roles] == [True, False, False, False]
    assert world.client("anonymous").get(SUGGESTIONS, {"q": "huong"}).status_code == 302


def test_what_was_opened_is_offered_before_one_types_as_long_as_it_is_seen(world, found):
    person = make_person(world.school, "Đỗ Thị Hương")
    client = world.client("officer")
    opened = client.get(f"/search/open/unions.person/{person.pk}/")
    assert (opened.status_code, opened.url) == (302, person.get_absolute_url())
    assert (found("officer", ""), found("leader", "")) == ([("Cá nhân", "Đỗ Thị Hương")], [])
    RecentChoice.objects.update(user=world.people["stranger_officer"])
    assert found("stranger_officer", "") == []


def test_a_foreign_or_unknown_thing_is_not_opened(world):
    foreign = make_person(world.foreign_school)
    client = world.client("officer")
    addresses = [f"/search/open/{about}/" for about in (f"unions.person/{foreign.pk}", "accounts.user/1", "x/1")]
    assert [client.get(address).status_code for address in addresses] == [404] * 3
    assert not RecentChoice.objects.exists()


@pytest.mark.one_database(on="sqlite")
def test_the_page_of_results_works_by_itself(world):
    person = make_person(world.school, "Đỗ Thị Hương", position="Giáo viên")
    page = world.client("officer").get("/search/", {"q": "huong"})
    assert [(group.heading, [row.label for row in group.found]) for group in page.context["found"]] == [
        ("Cá nhân", ["Đỗ Thị Hương"])
    ]
    assert f"/search/open/unions.person/{person.pk}/" in page.content.decode()
    nothing = world.client("officer").get("/search/", {"q": "<x>\0"}).content.decode()
    assert "Không tìm thấy “&lt;x&gt;" in nothing


@pytest.mark.one_database(on="sqlite")
def test_a_search_costs_the_same_for_one_and_for_many(world, django_assert_max_num_queries):
    client = world.client("officer")
    client.get(SUGGESTIONS, {"q": "tran"})
    for number in range(30):
        make_person(world.school, f"Trần Văn {number}")
    with django_assert_max_num_queries(17):
        assert len(client.get(SUGGESTIONS, {"q": "tran"}).json()["options"]) == 4


def test_the_box_on_every_page_asks_the_database_nothing(world):
    from django.template.loader import render_to_string

    assert "data-search" in render_to_string("components/search_box.html")
    assert "data-search" not in world.client("anonymous").get("/sign-in/").content.decode()
