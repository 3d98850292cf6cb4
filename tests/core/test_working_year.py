"""The working year: of the address of a list, else of the session; never anything but a year of the menu."""

import re
from html import unescape
from urllib.parse import parse_qs, urlsplit

import pytest
from django.urls import Resolver404, resolve
from django.utils import timezone

from core.navigation import NAVIGATION, TABS
from tests.security.routes import named_routes

pytestmark = pytest.mark.one_database(on="sqlite")

THIS_YEAR = timezone.localdate().year


@pytest.fixture
def client(world):
    return world.client("officer")


def _year(client):
    return client.get("/").context["working_year"]


@pytest.mark.slow
def test_it_is_this_year_until_somebody_chooses_another(client):
    assert _year(client) == THIS_YEAR
    client.post("/year/", {"year": "2020"})
    assert _year(client) == 2020


def test_the_choices_run_from_next_year_back_to_the_first(client):
    assert client.get("/").context["year_choices"] == [
        (str(year), year == THIS_YEAR) for year in range(THIS_YEAR + 1, 2014, -1)
    ]


@pytest.mark.slow
@pytest.mark.parametrize(
    "typed", ["2014", str(THIS_YEAR + 2), "", "abc", "-2020", "2020.5", "²", "99999999999999999999"]
)
def test_what_is_not_in_the_list_changes_nothing(client, typed):
    client.post("/year/", {"year": "2021"})
    client.post("/year/", {"year": typed})
    assert _year(client) == 2021


@pytest.mark.parametrize(
    ("target", "leads_to"),
    [("/jobs/?state=done", "/jobs/?state=done"), ("https://evil.example/", "/"), ("//evil.example/", "/"), ("", "/")],
)
def test_it_leads_back_to_the_page_and_never_out_of_the_house(client, target, leads_to):
    answer = client.post("/year/", {"year": "2020", "next": target})
    assert (answer.status_code, answer.url) == (302, leads_to)


def test_looking_does_not_change_it(client):
    assert client.get("/year/", {"year": "2020"}).status_code == 405


@pytest.mark.slow
def test_the_year_menu_leads_to_the_first_page_of_the_other_year(client):
    address = "/registrations/?year=2020&state=draft&sort=-title&page=3"
    answer = client.post("/year/", {"year": "2021", "next": address})
    assert answer.url == "/registrations/?year=2021&state=draft&sort=-title"
    assert _year(client) == 2021
    refused = client.post("/year/", {"year": "2014", "next": address})
    assert (refused.url, _year(client)) == (address, 2021)


@pytest.mark.parametrize("asked", ["", "year=", "year=2014", f"year={THIS_YEAR + 2}", "year=abc", "year=²020"])
def test_a_list_without_a_year_of_the_menu_leads_to_the_year_of_the_session(client, asked):
    client.post("/year/", {"year": "2020"})
    answer = client.get(f"/registrations/?{asked}&state=draft")
    assert (answer.status_code, parse_qs(urlsplit(answer.url).query)) == (302, {"year": ["2020"], "state": ["draft"]})


@pytest.mark.slow
def test_the_year_of_an_address_is_shown_and_changes_nothing_for_its_reader(client):
    page = client.get("/registrations/?year=2020")
    assert (page.status_code, page.context["working_year"], _year(client)) == (200, 2020, THIS_YEAR)


def test_every_place_and_tab_that_leads_to_a_page_of_a_year_says_so():
    places = [
        *NAVIGATION.items(),
        *(tab for group in ("organisation", "awards", "initiatives") for tab in TABS.items(group)),
    ]
    views = {place.url_name: named_routes()[place.url_name].callback for place in places}
    of_a_year = {
        name for name, view in views.items() if getattr(getattr(view, "view_class", None), "is_by_year", False)
    }
    assert of_a_year == {place.url_name for place in places if place.is_by_year} - {"reports:entrance"}


def test_every_link_of_a_list_to_a_list_carries_its_year(client):
    page = client.get("/decisions/?year=2020").content.decode()
    addresses = [urlsplit(unescape(address)) for address in re.findall('href="([^"]+)"', page)]
    lists = {address.path: address.query for address in addresses if _is_by_year(address.path)}
    assert len(lists) > 5
    assert {path: query for path, query in lists.items() if "year=2020" not in query} == {}


def _is_by_year(path):
    try:
        view = resolve(path).func
    except Resolver404:
        return False
    return getattr(getattr(view, "view_class", None), "is_by_year", False)
