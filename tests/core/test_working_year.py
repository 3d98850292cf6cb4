"""The working year: chosen in one place, kept for the session, never anything but a year of the list."""

import pytest
from django.utils import timezone

pytestmark = pytest.mark.one_database(on="sqlite")

THIS_YEAR = timezone.localdate().year


@pytest.fixture
def client(world):
    return world.client("officer")


def _year(client):
    return client.get("/").context["working_year"]


def test_it_is_this_year_until_somebody_chooses_another(client):
    assert _year(client) == THIS_YEAR
    client.post("/year/", {"year": "2020"})
    assert _year(client) == 2020


def test_the_choices_run_from_next_year_back_to_the_first(client):
    assert client.get("/").context["year_choices"] == list(range(THIS_YEAR + 1, 2014, -1))


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
