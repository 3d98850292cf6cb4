"""What every answer says to a browser: nothing private is kept, no page is found, nothing is asked of the device."""

import pytest
from django.urls import reverse

from awards.certificates import public_views
from core.public import is_public
from tests.security.routes import PUBLIC, example_path, named_routes

pytestmark = pytest.mark.one_database(on="sqlite")


def is_kept(answer):
    return answer.headers.get("Cache-Control") != "no-store"


@pytest.mark.slow
def test_every_address_but_the_public_ones_forbids_to_keep_its_answer(client, db):
    answers = {route: client.get(example_path(route)) for route in named_routes()}
    assert {route for route, answer in answers.items() if is_kept(answer)} == PUBLIC
    assert {route for route, answer in answers.items() if "noindex" not in answer.headers["X-Robots-Tag"]} == set()


@pytest.mark.parametrize("path", ["/", "/verify/", "/honours/TAYHO/", "/no/such/page/", "/people/?export=xlsx"])
def test_whoever_has_signed_in_keeps_no_page(world, path):
    answer = world.client("officer").get(path)
    answer.close()
    assert not is_kept(answer)


def test_what_a_visitor_may_keep_is_marked_in_the_code():
    assert is_public(public_views.honours)
    assert {route for route, pattern in named_routes().items() if is_public(pattern.callback)} == PUBLIC


def test_the_device_is_asked_for_nothing_and_no_other_site_is_told_or_opened(client, db):
    headers = client.get(reverse("sign-in")).headers
    wanted = ("Cross-Origin-Opener-Policy", "Cross-Origin-Resource-Policy", "Referrer-Policy")
    assert {headers[name] for name in wanted} == {"same-origin"}
    assert {"camera=()", "geolocation=()", "microphone=()"} <= set(headers["Permissions-Policy"].split(", "))


def test_search_engines_may_read_that_no_page_is_for_them(client, db):
    rules = client.get("/robots.txt").content.decode()
    assert "User-agent: Googlebot" in rules
    assert rules.endswith("User-agent: *\nDisallow: /\n")
