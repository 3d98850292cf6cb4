"""Closed by default: what carries no mark asks for sign-in, whatever its address."""

import pytest
from django.conf import settings

from tests.security.routes import example_path, named_routes, page_behind

pytestmark = pytest.mark.one_database(on="sqlite")

OPEN = {
    "health": "a machine asks, and learns no more than that the portal works",
    "sign-in": "the door itself",
    "sign-out": "whoever has left already is not asked to come in first",
    "set_language": "whoever signs in reads the door in their own language",
    "second-step": "the second half of the door",
    "join": "whoever was invited has no account yet",
    "password-forgotten": "whoever forgot the password cannot sign in",
    "password-forgotten-sent": "the one answer to all of them",
    "password-new": "whoever holds the mailed link chooses a password",
    "verify-entry": "asks for the code on a certificate",
    "honours": "the board of honour hangs in public",
    "verify": "anybody who holds a certificate may ask whether it is real",
}


def test_a_page_leads_a_visitor_to_the_sign_in_and_back(client, db):
    answer = client.get("/people/?page=2")
    assert (answer.status_code, answer.url) == (302, "/sign-in/?next=/people/%3Fpage%3D2")


def test_every_address_that_is_not_named_as_open_asks_for_sign_in(client, db):
    asked = {}
    for route in named_routes():
        if route not in OPEN:
            path = example_path(route)
            answer = client.get(path)
            asked[route] = (answer.status_code, page_behind(answer) == settings.LOGIN_URL)
    assert {route: said for route, said in asked.items() if said != (302, True)} == {}


@pytest.mark.parametrize("route", sorted(OPEN))
def test_what_is_named_as_open_does_not_ask_for_sign_in(client, db, route):
    answer = client.post(example_path(route))
    assert answer.status_code != 302 or "next=" not in answer.url
