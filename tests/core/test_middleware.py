"""Closed by default: what carries no mark asks for sign-in, whatever its address. Pages travel compressed."""

import gzip
import io

import pytest
from django.conf import settings
from django.http import FileResponse, HttpResponse

from core.middleware import PageCompressionMiddleware
from tests.security.routes import example_path, named_routes, page_behind

pytestmark = pytest.mark.one_database(on="sqlite")

OPEN = {
    "robots": "a crawler reads it before anything else",
    "health": "a machine asks, and learns no more than that the portal works",
    "sign-in": "the door itself",
    "sign-out": "whoever has left already is not asked to come in first",
    "set-theme": "whoever reads the door reads it in the dark too",
    "set_language": "whoever signs in reads the door in their own language",
    "second-step": "the second half of the door",
    "join": "whoever was invited has no account yet",
    "password-forgotten": "whoever forgot the password cannot sign in",
    "password-forgotten-sent": "the one answer to all of them",
    "password-new": "whoever holds the mailed link chooses a password",
    "calendar-feed": "a calendar cannot sign in; the address is the secret",
    "verify-entry": "asks for the code on a certificate",
    "honours": "the board of honour hangs in public",
    "verify": "anybody who holds a certificate may ask whether it is real",
}


def test_a_page_leads_a_visitor_to_the_sign_in_and_back(client, db):
    answer = client.get("/people/?page=2")
    assert (answer.status_code, answer.url) == (302, "/sign-in/?next=/people/%3Fpage%3D2")


@pytest.mark.slow
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


@pytest.mark.slow
def test_a_page_travels_compressed_to_who_can_read_it_and_says_so(world):
    client = world.client("officer")
    plain, packed = client.get("/"), client.get("/", headers={"Accept-Encoding": "br, gzip"})
    assert "Content-Encoding" not in plain.headers
    assert packed.headers["Content-Encoding"] == "gzip"
    assert "Accept-Encoding" in packed.headers["Vary"]
    assert int(packed.headers["Content-Length"]) == len(packed.content) < len(plain.content) / 3
    assert b"</html>" in gzip.decompress(packed.content)


def test_two_answers_with_the_same_words_differ_in_length(rf):
    def length() -> int:
        middleware = PageCompressionMiddleware(lambda request: HttpResponse("Thi đua " * 100))
        return len(middleware(rf.get("/", headers={"Accept-Encoding": "gzip"})).content)

    assert len({length() for _ in range(20)}) > 1


@pytest.mark.parametrize(
    "response",
    [
        HttpResponse(b"%PDF" * 100, content_type="application/pdf"),
        FileResponse(io.BytesIO(b"a,b" * 100), content_type="text/csv"),
    ],
    ids=["what is compressed already", "a download that keeps its length"],
)
def test_other_answers_stay_as_they_are(rf, response):
    answer = PageCompressionMiddleware(lambda request: response)(rf.get("/", headers={"Accept-Encoding": "gzip"}))
    assert "Content-Encoding" not in answer.headers
