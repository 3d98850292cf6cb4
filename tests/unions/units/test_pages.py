import pytest
from django.urls import reverse

from accounts.users.services import grant_role
from core.links import list_url
from core.panels import PANELS, Panel, PanelRow, panels_for
from core.working_year import this_year
from tests.factories import make_grassroots, make_person, panel_of

pytestmark = pytest.mark.one_database(on="sqlite")


@pytest.mark.slow
def test_a_chair_is_redirected_to_the_own_unit_and_the_navigation_marks_it(world):
    client = world.client("chair")
    assert client.get(reverse("unions:own-unit"))["Location"] == world.school.get_absolute_url()
    for address in (world.school.get_absolute_url(), reverse("unions:people")):
        assert client.get(address).context["nav_active"].url_name == "unions:own-unit"
    staff = world.client("officer").get(reverse("unions:people"))
    assert staff.context["nav_active"].url_name == "unions:grassroots-list"


def test_a_chair_of_two_units_is_redirected_to_the_list(world):
    second = make_grassroots(world.union)
    grant_role(actor=None, user=world.people["chair"], kind="grassroots_chair", since="2020-01-01", grassroots=second)
    assert world.client("chair").get(reverse("unions:own-unit"))["Location"] == list_url(
        "unions:grassroots-list", year=this_year()
    )


@pytest.mark.slow
@pytest.mark.parametrize(
    ("role", "edits", "appoints", "reads_the_board"),
    [
        ("chair", True, False, True),
        ("board", True, False, True),
        ("officer", True, True, True),
        ("leader", False, False, True),
        ("clerk", False, False, False),
        ("viewer", False, False, False),
        ("admin", False, True, True),
    ],
)
def test_the_page_of_a_unit_offers_the_actions_the_user_may_do(world, role, edits, appoints, reads_the_board):
    response = world.client(role).get(world.school.get_absolute_url())
    page = response.content.decode()
    offered = [
        reverse("unions:person-new", args=[world.school.pk]) in page,
        reverse("unions:team-new", args=[world.school.pk]) in page,
        reverse("unions:headcount", args=[world.school.pk, this_year()]) in page,
        reverse("accounts:role-new", args=[world.school.pk]) in page,
    ]
    assert offered == [edits, edits, edits, appoints]
    assert (panel_of(response, "accounts/board.html") is not None) is reads_the_board


@pytest.mark.slow
def test_the_number_of_people_links_to_the_list_of_these_people(world):
    make_person(world.school, "Lê Thị An")
    make_person(world.company, "Lê Thị Ân")
    client = world.client("officer")
    assert panel_of(client.get(world.school.get_absolute_url()), "unions/unit_people.html")["count"] == 1
    listed = client.get(f"{reverse('unions:people')}?unit={world.school.pk}")
    assert [str(row.record) for row in listed.context["table"].rows] == ["Lê Thị An"]
    assert str(world.school) in listed.context["heading"]


@pytest.mark.slow
def test_the_page_of_a_union_counts_the_units_the_user_sees(world):
    panels = {
        role: panel_of(world.client(role).get(world.union.get_absolute_url()), "unions/union_figures.html")
        for role in ("viewer", "officer", "chair")
    }
    assert {role: panel and panel["units"] for role, panel in panels.items()} == {
        "viewer": 2,
        "officer": 2,
        "chair": None,
    }
    assert world.client("officer").get(world.city.get_absolute_url()).status_code == 404
    assert world.client("stranger_chair").get(world.union.get_absolute_url()).status_code == 404


@pytest.mark.slow
def test_the_apps_above_add_panels_in_the_order_of_their_positions(world, monkeypatch):
    monkeypatch.setattr(PANELS, "_items", {})

    def late(user, obj, year):
        return Panel("Khen thưởng", [PanelRow(f"{obj} {year}", 3, "/x/")], position=60)

    def early(user, obj, year):
        return Panel("Đăng ký", empty="Chưa có.", position=10)

    for provider in (late, early, lambda user, obj, year: None, late):
        PANELS.register(provider, to="unions.GrassrootsUnion")
    user = world.people["chair"]
    assert [panel.title for panel in panels_for(user, world.school, 2024)] == ["Đăng ký", "Khen thưởng"]
    assert panels_for(user, world.union, 2024) == []
    page = world.client("chair").get(world.school.get_absolute_url()).content.decode()
    assert page.index("Chưa có.") < page.index(f'<a href="/x/">{world.school} {this_year()}</a>')
